-- asks     = "Did somebody fail as an account, then log in and leave without sending?"
-- key      = "account"
-- axis     = "access"
-- attack   = "T1110.001"
-- weight   = 0.42
-- lookback = "1 day"
-- witness  = "password"
-- tells    = "{failed:failed login|failed logins} as {account} from {ip_net}, {place}, {then}"
-- [limits]
-- minutes = 10                  # Postfix ends a session after five idle minutes (smtpd_timeout = 300s)
-- hours   = 24                  # in which an address works through a list of stolen passwords, one session for each,
-- names   = 2                   # of so many accounts: one is a telephone that is set up
-- most    = 8                   # at most: whoever tries more is guessing, and nobody can tell which guess was right
-- tries   = 10                  # failures as one account: nobody types a password so often
-- residents = 3                 # where three others had been for a day, it is one of their programs
-- unsure  = 0.96                # strength where it may have been another account of the list

-- Postfix does not log as whom a session got in that sends nothing.
with sessions as (
    select time, source, line, ip, ip_net, place, failed
    from silent_logins
    where ip is not null and ip_net is not null and not coalesce(internal, false)
),
attempts as (
    select account, ip, time, source, line, greatest(coalesce(attempts, 1), 1) as attempts
    from failures semi join sessions using (ip)
    where account is not null and coalesce(cause, 'credentials') = 'credentials'
),
-- If the session failed as one account only, it was that one.
same_session as (
    select
        s.time, s.source, s.line, s.ip_net, s.place, s.failed, min(f.account) as account,
        list(log_line(f.source, f.line) order by f.time, f.source, f.line)[-3:] as tries,
        'then in, and gone without sending' as then, 1 as strength
    from sessions s
    join attempts f on f.ip = s.ip and f.time between s.time - minutes($minutes) and s.time
    where s.failed > 0
    group by all
    having count(distinct f.account) = 1
),
-- Else it was one of those that the address tried. One session of a day is enough.
firsts as (
    select * from sessions qualify row_number() over (partition by ip, time // days(1) order by time, source, line) = 1
),
listed as (
    select
        s.time, s.source, s.line, s.ip_net, s.place, f.account, sum(f.attempts)::bigint as failed,
        -- A name may be tried with its domain and without.
        count(distinct local_part(f.account)) over (partition by s.time, s.source, s.line) as names,
        first_lines(f.time, f.source, f.line, 3) as tries
    from firsts s
    join attempts f on f.ip = s.ip and f.time between s.time - hours($hours) and s.time + hours($hours)
    group by s.time, s.source, s.line, s.ip_net, s.place, f.account
),
other_session as (
    select
        time, source, line, ip_net, place, failed, account, tries,
        format(
            'which got in within a day without sending, as {}',
            if(names = 1, 'somebody', format('one of {} accounts that it tried', names))
        ) as then,
        $unsure as strength
    from listed l
    where (names between $names and $most or names = 1 and failed >= $tries)
        and (select count(*) from arrivals r where r.ip_net = l.ip_net and r.time <= l.time - days(1)) < $residents
    qualify row_number() over (partition by account, ip_net order by time, source, line) = 1
),
tested as (
    from same_session
    union all by name
    select * from other_session o anti join same_session s on s.account = o.account and s.ip_net = o.ip_net
)
select
    account, time, source, line, ip_net, place, failed, t.then, strength,
    tries || [log_line(source, line)] as evidence
from tested t
-- The name was typed by a stranger: it must be an account that exists, and one that had not been there before.
where account in (select account from logins)
    and not exists (from arrivals a where a.account = t.account and a.ip_net = t.ip_net and a.time <= t.time)
order by account, time, source, line
