-- asks     = "Does an account send far more than it ever did?"
-- key      = "account"
-- axis     = "use"
-- attack   = "T1586.002"
-- weight   = 0.7
-- lookback = "30 days"
-- witness  = "volume"
-- tells    = "{messages:message|messages} to {recipients:recipient|recipients} in {span}, {habit}"
-- [limits]
-- hour_messages    = 100        # nobody writes a hundred mails in an hour by hand
-- hour_recipients  = 250        # an announcement to the whole house stays below
-- day_messages     = 200        # a busy support desk writes 150 a day
-- day_recipients   = 600        # three such announcements
-- min_z            = 6          # six robust deviations above the account's own habit, on the scale of logarithms
-- min_history      = 5          # active hours or days before a habit can be told
-- over_worst       = 2          # times its own worst earlier day: the newsletter that comes each week is no news
-- cold_factor      = 3          # without history: this many times the floors above
-- cold             = 0.6        # strength without history: a new newsletter looks the same
-- min_days         = 7          # a week shows the newsletter and the invoices of the month's first days
-- early            = 0.35       # strength, compared, before
-- usual_origin     = 0.35       # strength when most of it came from a long-known network: the first newsletter
-- tended           = 0.18       # strength, compared, where of sixty or more hardly one was unknown or took it for spam
-- device           = 0.5        # strength when most of it came from where the device is: still, a web form may be abused

with sent as (
    -- Those who may send in bulk have a maximum of their own, see below.
    from sent_hours anti join bulk_senders using (account)
),
days as (
    select account
    from sent
    group by account, hour // 24
    having sum(messages) >= $day_messages or sum(recipients) >= $day_recipients
),
hours as (
    select account from sent where messages >= $hour_messages or recipients >= $hour_recipients
),
-- Only accounts that were loud once need their history told.
scaled as (
    select account, hour as slot, 'an hour' as span, messages, recipients, time, source, line, last_time, last_line,
        $hour_messages as floor_messages, $hour_recipients as floor_recipients
    from sent semi join hours using (account)
    union all
    select account, hour // 24 as slot, 'a day' as span, sum(messages)::bigint, sum(recipients)::bigint,
        min(time), arg_min(source, moment(time, source, line)), arg_min(line, moment(time, source, line)),
        max(last_time), arg_max(last_line, moment(last_time, last_line.source, last_line.line)),
        $day_messages, $day_recipients
    from sent semi join days using (account)
    group by account, slot
),
-- Messages and recipients apart.
counted as (
    select s.* exclude (floor_messages, floor_recipients), m.unit, m.n, m.floor
    from scaled s,
        unnest([{'unit': 'messages', 'n': s.messages, 'floor': s.floor_messages},
                {'unit': 'recipients', 'n': s.recipients, 'floor': s.floor_recipients}]) as u(m)
),
compared as (
    select
        *,
        count(*) over earlier as history,
        median(ln(1 + n)) over earlier as middle,
        mad(ln(1 + n)) over earlier as spread,
        max(n) over long_before as worst,
        f.first_day
    from counted join (select account, min(day) as first_day from active_days group by account) f using (account)
    window
        earlier as (partition by account, span, unit order by slot rows between unbounded preceding and 1 preceding),
        -- Not the same burst in its hours before.
        long_before as (
            partition by account, span, unit order by time
            range between unbounded preceding and 86_400_000_000 preceding
        )
),
judged as (
    select
        *,
        history < $min_history as is_new,
        if(history < $min_history, null, robust_z(n, middle, spread)) as z
    from compared
    where n >= floor
),
odd as (
    select
        *,
        if(is_new, $cold * least(1, n / (4 * $cold_factor * floor) + 0.5), least(1, 0.4 + z / 20))
            * if(time // days(1) - first_day < $min_days and not is_new, $early, 1) as strength
    from judged
    where n > $over_worst * coalesce(worst, 0) and (z >= $min_z or is_new and n >= $cold_factor * floor)
),
origins as (
    select
        o.account, o.span, o.slot, o.unit,
        sum(f.messages) filter (where f.origin = 'known') / sum(f.messages) as usual
    from odd o
    join sent_from f on f.account = o.account and f.hour between o.time // hours(1) and o.last_time // hours(1)
    group by all
),
devices as (
    select o.account, o.span, o.slot, o.unit, avg((d.ip is not null)::int) as device
    from odd o
    join messages m on m.account = o.account and m.time between o.time and o.last_time
    left join device_networks d on d.account = o.account and d.ip = m.ip
    where o.account in (select account from device_networks)
    group by all
),
weighed as (
    select
        o.* exclude (strength),
        round(o.strength * case when d.device > 0.5 then $device when s.usual > 0.5 then $usual_origin else 1 end
            * if(k.account is null, 1, $tended), 4) as strength,
        coalesce(s.usual, 0) > 0.5 as at_home,
        if(is_new, 'with no habit yet to compare with', format('where its habit is {:.0f}', exp(middle) - 1)) as habit
    from odd o
    left join origins s using (account, span, slot, unit)
    left join devices d using (account, span, slot, unit)
    left join tended_days k on k.account = o.account and k.day = o.time // days(1)
),
-- As much as was announced, half more, twice as much: half strength to full strength.
beyond as (
    select
        account, hour // 24 as slot, 'a day' as span, sum(messages)::bigint as messages,
        sum(recipients)::bigint as recipients, min(time) as time,
        arg_min(source, moment(time, source, line)) as source, arg_min(line, moment(time, source, line)) as line,
        max(last_time) as last_time,
        arg_max(last_line, moment(last_time, last_line.source, last_line.line)) as last_line, 'recipients' as unit,
        least(1, sum(recipients) / any_value(recipients_a_day) / 2) as strength, false as at_home,
        format('where at most {} recipients are usual', any_value(recipients_a_day)) as habit
    from sent_hours join bulk_senders using (account)
    group by account, slot
    having sum(recipients) > any_value(recipients_a_day)
),
told as (
    from weighed
    union all by name
    from beyond
)
select
    account, time, source, line, last_time, span, messages, recipients, unit, strength, at_home, habit,
    [log_line(source, line), last_line] as evidence
from told
-- One finding per account and day: the strongest view of it.
qualify row_number() over (
    partition by account, time // days(1) order by strength desc, span desc, unit, time, source, line
) = 1
order by account, time, source, line
