-- asks     = "Does an account send many mails that are alike in size or subject?"
-- key      = "account"
-- axis     = "use"
-- attack   = "T1586.002"
-- weight   = 0.3
-- lookback = "30 days"
-- witness  = "volume"
-- tells    = "{alike} of {messages} mails of a day {likeness}"
-- [limits]
-- messages   = 50               # in a day: people write a dozen mails that are of one size
-- share      = 0.8              # of them alike: spam differs by a name or a number
-- step       = 0.02             # sizes that are alike: within two to four per cent
-- habit_mails = 20              # a day with so many mails alike
-- habit_days = 2                # and two such days before make it the habit of a shop or a monitor
-- by_size    = 0.7              # strength where sizes alone tell it; invoices are alike, too
-- usual      = 0.5              # strength, compared, when most of it came from where and as whom the owner writes

with by_day as (
    select
        account, hour // 24 as day, sum(messages)::bigint as messages, max(last_time) as last_time
    from sent_hours anti join bulk_senders using (account)
    where account not in (select account from device_networks)
    group by account, day
),
-- The days of those who once sent so many: their earlier ones tell the habit.
busy as (
    select *
    from by_day semi join (select distinct account from by_day where messages >= $messages) using (account)
    where messages >= $habit_mails
),
titles as (
    select s.host, s.queue_id, min(s.time) as time, min(lower(s.subject)) as subject
    from subjects s
    group by s.host, s.queue_id, s.time // days(1)
),
mails as (
    select
        b.account, b.day, m.time, m.source, m.line,
        floor(ln(greatest(m.size, 1)) / greatest($step, 0.001))::bigint as size_class,
        any_value(nullif(t.subject, '')) as subject,
        any_value(coalesce(
            (lower(m.sender) = m.account or local_part(m.sender) = m.account)
                and (m.time - a.time >= days(3) or a.is_first and a.time < m.time),
            false
        )) as is_usual
    from busy b
    join messages m on m.account = b.account and m.time // days(1) = b.day
    left join titles t on t.host = m.host and t.queue_id = m.queue_id and t.time between m.time - hours(1) and m.time + hours(1)
    left join addresses p on p.ip = m.ip
    left join arrivals a on a.account = m.account and a.ip_net = p.ip_net
    group by b.account, b.day, m.time, m.source, m.line, size_class
),
classes as (
    select account, day, size_class, count(*) as mails
    from mails
    where size_class is not null
    group by account, day, size_class
),
-- A class and the next: sizes that are alike may lie on both sides of a border.
sizes as (
    select account, day, max(alike) as alike
    from (
        select account, day, sum(mails) over (
            partition by account, day order by size_class range between current row and 1 following
        ) as alike
        from classes
    )
    group by account, day
),
subjects_alike as (
    select account, day, max(mails) as alike, arg_max(subject, (mails, subject)) as subject
    from (select account, day, subject, count(*) as mails from mails where subject is not null group by all)
    group by account, day
),
compared as (
    select
        b.*, coalesce(z.alike, 0) as same_size, coalesce(s.alike, 0) as same_subject, s.subject,
        greatest(coalesce(z.alike, 0), coalesce(s.alike, 0)) >= $share * b.messages as is_alike,
        count(*) filter (where is_alike) over (
            partition by b.account order by b.day rows between unbounded preceding and 1 preceding
        ) as such_days
    from busy b
    left join sizes z using (account, day)
    left join subjects_alike s using (account, day)
),
origins as (
    select
        c.account, c.day, avg(m.is_usual::int) as usual, first_lines(m.time, m.source, m.line, 4) as evidence,
        unnest(arg_min({'time': m.time, 'source': m.source, 'line': m.line}, moment(m.time, m.source, m.line)))
    from compared c
    join mails m using (account, day)
    where c.is_alike and c.messages >= $messages and c.such_days < $habit_days
    group by c.account, c.day
)
select
    c.account, o.time, o.source, o.line, c.last_time, c.messages, o.evidence,
    greatest(c.same_size, c.same_subject)::bigint as alike,
    if(c.same_subject >= $share * c.messages, 'have one subject: ' || c.subject[:80], 'are of one size') as likeness,
    if(c.same_subject >= $share * c.messages, 1, $by_size) * if(o.usual > 0.5, $usual, 1) as strength
from compared c
join origins o using (account, day)
order by c.account, o.time, o.source, o.line
