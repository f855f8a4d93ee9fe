-- asks     = "Does one account log in from more countries than one person can be in?"
-- key      = "account"
-- axis     = "access"
-- attack   = "T1078"
-- weight   = 0.7
-- lookback = "1 day"
-- tells    = "logged in from {countries:country|countries} and {networks_day:network|networks} within {span} ({named})"
-- [limits]
-- countries_hour = 3            # telephone at home, computer at work and a VPN make two, rarely three, never in one hour
-- countries_day  = 5            # a traveller with two changes of plane and a VPN stays below
-- fresh_days     = 3            # a country that the account has used for longer is its habit

with candidates as (
    select account
    from arrivals
    where not fetcher
    group by account
    having count(distinct country) >= $countries_hour
),
fresh as (
    select
        account, time, source, line, ip_net, country,
        country not in (from homes)
            and time - min(time) over (partition by account, country) < days($fresh_days) as fresh,
        time - min(time) over (partition by account, ip_net) < days($fresh_days) as fresh_network
    from stays semi join candidates using (account)
    where not fetcher
),
counted as (
    select
        *,
        count(distinct country) over last_hour as countries_hour,
        count(distinct country) over last_day as countries_day,
        count(distinct ip_net) over last_day as networks_day,
        count(distinct country) filter (where fresh) over last_day as fresh_day
    from fresh
    window
        last_hour as (partition by account order by time range between 3_600_000_000 preceding and current row),
        last_day as (partition by account order by time range between 86_400_000_000 preceding and current row)
),
crossings as (
    select *, countries_hour >= $countries_hour as within_hour
    from counted
    where (countries_hour >= $countries_hour or countries_day >= $countries_day)
        and fresh_day >= 2
        and fresh_network  -- not the owner's login among theirs
    qualify row_number() over (partition by account, time // days(1) order by time, source, line) = 1
),
seen as (
    select
        c.account, c.time, c.source, c.line,
        s.country, s.time as seen_time, s.source as seen_source, s.line as seen_line, s.ip_net as seen_net
    from crossings c
    join fresh s on s.account = c.account
        and s.time between c.time - if(c.within_hour, hours(1), days(1)) and c.time
    qualify row_number() over (
        partition by c.account, c.time, c.source, c.line, s.country order by s.time, s.source, s.line
    ) = 1
),
listed as (
    select
        account, time, source, line,
        list(log_line(seen_source, seen_line) order by seen_time, seen_source, seen_line)[:6] as evidence,
        list(country order by seen_time, seen_source, seen_line)[:8] as named
    from seen
    group by account, time, source, line
)
select
    c.account, c.time, c.source, c.line, c.ip_net,
    listed.evidence || [log_line(c.source, c.line)] as evidence,
    if(c.within_hour, c.countries_hour, c.countries_day) as countries,
    c.networks_day,
    if(c.within_hour, 'an hour', 'a day') as span,
    listed.named,
    least(1, 0.6 + 0.1 * greatest(c.countries_hour - $countries_hour, c.countries_day - $countries_day, 0)) as strength
from crossings c
join listed using (account, time, source, line)
order by c.account, c.time, c.source, c.line
