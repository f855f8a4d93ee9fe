-- Dovecot's auth process repeats what smtpd and the login processes log, and names each account. Its lines count
-- for IMAP and POP3 sessions where they exist (the login process names only the last of several accounts); for
-- SMTP (no session id) they only lend the account to smtpd's line.
create or replace temp table auth_lines as
select d.*, e.kind, s.service, s.protocol, line_order(d.source, d.line) as seq,
    case when e.event like '%policy%' then 'aborted' when e.event like '%temp-fail%' then 'server' else 'credentials' end as cause
from records_dovecot_auth d join events e using (format) join services s using (program)
-- with a blocking passdb the worker and the auth process log the same failure
where not (s.service = 'auth-worker' and exists (
    select 1 from records_dovecot_auth t join services u using (program)
    where u.service = 'auth' and t.host = d.host and t.account is not distinct from d.account
        and t.ip is not distinct from d.ip and t.session is not distinct from d.session
        and abs(t.time - d.time) < 2_000_000
));

create or replace temp table smtp_failures as
select f.time, f.source, f.line, f.host, f.client, f.ip, f.method, f.reason, s.service, s.protocol, e.event,
    nullif(nullif(f.account, '(unavailable)'), '') as account
from records_sasl_failure f join services s using (program) join events e using (format);

create or replace table failures as
select
    f.time, f.source, f.line, f.host, lower(coalesce(f.account, a.account)) as account, f.ip, f.client,
    upper(f.method) as method, f.protocol, f.service, 1::bigint as attempts,
    case
        when regexp_matches(f.reason, '(?i)authentication server|saslauthd|temporary|generic failure|no mechanism') then 'server'
        when f.event like '%abort%' or regexp_matches(f.reason, '(?i)^(invalid |bad protocol)') then 'aborted'
        else 'credentials'
    end as cause,
    f.reason
from smtp_failures f
asof left join (select * from auth_lines where session is null) a
    on f.host = a.host and f.ip = a.ip and f.time >= a.time - 1_000_000
    and (f.account is null)
union all
select
    d.time, d.source, d.line, d.host, lower(d.account), d.ip, null, upper(d.method), d.protocol,
    d.service, 1, d.cause, d.reason
from auth_lines d
where d.session is not null or not exists (
    select 1 from smtp_failures f where f.host = d.host and f.ip = d.ip and abs(f.time - d.time) < 5_000_000
)
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
