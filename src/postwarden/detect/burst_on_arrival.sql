-- asks     = "Does an account, just come to somewhere new, write to more people in hours than on its heaviest day?"
-- key      = "account"
-- axis     = "use"
-- attack   = "T1534"
-- weight   = 0.5
-- lookback = "30 days"
-- witness  = "volume"
-- tells    = "{recipients:recipient|recipients} in {messages:mail|mails} within {hours:hour|hours}, from {ip_net}, {place}, where it had first come {after}; at most {heaviest} on any day until then"
-- [limits]
-- recipients = 10               # a dozen answers from a hotel, all at once, are many for most
-- hours      = 3                # who phishes colleagues is done in one sitting; a traveller writes as at home, all day
-- fresh_days = 2                # after the first login from there
-- known_days = 3                # on which it sent before, to tell what is heavy,
-- min_days   = 7                # or as many days on which it was known and hardly sent
-- at_least   = 5                # recipients that are taken for a heavy day of anybody
-- least      = 0.6              # strength of as many as on the heaviest day
-- more       = 1.5              # times the heaviest day: a little more is chance, and lists grow
-- doubled    = 0.1              # added by each doubling
-- tended     = 0.18             # strength, compared, where of sixty or more hardly one was unknown or took it for spam: a list well kept
-- young      = 0.6              # strength, compared, within a week of the log: the newsletter of every week is not known yet
-- few_mails  = 2                # to fewer than small_group: a word to the whole team, from the hotel
-- small_group = 20             # recipients
-- to_team    = 0.6              # strength, compared, of that
-- in_land    = 0.5              # strength, compared, in a known country: back from holiday, answering from the sofa

with strangers as (
    select account, ip_net, place, time, source, line, time - account_since as age,
        if(new_country and not is_near, 1, $in_land) as abroad
    from arrivals
    where surely_new and not is_first and not vouched and account not in (select account from bulk_senders)
),
networks as (
    select hash(ip) as address, ip_net from addresses where ip_net is not null and not coalesce(internal, false)
),
mails as (
    select
        s.account, s.ip_net, s.place, s.time as arrived, s.age, s.abroad, log_line(s.source, s.line) as login,
        m.time, m.source, m.line, coalesce(m.recipients, 0) as recipients
    from messages m
    join networks p on p.address = hash(m.ip)
    join strangers s on s.account = m.account and s.ip_net = p.ip_net
        and m.time >= s.time and m.time < s.time + days($fresh_days)
),
sittings as (
    select
        *, sum(recipients) over sitting as load, count(*) over sitting as messages, min(time) over sitting as begun
    from mails
    window sitting as (
        partition by account, ip_net order by time range between hours($hours) preceding and current row
    )
),
-- The fullest of each stay.
fullest as (
    select *
    from sittings
    where load >= $recipients
    qualify row_number() over (partition by account, ip_net order by load desc, time, source, line) = 1
),
days as (
    select f.account, f.ip_net, h.hour // 24 as day, sum(h.recipients) as load
    from fullest f
    left join sent_hours h on h.account = f.account and h.hour // 24 < f.arrived // days(1)
    group by f.account, f.ip_net, day
),
compared as (
    select f.*, coalesce(d.heaviest, 0) as heaviest
    from fullest f
    join (
        select account, ip_net, max(load) as heaviest, count(day) as known from days group by account, ip_net
    ) d using (account, ip_net)
    where (d.known >= $known_days or f.age >= days($min_days)) and f.load >= $more * greatest(d.heaviest, $at_least)
),
told as (
    select
        c.account, c.ip_net, c.place, c.abroad, c.load, c.heaviest, c.arrived, c.begun, c.login, c.messages,
        max(m.time) as last_time, first_lines(m.time, m.source, m.line, 4) as mails,
        unnest(arg_min({'time': m.time, 'source': m.source, 'line': m.line}, moment(m.time, m.source, m.line)))
    from compared c
    join mails m on m.account = c.account and m.ip_net = c.ip_net and m.time between c.begun and c.time
    group by c.account, c.ip_net, c.place, c.abroad, c.load, c.heaviest, c.arrived, c.begun, c.login, c.messages
)
select
    told.account, time, source, line, last_time, ip_net, place, load::bigint as recipients, messages::bigint as messages,
    $hours::bigint as hours, heaviest::bigint as heaviest, [login] || mails as evidence,
    case
        when begun - arrived < hours(1) then 'within the hour before'
        when begun - arrived < hours(36) then format('{:.0f} h before', (begun - arrived) / hours(1))
        else format('{:.0f} days before', (begun - arrived) / days(1))
    end as after,
    abroad * least(1, $least + $doubled * log2(load / greatest(heaviest, $at_least)))
        * if(messages <= $few_mails and load < $small_group, $to_team, 1)
        * if(
            exists (
                from tended_days k
                where k.account = told.account
                    and k.day between told.time // days(1) and told.last_time // days(1)
            ),
            $tended, 1
        ) * if(told.time - log_begin < days($min_days), $young, 1) as strength
from told
cross join (select min(time) as log_begin from logins)
order by told.account, time, source, line
