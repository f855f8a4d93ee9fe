-- asks     = "Does an account write to many within an hour, nearly all of whom it never wrote to before?"
-- key      = "account"
-- axis     = "use"
-- attack   = "T1586.002"
-- weight   = 0.5
-- lookback = "30 days"
-- tells    = "{novel} of {recipients} recipients within an hour were strangers, at {domains:new domain|new domains}; {messages:message|messages}"
-- [limits]
-- recipients = 30               # in one hour; Hu (2016) asks for as many before the share says something
-- share      = 0.8              # of them, to whom the account never wrote, nor they to it
-- over_worst = 2                # times the strangers of its own worst hour until the day before: a new list is no news twice
-- habit_days = 3                # days with such hours: a sales desk writes to strangers
-- min_days   = 7                # of history: before, everybody is a stranger
-- young      = 0.5              # strength without it
-- few_mails  = 2                # messages: an announcement to a club is one
-- announced  = 0.5              # strength of that
-- usual      = 0.5              # strength when most of it came from networks and under the address that the owner uses
-- usual_days = 3                # days after which a network is the owner's
-- least      = 0.6              # strength of thirty strangers; each doubling adds a tenth

with loud as (
    select account, hour, messages, time, source, line, last_time, last_line
    from sent_hours anti join bulk_senders using (account)
    where recipients >= $recipients
),
accounts as (
    select l.account, hash(l.account) as who, any_value(f.first_day) as first_day
    from loud l
    join (select account, min(day) as first_day from active_days group by account) f using (account)
    group by l.account
),
-- Who wrote to whom, at the moment that the mail came in. Numbers instead of names: there are many.
letters as (
    select
        a.who, hash(lower(d.recipient)) as whom, hash(domain_of(d.recipient)) as domain,
        d.time - (coalesce(d.delay, 0) * 1e6)::bigint as time, true as written
    from deliveries d
    join accounts a on a.account = d.account
    union all
    select a.who, hash(lower(d.sender)) as whom, null as domain, d.time, false as written
    from deliveries d
    join accounts a on a.account = d.recipient
    where d.account is null and d.sender <> ''
),
met as (
    select who, whom, min(domain) as domain, min(time) filter (where written) as written, min(time) as since
    from letters
    group by who, whom
),
strangers as (
    select
        who, written // hours(1) as hour,
        count(*) as novel,
        count(distinct domain) filter (where first_there = written) as domains
    from (select *, min(since) over (partition by who, domain) as first_there from met where domain is not null)
    where written = since
    group by who, hour
),
reached as (
    select who, time // hours(1) as hour, count(distinct whom) as recipients
    from letters
    where written
    group by who, hour
),
-- Its strangers in all hours before, of the day before and earlier.
compared as (
    select
        s.*, r.recipients,
        max(s.novel) over (
            partition by who order by hour range between unbounded preceding and 24 preceding
        ) as worst
    from strangers s
    join reached r using (who, hour)
),
high as (
    select
        l.*, c.novel, c.recipients, c.domains, c.worst, l.hour // 24 - a.first_day as days,
        count(distinct l.hour // 24) over (
            partition by l.account order by l.hour range between unbounded preceding and 24 preceding
        ) as such_days
    from loud l
    join accounts a using (account)
    join compared c on c.who = a.who and c.hour = l.hour
    where c.recipients >= $recipients and c.novel >= $share * c.recipients
),
origins as (
    select
        h.account, h.hour,
        avg(coalesce(
            (lower(m.sender) = m.account or local_part(m.sender) = m.account)
                and (m.time - a.time >= days($usual_days) or a.is_first and a.time < m.time),
            false
        )::int) as usual
    from high h
    join messages m on m.account = h.account and m.time between h.time and h.last_time
    left join addresses p on p.ip = m.ip
    left join arrivals a on a.account = h.account and a.ip_net = p.ip_net
    group by h.account, h.hour
),
weighed as (
    select
        h.*,
        least(1, $least + 0.1 * log2(h.novel / $recipients))
            * if(h.days < $min_days, $young, 1)
            * if(h.messages <= $few_mails, $announced, 1)
            * if(o.usual > 0.5, $usual, 1) as strength
    from high h
    join origins o using (account, hour)
    where h.such_days < $habit_days and h.novel > $over_worst * coalesce(h.worst, 0)
)
select account, time, source, line, last_time, messages, recipients, novel, domains, strength,
    [log_line(source, line), last_line] as evidence
from weighed
qualify row_number() over (partition by account, hour // 24 order by strength desc, time, source, line) = 1
order by account, time, source, line
