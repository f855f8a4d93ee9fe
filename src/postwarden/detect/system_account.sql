-- asks     = "Does an account of the operating system log in from outside?"
-- key      = "account"
-- axis     = "access"
-- attack   = "T1078.003"
-- weight   = 0.95
-- lookback = "3 days"
-- tells    = "the system account {account} logged in {logins:time|times} from {ip_net}, {place}, and sent {messages:message|messages}"
-- [limits]
-- sent       = 5                # a test mail is not a campaign
-- fresh_days = 3                # an administrator who has used it for longer from there has decided so
-- min_days   = 7                # of log before a name that may also be a person's, such as mail or test, was first used
-- quiet      = 0.6              # strength as long as it only logs in

with names as (
    select account
    -- an address that the log left empty is no reason to trust root
    from (select distinct account from arrivals union select distinct account from logins where ip is null)
    where local_part(account) in ('root', 'nobody', 'daemon', 'bin', 'sys', 'www-data', 'apache', 'nginx', 'httpd',
        'postfix', 'postgres', 'mysql', 'dovecot', 'dovenull', 'vmail', 'amavis', 'clamav', 'debian-spamd', 'opendkim',
        'sshd', 'syslog', 'systemd-network', 'messagebus', 'ubuntu', 'ec2-user', 'git', 'oracle', 'tomcat', 'jenkins')
        or local_part(account) in (from system_accounts)
    union
    -- Names that people give to mailboxes, too: but not where all others log in with a whole address, and not suddenly.
    select a.account
    from (
        select
            account, min(account_since) as account_since, min(min(account_since)) over () as log_since,
            avg(contains(account, '@')::int) over () as whole
        from arrivals
        group by account
    ) a
    where a.account in ('mail', 'backup', 'test', 'news', 'list', 'man', 'lp', 'games', 'proxy', 'irc', 'uucp', 'gnats', 'user',
            'guest', 'ftp', 'admin', 'support')
        and a.whole >= 0.8 and a.account_since - a.log_since >= days($min_days)
),
fresh as (
    select *
    from stays semi join names using (account)
    qualify time - min(time) over (partition by account, ip_net) < days($fresh_days)
),
by_day as (
    select
        account, ip_net, time // days(1) as day,
        sum(logins)::bigint as logins,
        max(last_time) as last_time,
        list(log_line(source, line) order by time, source, line)[:5] as evidence,
        unnest(arg_min({'time': time, 'source': source, 'line': line, 'place': place}, moment(time, source, line)))
    from fresh
    group by account, ip_net, day
    union all
    select
        account, null as ip_net, time // days(1) as day,
        count(*) as logins,
        max(time) as last_time,
        list(log_line(source, line) order by time, source, line)[:5] as evidence,
        unnest(arg_min({'time': time, 'source': source, 'line': line, 'place': place}, moment(time, source, line)))
    from logins semi join names using (account)
    where ip is null
    group by account, day
),
sent as (
    select account, time // days(1) as day, sum(messages)::bigint as messages
    from sent_hours semi join names using (account)
    group by account, day
)
select b.* exclude (day), coalesce(s.messages, 0) as messages, if(coalesce(s.messages, 0) >= $sent, 1, $quiet) as strength
from by_day b
left join sent s using (account, day)
order by account, time, source, line
