-- asks     = "Does a program on this server send mail in bulk?"
-- key      = "server"
-- axis     = "use"
-- attack   = "T1505.003"
-- weight   = 0.6
-- lookback = "30 days"
-- tells    = "user id {uid} sent {messages:message|messages} in a day from this server itself, where {usual:.0f} are usual"
-- [limits]
-- day         = 200             # cron and monitoring send a few dozen
-- min_z       = 6               # six robust deviations above its own habit
-- min_history = 3               # days before a habit can be told
-- cold_factor = 3               # without history: this many times the floor
-- over_worst  = 2               # times its own worst earlier day: a list server sends every week

with by_day as (
    select
        uid, time // days(1) as day, count(*) as messages, max(time) as last_time,
        list(log_line(source, line) order by time, source, line)[:5] as evidence,
        unnest(arg_min({'time': time, 'source': source, 'line': line}, moment(time, source, line)))
    from messages
    where origin = 'local' and uid is not null
    group by uid, day
),
compared as (
    select
        *,
        count(*) over earlier as history,
        median(ln(1 + messages)) over earlier as middle,
        mad(ln(1 + messages)) over earlier as spread,
        max(messages) over earlier as worst
    from by_day
    window earlier as (partition by uid order by day rows between unbounded preceding and 1 preceding)
)
select
    uid, time, source, line, last_time, messages, evidence,
    if(history < $min_history, 0, exp(middle) - 1) as usual
from compared
where messages >= $day
    and messages > $over_worst * coalesce(worst, 0)
    and if(history < $min_history, messages >= $cold_factor * $day, robust_z(messages, middle, spread) >= $min_z)
order by time, source, line, uid
