-- asks     = "Does an account write to many strangers within an hour, a day or three days, more than it ever did?"
-- key      = "account"
-- axis     = "use"
-- attack   = "T1586.002"
-- weight   = 0.7
-- lookback = "30 days"
-- witness  = "recipients"
-- tells    = "{novel} of {recipients} recipients within {span} were strangers, where at most {worst} were usual; {messages:message|messages} in {hours:hour|different hours}, {origin}"
-- [limits]
-- hour       = 30               # strangers in one hour; Hu (2016) asks for as many before the share says something
-- day        = 40               # in a day: who writes so much to strangers by hand does little else
-- three_days = 60               # in three: a botnet sends a mail each 1 to 85 minutes
-- share      = 0.7              # of the recipients, to whom nobody here ever wrote, nor they to anybody here
-- over_worst = 2                # times the strangers of its own worst earlier span: a new list is no news twice
-- habit_days = 3                # days with so many strangers: a sales desk writes to them
-- min_days   = 7                # of history: before, everybody is a stranger
-- young      = 0.35             # strength without it
-- beginner   = 0.85             # strength of an account that is new in a log that is older
-- few_mails  = 2                # messages: an announcement to a club is one
-- announced  = 0.5              # strength of that
-- in_crowds  = 1.8              # strength, compared, of several mails to eight strangers and more each: no mail program does that
-- awake      = 18               # different hours of a day in which it sent: people sleep
-- restless   = 1.4              # strength, compared, of that
-- tended     = 0.18             # strength, compared, where of sixty or more hardly one was unknown or took it for spam: a list well kept
-- least      = 0.6              # strength of the fewest; each doubling adds a tenth

with hourly as (
    select
        account, hash(account) as who, hour,
        sum(messages)::bigint as messages, sum(recipients)::bigint as recipients,
        sum(messages * oddness(origin)) as odd,
        min(first) as first, max(last) as last, max(last_time) as last_time
    from sent_from anti join bulk_senders using (account)
    group by account, hour
),
-- Only accounts that once wrote to many strangers need them counted.
candidates as (
    select who
    from contacts
    where stranger
    group by who, time // hours(72)
    having 2 * count(*) >= least($hour, $day, $three_days)
),
busy as (
    select * from hourly semi join candidates using (who)
),
strangers as (
    select who, time // hours(1) as hour, count(*) as novel
    from contacts semi join candidates using (who)
    where stranger
    group by who, time // hours(1)
),
told as (
    select b.*, coalesce(s.novel, 0) as novel, if(k.account is null, 0, b.recipients) as tended
    from busy b
    left join strangers s using (who, hour)
    left join tended_days k on k.account = b.account and k.day = b.hour // 24
),
since as (
    select account, min(day) as first_day, min(min(day)) over () as log_day from active_days group by account
),
spans as (
    select
        account, hour, 'an hour' as span, 1 as length, $hour as floor, novel, recipients, tended, messages, odd, first,
        last, last_time, 1 as hours
    from told
    union all
    select
        account, hour, 'a day', 24, $day, sum(novel) over d, sum(recipients) over d, sum(tended) over d,
        sum(messages) over d, sum(odd) over d, min(first) over d, last, last_time, count(*) over d
    from told
    window d as (partition by account order by hour range between 23 preceding and current row)
    union all
    select
        account, hour, 'three days', 72, $three_days, sum(novel) over t, sum(recipients) over t, sum(tended) over t,
        sum(messages) over t, sum(odd) over t, min(first) over t, last, last_time,
        -- Of its busiest day.
        (count(*) over t) // 3
    from told
    window t as (partition by account order by hour range between 71 preceding and current row)
),
worst_hour as (
    select account, hour, max(novel) over before as worst
    from spans
    where length = 1
    window before as (partition by account order by hour range between unbounded preceding and 24 preceding)
),
worst_day as (
    select account, hour, max(novel) over before as worst
    from spans
    where length = 24
    window before as (partition by account order by hour range between unbounded preceding and 24 preceding)
),
worst_days as (
    select account, hour, max(novel) over before as worst
    from spans
    where length = 72
    window before as (partition by account order by hour range between unbounded preceding and 72 preceding)
),
compared as (
    select
        s.*, coalesce(case length when 1 then h.worst when 24 then d.worst else t.worst end, 0) as worst,
        s.hour // 24 - w.first_day - (length > 24)::int * 2 as days, s.hour // 24 - w.log_day as log_days,
        count(distinct s.hour // 24) filter (where s.length = 24 and s.novel >= $day) over (
            partition by s.account order by s.hour range between unbounded preceding and 48 preceding
        ) as such_days
    from spans s
    join since w using (account)
    left join worst_hour h using (account, hour)
    left join worst_day d using (account, hour)
    left join worst_days t using (account, hour)
),
high as (
    select
        *, 2 * tended > recipients as is_tended,
        least(1, $least + 0.1 * log2(novel / floor))
            * (odd / messages)
            * case when days >= $min_days then 1 when log_days < 2 * $min_days then $young else $beginner end
            * if(messages <= $few_mails, $announced, 1)
            * case
                when is_tended then $tended
                when messages > 2 * $few_mails and recipients >= 8 * messages and log_days >= $min_days then $in_crowds
                else 1
            end
            * if(hours >= $awake, $restless, 1) as strength
    from compared
    where novel >= floor and novel >= $share * recipients and novel > $over_worst * worst and such_days < $habit_days
)
select
    account, time_of(first) as time, source_of(first) as source, line_of(first) as line, last_time,
    span, messages::bigint as messages, recipients::bigint as recipients, novel::bigint as novel, worst::bigint as worst,
    hours::bigint as hours, least(1, strength) as strength, odd / messages < 0.4 as at_home,
    hours >= $awake and not is_tended as no_old_list,
    case
        when odd / messages < 0.4 then 'from where the owner writes'
        when odd / messages < 0.65 then 'from new networks'
        when odd / messages < 0.75 then 'from where, the log does not tell'
        else 'from elsewhere'
    end as origin,
    [log_line(source_of(first), line_of(first)), log_line(source_of(last), line_of(last))] as evidence
from high
qualify row_number() over (
    partition by account, hour // 72 order by strength desc, hour, length
) = 1
order by account, time, source, line
