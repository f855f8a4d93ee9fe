-- asks     = "Does a network try passwords again and again?"
-- key      = "ip_net"
-- axis     = "access"
-- attack   = "T1110.001"
-- weight   = 0.5
-- lookback = "1 day"
-- tells    = "{tried:failed login|failed logins} on {accounts:account|accounts}, up to {worst} in a day"
-- [limits]
-- day = 10                      # in one day; fail2ban bans at 5 in ten minutes, slow ones try 3 in two hours

with strangers as (
    -- An owner whose telephone still has the old password is no attacker: his network logged in to this account before.
    -- Where the log does not name the account, any earlier login from there speaks for it.
    select f.*
    from failed_hours f
    where not exists (
        from arrivals a
        where a.ip_net = f.ip_net and a.time <= f.time
            and (f.account is null or f.account in (a.account, local_part(a.account)))
    )
),
by_day as (
    select
        ip_net, hour // 24 as day, sum(attempts)::bigint as attempts, max(last_time) as last_time,
        list(distinct account) as accounts,
        list(log_line(source, line) order by time, source, line)[:5] as evidence,
        unnest(arg_min({'time': time, 'source': source, 'line': line}, moment(time, source, line)))
    from strangers
    group by ip_net, day
    having sum(attempts) >= $day
),
networks as (
    select
        ip_net, sum(attempts)::bigint as tried, max(attempts) as worst, max(last_time) as last_time,
        len(list_distinct(flatten(list(accounts)))) as accounts,
        unnest(arg_min(
            {'time': time, 'source': source, 'line': line, 'evidence': evidence}, moment(time, source, line)
        ))
    from by_day
    group by ip_net
)
select *, least(1, 0.3 + 0.1 * log2(tried / $day)) as strength
from networks
order by ip_net, time, source, line
