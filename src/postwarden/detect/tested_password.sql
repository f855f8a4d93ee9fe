-- asks     = "Did a session fail as one account, then log in and leave without sending?"
-- key      = "account"
-- axis     = "access"
-- attack   = "T1110.001"
-- weight   = 0.42
-- lookback = "1 day"
-- witness  = "password"
-- tells    = "{failed:failed login|failed logins} as {account} from {ip_net}, {place}, then in, and gone without sending"
-- [limits]
-- minutes = 10                  # Postfix ends a session after five idle minutes (smtpd_timeout = 300s)

with sessions as (
    select time, source, line, ip, ip_net, place, failed
    from silent_logins
    where failed > 0 and ip is not null and not coalesce(internal, false)
),
tried as (
    -- Postfix does not log as whom the session got in. If it failed as one account only, it was that one.
    select
        s.time, s.source, s.line, s.ip_net, s.place, s.failed,
        min(f.account) as account,
        list(log_line(f.source, f.line) order by f.time, f.source, f.line)[-3:] as tries
    from sessions s
    join failures f on f.ip = s.ip and f.account is not null and f.time between s.time - minutes($minutes) and s.time
    group by all
    having count(distinct f.account) = 1
)
select account, time, source, line, ip_net, place, failed, tries || [log_line(source, line)] as evidence
from tried t
-- The name was typed by a stranger: it must be an account that exists, and one that had not been there before.
where account in (select account from logins)
    and not exists (from arrivals a where a.account = t.account and a.ip_net = t.ip_net and a.time <= t.time)
order by account, time, source, line
