-- asks     = "Does an account write to strangers for days, more than ever, yet below what an hour or a day shows?"
-- key      = "account"
-- axis     = "use"
-- attack   = "T1586.002"
-- weight   = 0.5
-- lookback = "30 days"
-- tells    = "{recipients:recipient|recipients} in {span}, {share:.0%} of them strangers, where at most {worst} were usual; from {networks:new network|new networks}, at most {hourly:message|messages} an hour"
-- [limits]
-- days       = 3                # a botnet sends a mail each 1 to 85 minutes: in three days that is fifty at least
-- recipients = 60               # twenty a day; who writes so much to strangers by hand does little else
-- share      = 0.8              # of them, to whom the account never wrote, nor they to it
-- over_worst = 3                # times its own worst earlier days, as many together
-- min_days   = 7                # of history before them: a new colleague writes to strangers only
-- active     = 3                # on so many of which it sent
-- hour       = 100              # messages in an hour, and
-- day        = 200              # in a day: from there on sending_burst tells it
-- least      = 0.5              # strength without a new network
-- network    = 0.05             # more for each new network in these days; ten of them are a botnet
-- usual      = 0.5              # strength, compared, when most of it came from where and as whom the owner writes
-- usual_days = 3                # days after which a network is the owner's

with by_day as (
    select
        account, hour // 24 as day, sum(messages)::bigint as messages, sum(recipients)::bigint as recipients,
        max(messages) as hourly, max(last_time) as last_time, last(last_line order by hour) as last_line,
        unnest(arg_min({'time': time, 'source': source, 'line': line}, moment(time, source, line)))
    from sent_hours anti join bulk_senders using (account)
    group by account, day
),
-- Only accounts that were busy for days need their history told.
busy as (
    select d.*
    from by_day d semi join (
        select account
        from by_day
        group by account, day // $days
        having 2 * sum(recipients) >= $recipients
    ) using (account)
),
summed as (
    select
        *,
        sum(messages) over these as messages_now, sum(recipients) over these as recipients_now,
        max(hourly) over these as hourly_now, max(messages) over these as daily_now, min(day) over these as since,
        min(day) over (partition by account order by day) as first_day,
        count(*) over (
            partition by account order by day range between unbounded preceding and $days preceding
        ) as active
    from busy
    window these as (partition by account order by day range between $days - 1 preceding and current row)
),
compared as (
    select
        *,
        max(recipients_now) over (
            partition by account order by day range between unbounded preceding and $days preceding
        ) as worst
    from summed
),
odd as (
    select *, days(since) as begun
    from compared
    where recipients_now >= $recipients and hourly_now < $hour and daily_now < $day
        and active >= $active and since - first_day >= $min_days
        and recipients_now > $over_worst * coalesce(worst, 0)
),
accounts as (
    select account, hash(account) as who from odd group by account
),
-- Numbers instead of names: there are many.
letters as (
    select
        a.account, hash(lower(d.recipient)) as whom, d.time - (coalesce(d.delay, 0) * 1e6)::bigint as time, true as written
    from deliveries d
    join accounts a on a.account = d.account
    union all
    select a.account, hash(lower(d.sender)) as whom, d.time, false as written
    from deliveries d
    join accounts a on a.account = d.recipient
    where d.account is null and d.sender <> ''
),
met as (
    select account, whom, min(time) filter (where written) as written, min(time) as since
    from letters
    group by account, whom
),
shares as (
    select
        o.account, o.day,
        count(distinct l.whom) as reached,
        count(distinct l.whom) filter (where m.written = m.since and m.written >= o.begun) as novel
    from odd o
    join letters l on l.account = o.account and l.written and l.time >= o.begun and l.time < days(o.day + 1)
    join met m on m.account = l.account and m.whom = l.whom
    group by o.account, o.day
),
visits as (
    select o.account, o.day, count(*) as networks
    from odd o
    join arrivals a on a.account = o.account and a.time >= o.begun and a.time < days(o.day + 1)
    where not a.is_first and not a.trusted
    group by o.account, o.day
),
origins as (
    select
        o.account, o.day,
        avg(coalesce(
            (lower(m.sender) = m.account or local_part(m.sender) = m.account)
                and (o.begun - a.time >= days($usual_days) or a.is_first and a.time < o.begun),
            false
        )::int) as usual,
        first_lines(m.time, m.source, m.line, 5) as evidence,
        unnest(arg_min({'time': m.time, 'source': m.source, 'line': m.line}, moment(m.time, m.source, m.line)))
    from odd o
    join messages m on m.account = o.account and m.time >= o.begun and m.time <= o.last_time
    left join addresses p on p.ip = m.ip
    left join arrivals a on a.account = o.account and a.ip_net = p.ip_net
    group by o.account, o.day
),
weighed as (
    select
        o.account, o.day, o.last_time, o.recipients_now::bigint as recipients, coalesce(o.worst, 0)::bigint as worst,
        o.hourly_now as hourly, s.novel / s.reached as share, coalesce(v.networks, 0) as networks,
        if(o.day = o.since, 'a day', format('{} days', o.day - o.since + 1)) as span,
        g.time, g.source, g.line, g.evidence || [o.last_line] as evidence,
        least(1, $least + $network * coalesce(v.networks, 0)) * if(g.usual > 0.5, $usual, 1) as strength
    from odd o
    join shares s using (account, day)
    join origins g using (account, day)
    left join visits v using (account, day)
    where s.novel >= $share * s.reached
)
select * exclude (day)
from weighed
-- Told once, on its first such day.
qualify coalesce(day - lag(day) over (partition by account order by day) > $days, true)
order by account, time, source, line
