-- asks     = "Do many networks of one provider try passwords, each only a few?"
-- key      = "ip_net"
-- axis     = "access"
-- attack   = "T1110.003"
-- weight   = 0.4
-- lookback = "1 day"
-- tells    = "one of {networks} networks of {provider} that together tried {accounts} accounts in one day, with {tried:failed login|failed logins}"
-- [limits]
-- networks = 5                  # rented addresses come in dozens; two or three may be anybody's
-- failures = 50                 # in one day, together
-- a_day    = 10                 # from here on brute_force tells a network by itself
-- accounts = 10                 # that never logged in from the provider: a carrier has its customers' old telephones
-- listed   = 20                 # networks of one provider that are told, the busiest first

with by_network as (
    select ip_net, hour // 24 as day, sum(attempts)::bigint as attempts, min(asn) as asn
    from failed_hours
    where not by_owner
    group by ip_net, day
    having sum(attempts) < $a_day
),
-- Without data that knows AS, the /16 or /32 stands for its holder.
providers as (
    select ip_net, coalesce('AS' || min(asn), block_of(ip_net)) as provider
    from by_network
    group by ip_net
),
crowds as (
    select p.provider, n.day
    from by_network n
    join providers p using (ip_net)
    group by p.provider, n.day
    having count(*) >= $networks and sum(n.attempts) >= $failures
    -- The first day tells it.
    qualify row_number() over (partition by p.provider order by n.day) = 1
),
tries as (
    select c.provider, f.ip_net, f.account, f.attempts, f.time, f.last_time, f.source, f.line
    from crowds c
    join providers p using (provider)
    join by_network n on n.ip_net = p.ip_net and n.day = c.day
    join failed_hours f on f.ip_net = n.ip_net and f.hour // 24 = n.day
    where not f.by_owner
),
owners as (
    select account, coalesce('AS' || asn, block) as provider, min(time) as since
    from arrivals
    group by account, provider
),
strange as (
    select t.*
    from tries t
    left join owners o on o.account = t.account and o.provider = t.provider and o.since <= t.time
    where o.account is null
),
sums as (
    select
        provider, count(distinct ip_net) as networks, count(distinct account) as accounts,
        sum(attempts)::bigint as tried, max(last_time) as last_time
    from strange
    group by provider
    having count(distinct ip_net) >= $networks and sum(attempts) >= $failures
        -- Where the log does not name the accounts, nobody can count them.
        and (count(distinct account) >= $accounts or count(account) = 0)
),
names as (
    select 'AS' || asn as provider, min(as_name) as as_name from addresses where asn is not null group by asn
),
listed as (
    select
        s.ip_net, s.provider, sum(s.attempts) as attempts,
        first_lines(s.time, s.source, s.line, 3) as evidence,
        unnest(arg_min({'time': s.time, 'source': s.source, 'line': s.line}, moment(s.time, s.source, s.line)))
    from strange s semi join sums using (provider)
    group by s.ip_net, s.provider
    qualify row_number() over (partition by s.provider order by sum(s.attempts) desc, s.ip_net) <= $listed
)
select
    l.ip_net, l.time, l.source, l.line, s.last_time, s.networks, s.accounts, s.tried, l.evidence,
    concat_ws(' ', l.provider, n.as_name) as provider,
    least(1, 0.5 + 0.1 * log2(s.networks / $networks)) as strength
from listed l
join sums s using (provider)
left join names n using (provider)
order by l.ip_net, l.time, l.source, l.line
