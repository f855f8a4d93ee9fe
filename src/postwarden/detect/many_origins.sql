-- asks     = "Does one account log in from more countries than one person can be in?"
-- key      = "account"
-- axis     = "access"
-- attack   = "T1078"
-- weight   = 0.7
-- lookback = "1 day"
-- witness  = "place"
-- tells    = "logged in from {countries:country|countries} and {networks_day:network|networks} within {span} ({named})"
-- [limits]
-- countries_hour = 3            # telephone at home, computer at work and a VPN make two, rarely three, never in one hour
-- countries_day  = 5            # a traveller with two changes of plane and a VPN stays below
-- fresh_days     = 3            # a country that the account has used for longer is its habit
-- again          = 0.5          # strength, compared, for each earlier day of the kind: a VPN
-- calm_days      = 7            # with less history than this, the VPN that is always on has not been learnt yet
-- shared         = 2            # times the countries above, for a mailbox that several people use: a thief adds many

with candidates as (
    select account
    from arrivals
    where not fetcher and not trusted
    group by account
    having count(distinct country) >= $countries_hour
),
fresh as (
    select
        s.account, s.time, s.source, s.line, s.ip_net, s.country,
        h.country is null
            and s.time - min(s.time) over (partition by s.account, s.country) < days($fresh_days) as fresh,
        s.time - min(s.time) over (partition by s.account, s.ip_net) < days($fresh_days) as fresh_network,
        if(m.account is null, 1, $shared) as people,
        min(s.time) over (partition by s.account) as account_since
    from stays s semi join candidates c on c.account = s.account
    left join home_countries h on h.account = s.account and h.country = s.country
    left join shared_mailboxes m on m.account = s.account
    where not s.fetcher and not s.trusted
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
    select *, countries_hour >= $countries_hour * people as within_hour
    from counted
    where (countries_hour >= $countries_hour * people or countries_day >= $countries_day * people)
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
    least(1, 0.6 + 0.1 * greatest(c.countries_hour - $countries_hour, c.countries_day - $countries_day, 0))
        * if(c.time - c.account_since < days($calm_days), 0.6, 1)
        * pow($again, row_number() over (partition by c.account order by c.time, c.source, c.line) - 1) as strength
from crossings c
join listed using (account, time, source, line)
order by c.account, c.time, c.source, c.line
