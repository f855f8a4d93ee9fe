-- asks     = "Does undelivered mail pile up in the queue, all of a sudden?"
-- key      = "server"
-- axis     = "use"
-- attack   = "T1586.002"
-- weight   = 0.5
-- lookback = "30 days"
-- tells    = "{waiting:mail has|mails have} waited for more than an hour, where {usual:.0f} are usual; {share:.0%} of them were sent by {whose}"
-- [limits]
-- waiting     = 100             # greylisting keeps a dozen for an hour; spam that is refused fills the queue with hundreds
-- min_z       = 6               # six robust deviations above its own habit, on the scale of logarithms
-- over_worst  = 2               # times the worst hour up to the day before: one big server that is down is no news
-- min_history = 72              # hours before a habit can be told
-- cold        = 500             # mails without one
-- never_ended = 0.5             # share of the mails up to the day before: if more seem to wait, the log lacks their ends

with span as (
    select min(time) // hours(1) as first_hour, max(time) // hours(1) as last_hour from messages
),
waiting as (
    select account, origin, time, source, line, (time + hours(1)) // hours(1) as since, end_time // hours(1) as until
    from messages
    where end_time is null or end_time - time >= hours(1)
),
steps as (
    select hour, sum(step) as step, sum(mails) as mails
    from (
        select since as hour, 1 as step, 0 as mails from waiting
        union all
        select greatest(until, since) as hour, -1, 0 from waiting where until is not null
        union all
        select time // hours(1) as hour, 0, 1 from messages
    )
    group by hour
),
sizes as (
    select h.hour, sum(coalesce(s.step, 0)) over so_far as waiting, sum(coalesce(s.mails, 0)) over so_far as mails
    from (select unnest(generate_series(first_hour, last_hour)) as hour from span) h
    left join steps s using (hour)
    window so_far as (order by h.hour)
),
compared as (
    select
        *,
        count(*) over long_before as history,
        median(ln(1 + greatest(waiting, 0))) over long_before as middle,
        mad(ln(1 + greatest(waiting, 0))) over long_before as spread,
        max(waiting) over long_before as worst,
        coalesce(last(waiting) over long_before, waiting) <= $never_ended * coalesce(last(mails) over long_before, mails)
            as shows_ends
    from sizes
    window long_before as (order by hour range between unbounded preceding and 24 preceding)
),
-- The first such hour of a day.
grown as (
    select *, if(history < $min_history, 0, exp(middle) - 1) as usual
    from compared
    where shows_ends and waiting >= $waiting and waiting > $over_worst * coalesce(worst, 0)
        and if(history < $min_history, waiting >= $cold, robust_z(waiting, middle, spread) >= $min_z)
    qualify row_number() over (partition by hour // 24 order by hour) = 1
),
-- Of what came in the day before: whose is it?
culprits as (
    select
        g.hour, g.waiting, g.usual,
        coalesce(
            w.account,
            case w.origin
                when 'bounce' then 'this server itself, as bounces'
                when 'local' then 'programs on this server'
                else 'nobody who logged in'
            end
        ) as whose,
        count(*) as mails,
        max(w.time) as last_time,
        first_lines(w.time, w.source, w.line, 5) as evidence,
        unnest(arg_min({'time': w.time, 'source': w.source, 'line': w.line}, moment(w.time, w.source, w.line)))
    from grown g
    join waiting w on w.since <= g.hour and w.since > g.hour - 24 and (w.until is null or w.until > g.hour)
    group by g.hour, g.waiting, g.usual, whose
)
select
    time, source, line, hours(hour + 1) - 1 as last_time, waiting::bigint as waiting, usual, whose, evidence,
    mails / sum(mails) over (partition by hour) as share
from culprits
qualify row_number() over (partition by hour order by mails desc, time, source, line) = 1
order by time, source, line
