-- asks     = "Does a network log in and send nothing, as one does to test stolen passwords?"
-- key      = "ip_net"
-- axis     = "access"
-- attack   = "T1110.004"
-- weight   = 0.5
-- lookback = "1 day"
-- tells    = "{sessions:SMTP session|SMTP sessions} in a day logged in and sent nothing; Postfix does not log as whom"
-- [limits]
-- sessions = 3                  # mail programs do it once when an account is set up

with by_day as (
    select
        ip_net, time // days(1) as day, count(*) as sessions, max(time) as last_time,
        list(log_line(source, line) order by time, source, line)[:5] as evidence,
        unnest(arg_min({'time': time, 'source': source, 'line': line}, moment(time, source, line)))
    from silent_logins s anti join trusted_networks using (ip)  -- monitoring, for example
    where ip_net is not null and not coalesce(internal, false)
        -- A network that also sends as somebody is judged by those logins.
        and not exists (from arrivals a where a.ip_net = s.ip_net and a.time <= s.time)
    group by ip_net, day
)
select * exclude (day), least(1, 0.4 + 0.1 * log2(sessions)) as strength
from by_day
where sessions >= $sessions
qualify row_number() over (partition by ip_net order by sessions desc, time, source, line) = 1
order by ip_net, time, source, line
