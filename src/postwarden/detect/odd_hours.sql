-- asks     = "Is an account used at an hour or on a weekday at which it never was?"
-- key      = "account"
-- axis     = "access"
-- attack   = "T1078"
-- weight   = 0.1
-- lookback = "30 days"
-- witness  = "place"
-- tells    = "{did} at {clock} UTC {place} on a {weekday}: {habit} on {days} days before"
-- [limits]
-- min_days   = 10               # days of use before a habit can be told: two working weeks
-- min_span   = 14               # and they must not all lie in one hurry
-- wide       = 16               # hours of the day, with two around each: whose telephone asks all night has no habit
-- weekdays   = 3                # weeks without any such weekday: a part-time job looks like that, so it is half as odd
-- weekday    = 0.5              # strength of that
-- at_home    = 0.4              # strength where the network has been known for fresh_days: the owner cannot sleep
-- fresh_days = 3                # a network that the account has used for longer is its own

-- Bits of hours, and of two hours around each: clocks change, and people are late.
with habits as (
    select
        account, day, hours, sent_hours,
        min(day) over earlier as first_day,
        count(*) filter (where hours > 0) over earlier as days,
        coalesce(bit_or(hours) over earlier, 0) as hours_before,
        coalesce(bit_or(sent_hours) over earlier, 0) as sent_before,
        count(*) filter (where hours > 0) over (
            partition by account, (day + 3) % 7 order by day rows between unbounded preceding and 1 preceding
        ) as same_weekday
    from active_days
    window earlier as (partition by account order by day rows between unbounded preceding and 1 preceding)
),
judged as (
    select * replace (around_hours(hours_before) as hours_before, around_hours(sent_before) as sent_before)
    from habits
    where hours > 0 and days >= $min_days and day - first_day >= $min_span
),
odd as (
    select
        account, day, days,
        case
            when bit_count(hours_before) <= $wide then hours & ~hours_before
            when sent_before > 0 and bit_count(sent_before) <= $wide then sent_hours & ~sent_before
            else 0
        end as odd_hours,
        bit_count(hours_before) > $wide as sends_only,
        same_weekday = 0 and day - first_day >= 7 * $weekdays as odd_weekday,
        hours
    from judged
),
-- The first login of such an hour; one in a network that is new before one at home.
shown as (
    select
        o.account, o.day, o.days, o.odd_hours, o.sends_only,
        s.time, s.source, s.line, s.ip_net, s.place, s.time - a.time < days($fresh_days) and not a.is_first as is_fresh
    from odd o
    join stays s on s.account = o.account and s.hour // 24 = o.day
    join arrivals a on a.account = s.account and a.ip_net = s.ip_net
    where (o.odd_hours > 0 or o.odd_weekday)
        and not s.fetcher and not s.trusted
        and (
            o.odd_hours = 0
            or (1::bigint << sun_hour(s.hour, s.lon)) & o.odd_hours > 0
                and (s.sent > 0 or not o.sends_only)
        )
    qualify row_number() over (
        partition by o.account, o.day order by is_fresh desc, s.time, s.source, s.line
    ) = 1
)
select
    account, time, source, line, ip_net, place, days,
    if(odd_hours > 0 and sends_only, 'sent', 'logged in') as did,
    strftime(make_timestamp(time), '%H:%M') as clock,
    strftime(make_timestamp(time), '%A') as weekday,
    if(odd_hours > 0, 'not within two hours of that', 'never on that weekday') as habit,
    if(odd_hours > 0, 1, $weekday) * if(is_fresh, 1, $at_home) as strength
from shown
order by account, time, source, line
