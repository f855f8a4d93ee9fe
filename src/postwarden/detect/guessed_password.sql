-- asks     = "Did somebody try passwords until one was right?"
-- key      = "account"
-- axis     = "access"
-- attack   = "T1110.001"
-- weight   = 0.7
-- lookback = "1 day"
-- witness  = "password"
-- tells    = "{tried:failed login|failed logins} in the day before the first success from {ip_net}, {place}"
-- [limits]
-- failures = 5                  # people mistype two or three times and then ask
-- far      = 20                 # failures from elsewhere are the daily noise of the internet: it takes many more
-- colleagues = 3                # behind an office address the failures are somebody's old telephone
-- typing = 3                   # failures of somebody who types: twice as many weigh a fifth, a hundred all
-- in_land = 0.6                 # strength, compared, with a new provider in a known country, or the first that the log shows
-- others = 0.3                  # added strength where the network failed on other accounts as well
-- hours  = 4                   # in so many hours of the day before,
-- polls  = 12                  # in none of them more often: a telephone with the old password asks every five minutes or less
-- device = 0.45                # strength, compared, of that in a known country
-- known  = 0.3                  # strength, compared, with a provider that the account knows: an old telephone, a typing owner
-- weak   = 0.2                  # strength where the failures came from elsewhere

with tried as (
    -- From the network that got in; where the log does not name the account of a failure, the network must do.
    select a.account, a.ip_net, f.attempts, f.time, f.source, f.line, true as near
    from arrivals a
    join failed_hours f on f.ip_net = a.ip_net
    where f.time < a.time and f.time >= a.time - days(1)
        and (f.account is null or f.account in (a.account, local_part(a.account)))
    union all
    -- From elsewhere, on this account, by networks that it never logged in from.
    select a.account, a.ip_net, f.attempts, f.time, f.source, f.line, coalesce(f.asn = a.asn, false) as near
    from arrivals a
    join failed_hours f on f.account = a.account
    where f.time < a.time and f.time >= a.time - days(1) and f.ip_net <> a.ip_net
        and not f.by_owner
),
-- A telephone asks evenly.
hourly as (
    select account, ip_net, time // hours(1) as hour, sum(attempts) as attempts
    from tried
    where near
    group by account, ip_net, hour
),
polled as (
    select account, ip_net from hourly group by account, ip_net having count(*) >= $hours and max(attempts) <= $polls
),
summed as (
    select
        account, ip_net,
        coalesce(sum(attempts) filter (where near), 0)::bigint as near,
        sum(attempts)::bigint as total,
        list(log_line(source, line) order by near desc, time, source, line)[:4] as tries
    from tried
    group by account, ip_net
),
elsewhere as (
    -- The same network also failed on other accounts.
    select distinct s.account, s.ip_net
    from summed s
    join arrivals a using (account, ip_net)
    join failed_hours f on f.ip_net = a.ip_net and f.account <> a.account and f.time < a.time
)
select
    a.account, a.time, a.source, a.line, a.ip_net, a.place,
    if(s.near >= $failures, s.near, s.total) as tried,
    s.tries || [log_line(a.source, a.line)] as evidence,
    if(
        s.near >= $failures,
        least(1, 0.2 * log2(s.near / $typing) + if(e.account is null, 0, $others)),
        $weak
    ) * case
        when not a.surely_new then $known
        when a.new_country and not a.is_first then 1
        when (a.account, a.ip_net) in (from polled) then $device * $in_land
        else $in_land
    end as strength
from summed s
join arrivals a using (account, ip_net)
left join elsewhere e using (account, ip_net)
where a.colleagues < $colleagues
    and (s.near >= $failures or s.total >= $far and a.surely_new and not a.is_first)
order by a.account, a.time, a.source, a.line
