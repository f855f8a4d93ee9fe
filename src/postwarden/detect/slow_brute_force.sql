-- asks     = "Does a network try a password now and then, over days, below every ban?"
-- key      = "ip_net"
-- axis     = "access"
-- attack   = "T1110.001"
-- weight   = 0.4
-- lookback = "4 days"
-- tells    = "{tried:failed login|failed logins} on {accounts:account|accounts} in {span}, never more than {most} in a day"
-- [limits]
-- failures    = 7               # in so few days: CrowdSec's dovecot-very-slow-bf (melite) fills at 7 in 84 hours
-- days        = 4               # see failures: three and a half days touch four
-- hours       = 4               # in different ones: a burst of mistakes is over in one
-- a_day       = 10              # from here on brute_force tells it
-- one_account = 0.4             # strength for one existing account: a forgotten telephone looks alike

with by_day as (
    select
        ip_net, hour // 24 as day, sum(attempts)::bigint as attempts, max(last_time) as last_time,
        bit_count(bit_or(1::bigint << (hour % 24))) as hours
    from failed_hours
    where not by_owner
    group by ip_net, day
),
counted as (
    select
        *,
        sum(attempts) over lately as tried,
        sum(hours) over lately as tried_hours,
        max(attempts) over lately as most,
        min(day) over lately as since,
        max(attempts) over (partition by ip_net order by day) as loudest
    from by_day
    window lately as (partition by ip_net order by day range between greatest(0, $days - 1) preceding and current row)
),
-- The first day on which they are too many; a network that had its loud day is told by brute_force.
quiet as (
    select *
    from counted
    where tried >= $failures and tried_hours >= $hours and loudest < $a_day
    qualify row_number() over (partition by ip_net order by day) = 1
),
proofs as (
    select
        q.ip_net,
        count(distinct f.account) as accounts,
        min(f.account) as account,
        first_lines(f.time, f.source, f.line, 7) as evidence,
        unnest(arg_min(
            {'time': f.time, 'source': f.source, 'line': f.line, 'provider': coalesce(f.asn::varchar, block_of(f.ip_net))},
            moment(f.time, f.source, f.line)
        ))
    from quiet q
    join failed_hours f on f.ip_net = q.ip_net and f.hour // 24 between q.since and q.day
    where not f.by_owner
    group by q.ip_net
),
-- An old telephone fails as its owner alone, with the providers that he logs in from.
owners as (
    select account, coalesce(asn::varchar, block) as provider, min(time) as since
    from arrivals
    group by account, provider
)
select
    ip_net, p.time, p.source, p.line, q.last_time, q.tried::bigint as tried, q.most, p.accounts, p.evidence,
    if(q.day = q.since, 'a day', format('{} days', q.day - q.since + 1)) as span,
    if(
        p.accounts = 1 and p.account in (select account from active_days),
        $one_account,
        least(1, 0.4 + 0.1 * p.accounts)
    ) as strength
from quiet q
join proofs p using (ip_net)
left join owners o on p.accounts = 1 and o.account = p.account and o.provider = p.provider and o.since <= p.time
where o.account is null
order by ip_net, time, source, line
