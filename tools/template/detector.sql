-- asks     = "Does an account log in again and again within one hour?"
-- key      = "account"
-- axis     = "access"
-- attack   = "T1078"
-- weight   = 0.3
-- lookback = "1 day"
-- tells    = "{logins:login|logins} from {ip_net} within an hour"
-- [limits]
-- logins = 3                    # say here why this number and not another

with by_hour as (
    select
        account, ip_net, time // hours(1) as hour, count(*) as logins, max(time) as last_time,
        list(log_line(source, line) order by time, source, line)[:5] as evidence,
        unnest(arg_min({'time': time, 'source': source, 'line': line}, moment(time, source, line)))
    from logins
    where account is not null and not coalesce(internal, false)
    group by account, ip_net, time // hours(1)
)
select * exclude (hour)
from by_hour
where logins >= $logins
order by account, time, source, line
