-- asks     = "Does a network try passwords again and again?"
-- key      = "ip_net"
-- axis     = "access"
-- attack   = "T1110.001"
-- weight   = 0.5
-- lookback = "1 day"
-- tells    = "{tried:failed login|failed logins} on {accounts:account|accounts}, up to {worst} in a day"
-- [limits]
-- day = 10                      # in one day; fail2ban bans at 5 in ten minutes, slow ones try 3 in two hours

with by_day as (
    select ip_net, hour // 24 as day, sum(attempts)::bigint as attempts, max(last_time) as last_time
    from failed_hours
    where not by_owner
    group by ip_net, day
),
networks as (
    select
        ip_net, sum(attempts)::bigint as tried, max(attempts) as worst, max(last_time) as last_time,
        min(day) filter (where attempts >= $day) as first_day
    from by_day
    group by ip_net
    having max(attempts) >= $day
),
names as (
    select ip_net, count(distinct account) as accounts
    from failed_hours semi join networks using (ip_net)
    where not by_owner
    group by ip_net
),
proofs as (
    select
        f.ip_net,
        first_lines(f.time, f.source, f.line, 5) as evidence,
        unnest(arg_min({'time': f.time, 'source': f.source, 'line': f.line}, moment(f.time, f.source, f.line)))
    from failed_hours f
    join networks n on n.ip_net = f.ip_net and f.hour // 24 = n.first_day
    where not f.by_owner
    group by f.ip_net
)
select * exclude (first_day), least(1, 0.3 + 0.1 * log2(tried / $day)) as strength
from networks
join names using (ip_net)
join proofs using (ip_net)
order by ip_net, time, source, line
