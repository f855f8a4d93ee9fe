-- asks     = "Does an account log in from somewhere new, and in a way that its own programs never did?"
-- key      = "account"
-- axis     = "access"
-- attack   = "T1078"
-- weight   = 0.27
-- lookback = "30 days"
-- witness  = "habit"
-- tells    = "{way}, from {ip_net}, {place}; {habit}"
-- [limits]
-- min_days   = 7                # a week shows the telephone and the computer
-- used_days  = 5                # on so many days the account must have been used
-- near       = 1                # days after the first login from there: a new telephone is set up at home first
-- usual      = 0.4              # strength of a way that everybody else here uses
-- rare       = 0.8              # strength of one that nobody uses; a bot's greeting says more
-- bot_days   = 3                # a program that has greeted so for longer is the account's own, bad as its name is

with strangers as (
    select account, ip_net, time, place, account_since, all_accounts
    from arrivals
    where new_provider and not fetcher and not trusted and time - account_since >= days($min_days)
),
ways as (
    select
        account, protocol, method, service,
        unnest(arg_min({'time': time, 'source': source, 'line': line, 'ip_net': ip_net}, moment(time, source, line)))
    from logins
    where account is not null and not coalesce(internal, false) and ip_net is not null and method is not null
    group by account, protocol, method, service
),
firsts as (
    select
        *,
        min(time) over (partition by account, protocol) as protocol_since,
        min(time) over (partition by account, protocol, method) as method_since,
        row_number() over (partition by protocol, method, service order by time, source, line) - 1 as users
    from ways
),
active as (
    select account, day, row_number() over (partition by account order by day) - 1 as days_before
    from active_days semi join strangers using (account)
),
new_ways as (
    select
        f.account, f.time, f.source, f.line, f.ip_net, s.place,
        case
            when f.time = f.protocol_since then format('first {} login ever', upper(f.protocol))
            when f.time = f.method_since then format('first login ever by {} with {}', f.method, upper(f.protocol))
            else format('first login ever at {}', f.service)
        end as way,
        format('{:.0f} % of the accounts here do that', 100 * least(1, f.users / greatest(s.all_accounts, 1))) as habit,
        $usual + ($rare - $usual) * (1 - least(1, f.users / greatest(s.all_accounts, 1))) as strength
    from firsts f
    join strangers s on s.account = f.account and s.ip_net = f.ip_net
        and f.time >= s.time and f.time < s.time + days($near)
    join active a on a.account = f.account and a.day = f.time // days(1)
    where a.days_before >= $used_days
),
-- The greeting of a mail program is logged with refusals only. `ylmf-pc`: a pirated Windows that bots ran on, `User`:
-- the default of a bulk mailer; both are in fail2ban's and in many administrators' filters.
bots as (
    select
        r.account, r.time, r.source, r.line, p.ip_net, p.place,
        format('a bot''s greeting: HELO {}', r.helo) as way,
        'no mail program says that' as habit,
        1 as strength
    from rejections r
    left join addresses p using (ip)
    where r.account is not null and r.account <> '' and lower(r.helo) in ('user', 'ylmf-pc')
    qualify r.time - min(r.time) over (partition by r.account, lower(r.helo)) < days($bot_days)
),
told as (
    from new_ways
    union all by name
    from bots
)
select account, time, source, line, ip_net, place, way, habit, strength
from told
qualify row_number() over (partition by account, time // days(1) order by strength desc, time, source, line) = 1
order by account, time, source, line
