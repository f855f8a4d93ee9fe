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

with by_day as (
    select
        ip_net, hour // 24 as day,
        count(distinct account) as accounts,
        sum(attempts)::bigint as tried,
        max(last_time) as last_time
    from failed_hours
    where account is not null and not by_owner
    group by ip_net, day
    having count(distinct account) >= $accounts and sum(attempts) <= $per_account * count(distinct account)
),
worst as (
    select *
    from by_day
    qualify row_number() over (partition by ip_net order by accounts desc, day) = 1
),
proofs as (
    select
        f.ip_net,
        first_lines(f.time, f.source, f.line, 5) as evidence,
        unnest(arg_min({'time': f.time, 'source': f.source, 'line': f.line}, moment(f.time, f.source, f.line)))
    from failed_hours f
    join worst w on w.ip_net = f.ip_net and f.hour // 24 = w.day
    where f.account is not null and not f.by_owner
    group by f.ip_net
)
select * exclude (day), least(1, 0.3 + 0.1 * log2(accounts)) as strength
from worst
join proofs using (ip_net)
order by ip_net, time, source, line
