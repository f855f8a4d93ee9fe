-- asks     = "Does mail from somewhere new go to people to whom the account never wrote?"
-- key      = "account"
-- axis     = "use"
-- attack   = "T1534"
-- weight   = 0.6
-- lookback = "30 days"
-- witness  = "recipients"
-- tells    = "{messages:mail|mails} within a day from {origin}, to {recipients:recipient|recipients}: to {novel} of them it had never written, nor they to it"
-- [limits]
-- strangers  = 6                # a traveller writes to the same people as at home, and to one or two new ones
-- share      = 0.5              # of the recipients; the owner may write from there, too
-- crowd      = 15               # recipients of one mail,
-- wider      = 3                # and so many times what the account's widest mail had: all are strangers as a crowd
-- usual      = 2                # times the strangers of its own worst earlier day: a sales trip is no news
-- least      = 0.35             # strength of the fewest strangers; doubled numbers add more
-- doubled    = 0.15             # 12 give a half, 50 nearly all
-- tended     = 0.18             # strength, compared, where of sixty or more hardly one was unknown or took it for spam: a list well kept
-- young_days = 7                # of log: before, the people of every week's newsletter look like strangers
-- young      = 0.6              # strength, compared, until then
-- reads      = 0.6              # strength where the mailbox is read from there as well: so do owners on a journey

with hourly as (
    select
        account, hash(account) as who, hour, max(widest) as widest,
        coalesce(sum(messages) filter (where is_odd), 0)::bigint as messages,
        coalesce(sum(recipients) filter (where is_odd), 0)::bigint as recipients,
        max(widest) filter (where is_odd) as crowd,
        max(oddness(origin)) filter (where is_odd) as odd,
        min(first) filter (where is_odd) as first,
        max(last) filter (where is_odd) as last,
        max(last_time) as last_time
    from (select *, origin in ('network', 'webmail', 'provider', 'country') as is_odd from sent_from)
        anti join bulk_senders using (account)
    group by account, hour
),
-- Only accounts that once wrote from elsewhere, and to many new people or in a crowd, need a closer look.
newly as (
    select who, time // hours(1) as hour, count(*) as novel
    from contacts
    where stranger or colleague
    group by who, time // hours(1)
),
candidates as (
    select who from newly group by who, hour // 24 having 2 * sum(novel) >= $strangers
    union
    select who from hourly where crowd >= $crowd
),
abroad as (
    select h.*
    from hourly h
    semi join candidates using (who)
    semi join (select account from hourly where recipients > 0 group by account) using (account)
),
new_contacts as (
    select * from newly semi join (select distinct who from abroad) using (who)
),
-- New contacts of other hours are the owner's own history.
told as (
    select
        a.*, if(k.account is null, 0, a.recipients) as tended, coalesce(n.novel, 0) as novel_then,
        if(a.recipients > 0, least(novel_then, a.recipients), 0) as novel,
        max(a.widest) over (
            partition by a.account order by a.hour range between unbounded preceding and 24 preceding
        ) as widest_ever
    from abroad a
    left join new_contacts n using (who, hour)
    left join tended_days k on k.account = a.account and k.day = a.hour // 24
),
days as (
    select
        account, hour, last_time, widest_ever,
        sum(messages) over d as messages, sum(recipients) over d as recipients, sum(tended) over d as tended,
        sum(novel) over d as novel,
        max(crowd) over d as crowd, max(odd) over d as odd, min(first) over d as first, max(last) over d as last,
        sum(novel_then) over d as novel_then
    from told
    window d as (partition by account order by hour range between 23 preceding and current row)
),
compared as (
    select
        *,
        coalesce(max(novel_then) over (
            partition by account order by hour range between unbounded preceding and 24 preceding
        ), 0) as worst,
        crowd >= $crowd and crowd > $wider * coalesce(widest_ever, 0) as is_crowd
    from days
),
high as (
    select *, greatest(novel, if(is_crowd, crowd, 0)) as strangers
    from compared
    where messages > 0 and (novel >= $share * recipients or is_crowd)
        and strangers >= $strangers and strangers > $usual * worst
),
reading as (
    select h.account, h.hour, bool_or(not s.sends) as reads
    from high h
    join stays s on s.account = h.account and s.hour between h.hour - 24 and h.hour + 24
    join messages m on m.source = source_of(h.last) and m.line = line_of(h.last)
    join addresses p on p.ip = m.ip and p.ip_net = s.ip_net
    group by h.account, h.hour
)
select
    high.account, time_of(first) as time, source_of(first) as source, line_of(first) as line, last_time,
    messages::bigint as messages, recipients::bigint as recipients, strangers::bigint as novel,
    case
        when odd >= 1 then 'a new country'
        when odd >= 0.9 then 'a new provider'
        when odd >= 0.85 then 'webmail, by which it hardly ever sent'
        else 'a new network'
    end as origin,
    -- Who writes to an old list from a new network has a telephone; from a new provider it is a reason of its own.
    odd >= 0.85 and 2 * tended <= recipients as no_old_list,
    least(1, $least + $doubled * log2(strangers / $strangers)) * odd * if(coalesce(r.reads, false), $reads, 1)
        * if(2 * tended > recipients, $tended, 1) * if(high.hour // 24 - first_day < $young_days, $young, 1) as strength,
    [log_line(source_of(first), line_of(first)), log_line(source_of(last), line_of(last))] as evidence
from high
cross join (select min(hour) // 24 as first_day from sent_hours)
left join reading r using (account, hour)
qualify row_number() over (partition by high.account, high.hour // 72 order by strength desc, high.hour) = 1
order by high.account, time, source, line
