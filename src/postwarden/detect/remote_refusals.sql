-- asks     = "Do other servers refuse an account's mail as spam?"
-- key      = "account"
-- axis     = "use"
-- attack   = "T1586.002"
-- weight   = 0.6
-- lookback = "1 day"
-- witness  = "answers"
-- tells    = "{refused:message|messages} refused as spam or for reputation by {relays:server|servers}: {example}"
-- [limits]
-- refused   = 10                # a newsletter or a forwarded joke brings two or three
-- share     = 0.2               # of what the account sent that day
-- of_server = 0.3               # of the whole server's refusals: once the server is listed, the innocent are refused, too

with refusals as (
    -- A deferred mail is refused again at each attempt: once per mail and recipient.
    select *
    from troubles
    where refused
    qualify row_number() over (
        partition by account, message, recipient, time // days(1) order by time, source, line
    ) = 1
),
by_day as (
    select
        account, time // days(1) as day, count(*) as refused, count(distinct relay) as relays, max(time) as last_time,
        list(log_line(source, line) order by time, source, line)[:5] as evidence,
        unnest(arg_min(
            {'time': time, 'source': source, 'line': line, 'example': reason[:120]}, moment(time, source, line)
        ))
    from refusals
    group by account, day
),
ranked as (
    select *, sum(refused) over (partition by day) as of_server
    from by_day
    qualify refused >= $refused
),
taken as (
    select account, time // days(1) as day, count(*) as taken
    from deliveries semi join ranked using (account)
    where status = 'sent'
    group by account, day
)
select
    r.account, r.time, r.source, r.line, r.last_time, r.evidence, r.refused, r.relays, r.example,
    least(1, 0.5 + 0.15 * log2(r.refused / $refused)) as strength
from ranked r
left join taken t using (account, day)
where r.refused >= $share * (r.refused + coalesce(t.taken, 0)) and r.refused >= $of_server * r.of_server
order by r.account, r.time, r.source, r.line
