-- asks     = "Do many networks try one account, each only a few times?"
-- key      = "account"
-- axis     = "access"
-- attack   = "T1110.001"
-- weight   = 0.1
-- lookback = "7 days"
-- tells    = "{tried:failed login|failed logins} from {networks} networks in {span}"
-- [limits]
-- networks      = 20            # in one day; below this it is the daily noise of the internet
-- week_networks = 60            # in a week: a botnet used 132 addresses in one, one to 85 minutes apart
-- each          = 5             # attempts per network: more than that, and brute_force sees it

with by_network as (
    select
        account, ip_net, hour // 24 as day, sum(attempts)::bigint as attempts, max(last_time) as last_time,
        min(moment(time, source, line)) as first
    from failed_hours semi join (
        -- Only accounts with that many lines can have that many networks.
        select account
        from failed_hours
        where account is not null
        group by account
        having count(*) >= least($networks, $week_networks)
    ) using (account)
    group by account, ip_net, day
),
counts as (
    select account, day, count(*) as networks
    from by_network
    where attempts <= $each
    group by account, day
),
by_day as (
    select
        account, day, count(*) as networks, sum(attempts)::bigint as tried, max(last_time) as last_time,
        min(first, 5) as firsts
    from by_network semi join (from counts where networks >= $networks) using (account, day)
    where attempts <= $each
    group by account, day
),
-- Weeks that begin every three or four days, so that each day lies in the middle of one. The sum of its days is the
-- most that a week can have.
weeks as (
    select account, week
    from (select account, networks, unnest([2 * (day // 7), 2 * ((day + 3) // 7) + 1]) as week from counts)
        anti join by_day using (account)
    group by account, week
    having sum(networks) >= $week_networks
),
in_week as (
    select
        w.account, w.week, n.ip_net, sum(n.attempts) as attempts, max(n.last_time) as last_time, min(n.first) as first
    from weeks w
    join by_network n on n.account = w.account and w.week in (2 * (n.day // 7), 2 * ((n.day + 3) // 7) + 1)
    group by w.account, w.week, n.ip_net
),
by_week as (
    select
        account, week, count(*) as networks, sum(attempts)::bigint as tried, max(last_time) as last_time,
        min(first, 5) as firsts
    from in_week
    where attempts <= $each
    group by account, week
    having count(*) >= $week_networks
),
told as (
    select account, networks, tried, last_time, firsts, 'one day' as span from by_day
    union all
    (
        select account, networks, tried, last_time, firsts, 'a week' as span
        from by_week
        -- Both halves of a long siege would say the same.
        qualify row_number() over (partition by account, week // 2 order by networks desc, week) = 1
    )
)
select
    account, networks, tried, last_time, span,
    time_of(firsts[1]) as time, source_of(firsts[1]) as source, line_of(firsts[1]) as line,
    [log_line(source_of(first), line_of(first)) for first in firsts] as evidence
from told
order by account, time, source, line
