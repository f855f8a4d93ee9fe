-- asks     = "Does a network try a few passwords on many accounts?"
-- key      = "ip_net"
-- axis     = "access"
-- attack   = "T1110.003"
-- weight   = 0.6
-- lookback = "1 day"
-- tells    = "{accounts:account|accounts} tried in one day, {tried:failed login|failed logins}"
-- [limits]
-- accounts   = 5                # an office after a change of passwords has failures, but on accounts that it logs in to
-- per_account = 5               # attempts on each, on average: more is brute force

with strangers as (
    select f.*
    from failed_hours f
    where f.account is not null and not exists (
        from arrivals a where a.ip_net = f.ip_net and a.time <= f.time and f.account in (a.account, local_part(a.account))
    )
),
by_day as (
    select
        ip_net, hour // 24 as day,
        count(distinct account) as accounts,
        sum(attempts)::bigint as tried,
        max(last_time) as last_time,
        list(log_line(source, line) order by time, source, line)[:5] as evidence,
        unnest(arg_min({'time': time, 'source': source, 'line': line}, moment(time, source, line)))
    from strangers
    group by ip_net, day
)
select * exclude (day), least(1, 0.3 + 0.1 * log2(accounts)) as strength
from by_day
where accounts >= $accounts and tried <= $per_account * accounts
qualify row_number() over (partition by ip_net order by accounts desc, time, source, line) = 1
order by ip_net, time, source, line
