-- asks     = "Are passwords written to the log?"
-- key      = "server"
-- axis     = "access"
-- attack   = "T1552.001"
-- weight   = 0.5
-- lookback = "1 day"
-- tells    = "{found:log line contains|log lines contain} credentials ({kind}): turn verbose logging off and change these passwords"

with kinds as (
    select
        kind, count(*) as found, max(time) as last_time,
        list(log_line(source, line) order by time, source, line)[:5] as evidence,
        unnest(arg_min({'time': time, 'source': source, 'line': line}, moment(time, source, line)))
    from notices
    where kind like 'verbose/auth%' or kind like '%password%'
    group by kind
)
select *
from kinds
order by time, source, line, kind
