-- asks     = "Does a login send under addresses that are not its own?"
-- key      = "account"
-- axis     = "use"
-- attack   = "T1586.002"
-- weight   = 0.92
-- lookback = "30 days"
-- tells    = "sent {messages:message|messages} as {senders:foreign sender|foreign senders}, such as {examples}"
-- [limits]
-- learnt_days = 3               # an address used on three earlier days is the owner's second one
-- habit       = 3               # times the senders of the worst earlier day: a web form writes as its visitors, daily
-- few         = 5                # messages a day: a mailing list passed on, a second business; those who forge send more
-- by_few      = 0.5              # strength, compared, of so few
-- many        = 30               # senders a day: nobody has so many names
-- below_many  = 0.87            # strength of fewer, at most
-- least       = 0.35            # strength of one; each doubling adds a sixth
-- new_here    = 0.6             # strength while the account has sent on fewer than three days: nothing is learnt yet
-- new_and_many = 0.8            # strength of many, then

with strangers as (
    select account, lower(sender) as sender, domain_of(sender) as domain, time, source, line
    from messages
    where account is not null and account <> '' and sender <> '' and sender <> account and lower(sender) <> account
        and domain_of(sender) <> domain_of(account)
        -- A login name without a domain is the local part of its address.
        and not (domain_of(account) = '' and local_part(sender) = account)
),
-- Of a login name without a domain: that of the address under which it writes on most days.
own_domains as (
    select domain_of(account) as domain from sent_hours where domain_of(account) <> ''
    union
    select domain
    from (
        select account, domain, sender, count(distinct time // days(1)) as days, min(moment(time, source, line)) as first
        from strangers
        where domain_of(account) = ''
        group by account, domain, sender
        qualify row_number() over (partition by account order by days desc, first) = 1
    )
    where days >= $learnt_days
),
by_day as (
    select
        account, sender, domain, time // days(1) as day,
        count(*) as messages,
        max(time) as last_time,
        unnest(arg_min({'time': time, 'source': source, 'line': line}, moment(time, source, line)))
    from strangers anti join own_domains using (domain)
    group by account, sender, domain, day
),
permitted as (
    select distinct w.account, w.sender
    from (select account, sender, unnest([sender, '@' || domain, '*']) as way from by_day) w
    join send_as s on s.account = w.account and s.sender = w.way
),
learning as (
    -- Days on which the account had used the sender, and any of the domain, before this one.
    select
        *,
        count(*) over (partition by account, sender order by day) - 1 as sender_days,
        dense_rank() over (partition by account, domain order by day) - 1 as domain_days
    from by_day anti join permitted using (account, sender)
),
forged as (
    select
        account, day,
        count(*) as senders,
        sum(messages)::bigint as messages,
        max(last_time) as last_time,
        list(sender order by time, source, line)[:3] as examples,
        list(log_line(source, line) order by time, source, line)[:5] as evidence,
        unnest(arg_min({'time': time, 'source': source, 'line': line}, moment(time, source, line)))
    from learning
    where sender_days < $learnt_days and domain_days < $learnt_days
    group by account, day
),
habits as (
    select
        *,
        max(senders) over (partition by account order by day rows between unbounded preceding and 1 preceding) as worst,
        count(*) over (partition by account order by day) - 1 as such_days
    from forged
),
sending_days as (
    select account, hour // 24 as day, row_number() over (partition by account order by hour // 24) - 1 as days_before
    from sent_hours
    group by account, hour // 24
)
select
    h.account, h.time, h.source, h.line, h.last_time, h.senders, h.messages, h.examples, h.evidence,
    case
        when h.senders >= $many then if(d.days_before < $learnt_days, $new_and_many, 1)
        else least($below_many, $least + log2(h.senders) / 6 + greatest(0, 0.05 * log2(h.messages / $few)))
            * if(h.messages <= $few, $by_few, 1) * if(d.days_before < $learnt_days, $new_here, 1)
    end as strength
from habits h
join sending_days d using (account, day)
where h.such_days < $learnt_days or h.senders > $habit * h.worst
order by h.account, h.time, h.source, h.line
