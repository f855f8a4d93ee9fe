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

with by_network as (
    select
        account, ip_net, time // days(1) as day, sum(attempts)::bigint as attempts, max(last_time) as last_time,
        unnest(arg_min({'time': time, 'source': source, 'line': line}, moment(time, source, line)))
    from failed_hours
    where account is not null
    group by account, ip_net, day
    having sum(attempts) <= $each
),
by_day as (
    select
        account, day, count(*) as networks, sum(attempts)::bigint as tried, max(last_time) as last_time,
        list(log_line(source, line) order by time, source, line)[:5] as evidence,
        unnest(arg_min({'time': time, 'source': source, 'line': line}, moment(time, source, line)))
    from by_network
    group by account, day
)
select * exclude (day)
from by_day
where networks >= $networks
order by account, time, source, line
