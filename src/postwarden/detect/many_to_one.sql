-- asks     = "Do many networks try one account, each only a few times?"
-- key      = "account"
-- axis     = "access"
-- attack   = "T1110.001"
-- weight   = 0.1
-- lookback = "1 day"
-- tells    = "{tried:failed login|failed logins} from {networks} networks in one day"
-- [limits]
-- networks = 20                 # below this it is the daily noise of the internet
-- each     = 5                  # attempts per network: more than that, and brute_force sees it

with targets as (
    -- Only accounts and days with that many lines can have that many networks.
    select account, hour // 24 as day
    from failed_hours
    where account is not null
    group by account, day
    having count(*) >= $networks
),
by_network as (
    select
        f.account, f.ip_net, t.day, sum(f.attempts)::bigint as attempts, max(f.last_time) as last_time,
        min(moment(f.time, f.source, f.line)) as first
    from failed_hours f
    join targets t on t.account = f.account and t.day = f.hour // 24
    group by f.account, f.ip_net, t.day
    having sum(f.attempts) <= $each
),
by_day as (
    select
        account, day, count(*) as networks, sum(attempts)::bigint as tried, max(last_time) as last_time,
        min(first, 5) as firsts
    from by_network
    group by account, day
    having count(*) >= $networks
)
select
    account, networks, tried, last_time,
    time_of(firsts[1]) as time, source_of(firsts[1]) as source, line_of(firsts[1]) as line,
    [log_line(source_of(first), line_of(first)) for first in firsts] as evidence
from by_day
order by account, time, source, line
