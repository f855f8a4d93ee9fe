-- Dovecot's auth process repeats what smtpd and the login processes log, and names each account. Its lines count
-- for IMAP and POP3 sessions where they exist (the login process names only the last of several accounts); for
-- SMTP (no session id) they only lend the account to smtpd's line.
create or replace temp table auth_rows as
select
    d.* replace (nullif(nullif(d.account, '?'), '') as account),
    e.event, s.service, s.protocol,
    concat_ws(chr(0), d.account, d.ip, d.session) as attempt
from records_dovecot_auth d join events e using (format) join services s using (program);

create or replace temp table auth_lines as
select d.*,
    case when d.event like '%policy%' then 'aborted' when d.event like '%temp-fail%' then 'server' else 'credentials' end
        as cause
from auth_rows d
-- with a blocking passdb the worker and the auth process log the same failure: theirs is the same attempt
asof left join (select host, attempt, time from auth_rows where service = 'auth') twin
    on d.host = twin.host and d.attempt = twin.attempt and d.time >= twin.time - 2_000_000
where d.service <> 'auth-worker' or twin.time is null or d.time - twin.time > 2_000_000;

create or replace temp table smtp_failures as
select f.time, f.source, f.line, f.host, f.client, f.ip, f.method, f.reason, s.service, s.protocol, e.event,
    nullif(nullif(f.account, '(unavailable)'), '') as account
from records_sasl_failure f join services s using (program) join events e using (format);

create or replace table failures as
select
    f.time, f.source, f.line, f.host,
    lower(coalesce(f.account, case when f.time - a.time < 5_000_000 then a.account end)) as account, f.ip, f.client,
    upper(f.method) as method, f.protocol, f.service, 1::bigint as attempts,
    case
        when f.event like '%abort%' or regexp_matches(f.reason, '(?i)^(invalid |bad protocol)') then 'aborted'
        -- the whole reason: a client may name a mechanism `"x authentication failed: generic failure"`
        when regexp_full_match(
            f.reason,
            '(?i)((connection lost|can''t connect) to authentication server|authentication backend error|generic failure'
            || '|temporary authentication failure|no mechanism available|cannot connect to saslauthd server: [a-z ]+)'
        ) then 'server'
        else 'credentials'
    end as cause,
    f.reason
from smtp_failures f
asof left join (select host, ip, time, account from auth_lines where session is null and account is not null) a
    on f.host = a.host and f.ip = a.ip and f.time >= a.time
union all
select
    d.time, d.source, d.line, d.host, lower(d.account), d.ip, null, upper(d.method),
    case when d.session is null then d.protocol else p.protocol end, d.service, 1, d.cause, d.reason
from auth_lines d
left join (
    select host, session, min(protocol) as protocol
    from (
        select host, session, program from records_dovecot_failure
        union all
        select host, session, program from records_dovecot_login
    )
    semi join auth_lines using (host, session) join services using (program)
    group by all
) p on p.host = d.host and p.session = d.session
asof left join (select host, ip, time from smtp_failures where ip is not null) f
    on d.host = f.host and d.ip = f.ip and d.time >= f.time - 5_000_000
where d.session is not null or f.time is null or d.time - f.time > 5_000_000
union all
select
    d.time, d.source, d.line, d.host, lower(nullif(d.account, '')), d.ip, null, upper(d.method), s.protocol, s.service,
    greatest(coalesce(d.attempts, 1), 1),
    case when e.event like '%temp-fail%' then 'server' when e.event like '%abort%' and e.event not like '%auth-failed%'
        then 'aborted' else 'credentials' end,
    d.reason
from records_dovecot_failure d
join services s using (program) join events e using (format)
where not exists (select 1 from auth_lines a where a.host = d.host and a.session = d.session);
