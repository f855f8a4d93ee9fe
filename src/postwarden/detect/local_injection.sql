-- asks     = "Does a program on this server send mail in bulk?"
-- key      = "server"
-- axis     = "use"
-- attack   = "T1505.003"
-- weight   = 0.6
-- lookback = "30 days"
-- tells    = "user id {uid} sent {messages:message|messages} to {recipients:recipient|recipients} as {senders:foreign sender|foreign senders} in a day from this server itself, where {usual:.0f} messages are usual"
-- [limits]
-- day         = 200             # recipients; cron and monitoring write to a few dozen
-- senders     = 20              # foreign senders: a web form has as many visitors in a week
-- min_z       = 6               # six robust deviations above its own habit
-- min_history = 3               # days before a habit can be told
-- cold_factor = 3               # without history: this many times the recipients
-- over_worst  = 2               # times its own worst earlier day: a list server sends every week

with own_domains as (
    select domain_of(account) as domain from sent_hours
    union
    select domain_of(recipient) from deliveries where relay in ('local', 'virtual', 'dovecot') or contains(relay, '[private/')
),
local as (
    select *, sender <> '' and domain_of(sender) not in (from own_domains) as is_forged
    from messages
    where origin = 'local' and uid is not null
),
by_day as (
    select
        uid, time // days(1) as day, count(*) as messages, sum(coalesce(recipients, 1))::bigint as recipients,
        count(distinct sender) filter (where is_forged) as senders, max(time) as last_time,
        list(log_line(source, line) order by time, source, line)[:5] as evidence,
        unnest(arg_min({'time': time, 'source': source, 'line': line}, moment(time, source, line)))
    from local
    group by uid, day
),
compared as (
    select
        *,
        count(*) over earlier as history,
        median(ln(1 + messages)) over earlier as middle,
        median(ln(1 + recipients)) over earlier as middle_recipients,
        mad(ln(1 + recipients)) over earlier as spread,
        max(recipients) over earlier as worst,
        max(senders) over earlier as most_senders
    from by_day
    window earlier as (partition by uid order by day rows between unbounded preceding and 1 preceding)
)
select
    uid, time, source, line, last_time, messages, recipients, senders, evidence,
    if(history < $min_history, 0, exp(middle) - 1) as usual
from compared
where senders >= $senders and senders > $over_worst * coalesce(most_senders, 0)
    or recipients >= $day
    and recipients > $over_worst * coalesce(worst, 0)
    and if(
        history < $min_history, recipients >= $cold_factor * $day,
        robust_z(recipients, middle_recipients, spread) >= $min_z
    )
order by time, source, line, uid
