-- asks     = "Did one account log in from two places that no traveller could have joined in the time?"
-- key      = "account"
-- axis     = "access"
-- attack   = "T1078"
-- weight   = 0.6
-- lookback = "3 days"
-- witness  = "place"
-- tells    = "{from_place}, then {place} {gap} later, {km:.0f} km away"
-- [limits]
-- max_kmh    = 1000             # above an airliner's ground speed
-- min_km     = 500              # nearer than this, address geolocation is guessing
-- max_hours  = 20               # in 20 hours an airliner reaches every place on earth
-- fresh_days = 3                # a place that the account has used for longer is a VPN or a second home
-- polled     = 0.3              # strength where one side only reads: the computer at home polls while its owner is away
-- in_land    = 0.5              # strength, compared, within a country: exits of telephone networks lie anywhere in it
-- same_net   = 0.5              # strength, compared, of a provider that the account had used elsewhere for a day
-- toured     = 0.6              # strength, compared, where the account moves about and reads in the new country: on a journey
-- habit_days = 2                # days with such pairs before, that halve the next one: a VPN
-- calm_days  = 7                # with less history than this, the VPN that is always on has not been learnt yet

with spread as (
    -- Only accounts whose places can lie that far apart at all: a bound, so that the join below stays small.
    select account
    -- several people may be in several places
    from stays anti join shared_mailboxes using (account)
    where lat is not null and not fetcher and not trusted
    group by account
    having 111.2 * (max(lat) - min(lat) + max(lon) - min(lon)) - 2 * min(coalesce(radius_km, 50)) > $min_km
),
places as (
    select
        account, hour, country, lat, lon,
        max(last_time) as last_time, sum(sent) > 0 as writes,
        coalesce(sum(sent) filter (where hour // 24 >= network_day) > 0, false) as writes_at_desk,
        unnest(arg_min(
            {'time': time, 'source': source, 'line': line, 'ip_net': ip_net, 'place': place, 'asn': asn,
             'radius_km': coalesce(radius_km, 50)},
            moment(time, source, line)
        ))
    from stays semi join spread using (account)
    left join familiar using (account, ip_net)
    where lat is not null and not fetcher and not trusted
    group by account, hour, country, lat, lon
),
known as (
    select
        *,
        min(time) over (partition by account, country, round(lat), round(lon)) as place_since,
        min(time) over (partition by account) as account_since,
        min(time) over (partition by account, asn) as provider_since
    from places
),
earlier as (
    -- Once for its own day and once for the next: so the join is an equality on (account, day).
    select *, unnest([hour // 24, hour // 24 + 1]) as day
    from known
),
pairs as (
    select
        here.account, here.time, here.source, here.line, here.ip_net, here.place, here.account_since,
        here.writes and there.writes_at_desk as both_write, here.country = there.country as in_land,
        (here.account, here.country) in (from toured) or (there.account, there.country) in (from toured) as toured,
        here.asn is not null and here.provider_since < here.place_since - days(1) as same_net,
        there.place as from_place, there.source as from_source, there.line as from_line, there.time as from_time,
        km_between(there.lat, there.lon, here.lat, here.lon) - there.radius_km - here.radius_km as km,
        -- Stays that overlap within their hour: from the beginning of the other one, which is never too strict.
        greatest(
            here.time - if(there.last_time <= here.time, there.last_time, there.time) - minutes(1), minutes(1)
        ) / hours(1) as hours
    from known here
    join earlier there on there.account = here.account and there.day = here.hour // 24
    left join home_countries home on home.account = here.account and home.country = here.country
    where there.time < here.time
        and there.last_time > here.time - hours($max_hours)
        -- The place that the account has known for longer is the owner's; the other one is odd.
        and there.place_since < here.place_since
        and here.time - here.place_since < days($fresh_days)
        and home.country is null
        and (here.country <> there.country or coalesce(here.asn <> there.asn, false))
)
select
    account, time, source, line, ip_net, place, from_place, km,
    if(hours < 1, format('{:.0f} min', 60 * hours), format('{:.1f} h', hours)) as gap,
    [log_line(from_source, from_line), log_line(source, line)] as evidence,
    strength * pow(0.5, (dense_rank() over (partition by account order by time // days(1)) - 1) / $habit_days) as strength
from (
    select
        *,
        if(time - account_since < days($calm_days), 0.6, 1.0) * if(both_write, 1, $polled) * if(in_land, $in_land, 1)
            * if(same_net, $same_net, 1) * if(toured, $toured, 1) as strength
    from pairs
    where km > $min_km and km > $max_kmh * hours
)
qualify row_number() over (
    partition by account, ip_net, time // days(1)
    order by strength desc, time, source, line, km desc, from_time, from_source, from_line
) = 1
order by account, time, source, line
