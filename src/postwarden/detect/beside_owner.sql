-- asks     = "Does somebody in one place of a new country only read, or only write to strangers, while the owner goes on at home?"
-- key      = "account"
-- axis     = "access"
-- attack   = "T1078"
-- weight   = 0.25
-- lookback = "30 days"
-- witness  = "presence"
-- tells    = "{ip_net}, {place}, {deeds}, while the account went on elsewhere in {at_home:hour|different hours} of the same three days"
-- [limits]
-- days       = 3                # from the first login there; the owner of a stolen password keeps his habits
-- known      = 5                # days for which the log must know the account: before, everything is beside something
-- week       = 7                # before, with which these days are compared: they hold a weekend, or none
-- goes_on    = 0.6              # of his usual hours, the owner was there, too: most of a traveller's life moves with him
-- at_least   = 3                # such hours
-- reads      = 2                # different hours in which the mailbox was read from there, and nothing sent
-- seen       = 2                # new countries until the day before that halve the next one: a VPN's exits, a pilot

with visits as (
    select a.*, time // hours(1) as begin_hour
    from arrivals a anti join shared_mailboxes using (account)
    where new_country and not vouched and time - account_since >= days($known)
),
-- What the account did in the new country and elsewhere, in the week before and in these days.
lived as (
    select
        v.account, v.time, v.ip_net,
        count(distinct s.ip_net) filter (where there and not before) as networks,
        count(distinct s.hour) filter (where there and not before and not s.sends) as read_hours,
        coalesce(sum(s.sent) filter (where there and not before), 0) as sent,
        count(distinct s.hour) filter (where not there and not before) as at_home,
        count(distinct s.hour) filter (where not there and before) as usual
    from visits v
    join (select * from stays where not fetcher) s
        on s.account = v.account and s.hour between v.begin_hour - 24 * $week and v.begin_hour + 24 * $days,
        lateral (select coalesce(s.country = v.country, false) as there, s.hour < v.begin_hour as before)
    group by v.account, v.time, v.ip_net
),
alone as (
    select *
    from visits join lived using (account, time, ip_net)
    where networks = 1 and at_home >= greatest($at_least, $goes_on * usual * $days / $week)
        and (sent = 0 and read_hours >= $reads or sent > 0 and read_hours = 0)
),
mails as (
    select a.account, a.time as begin, m.time, m.source, m.line, m.queue_id
    from alone a
    join messages m on m.account = a.account and m.time >= a.time and m.time < a.time + days($days)
    join addresses p on p.ip = m.ip and p.ip_net = a.ip_net
    where a.sent > 0
),
answered as (
    select
        m.account, m.begin, count(distinct d.recipient) as recipients,
        bool_and(c.stranger and c.time >= m.begin - minutes(5)) as all_strangers,
        first_lines(m.time, m.source, m.line, 3) as evidence
    from mails m
    join deliveries d
        on d.account = m.account and d.message = m.queue_id and d.time >= m.time and d.time < m.time + days(1)
    join contacts c on c.who = hash(m.account) and c.whom = hash(lower(d.recipient))
    group by m.account, m.begin
)
select
    a.account, a.time, a.source, a.line, a.ip_net, a.place, a.at_home::bigint as at_home,
    if(
        a.sent = 0, format('read the mailbox in {} different hours and wrote nothing', a.read_hours),
        format('wrote to {} and read nothing', if(w.recipients = 1, 'a stranger', w.recipients || ' strangers'))
    ) as deeds,
    [log_line(a.source, a.line)]
        || list_filter(coalesce(w.evidence, []), lambda one: one <> log_line(a.source, a.line)) as evidence,
    pow(0.5, a.countries_before / $seen) as strength
from alone a
left join answered w on w.account = a.account and w.begin = a.time
where a.sent = 0 or w.all_strangers
order by a.account, a.time, a.source, a.line
