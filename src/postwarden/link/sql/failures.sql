-- Dovecot's auth process repeats what smtpd and the login processes log, and names each account. Its lines count
-- for IMAP and POP3 sessions where they exist (the login process names only the last of several accounts); for
-- SMTP (no session id) they only lend the account to smtpd's line.
create or replace table auth_rows as
select
    d.* replace (nullif(nullif(d.account, '?'), '') as account),
    s.service, s.protocol,
    case when e.event like '%policy%' then 'aborted' when e.event like '%temp-fail%' then 'server' else 'credentials' end
        as cause,
    line_order(d.source, d.line) as seq
from records_dovecot_auth d join events e using (format) join services s using (program);

-- with a blocking passdb the worker and the auth process log the same failure: theirs is the same attempt
create or replace table twins as
with told as (select host, seq, time, service, concat_ws(chr(0), account, ip, session) as attempt from auth_rows)
select w.seq
from (from told where service = 'auth-worker') w
asof join (from told semi join (from told where service = 'auth-worker') using (host, attempt) where service = 'auth') a
    on w.host = a.host and w.attempt = a.attempt and w.time >= a.time - 2_000_000
where w.time - a.time <= 2_000_000;

create or replace view auth_lines as from auth_rows anti join twins using (seq);

create or replace view smtp_failures as
select f.* replace (nullif(nullif(f.account, '(unavailable)'), '') as account), line_order(f.source, f.line) as seq
from records_sasl_failure f;

-- A line that names no account has it from the line of the auth process before it.
create or replace table lent_names as
select f.seq, a.account
from (select host, ip, time, seq from smtp_failures where account is null) f
asof join (
    select host, ip, time, account
    from auth_lines semi join (from smtp_failures where account is null) using (host, ip)
    where session is null and account is not null
) a
    on f.host = a.host and f.ip = a.ip and f.time >= a.time
where f.time - a.time < 5_000_000;

create or replace table repeated as
select d.seq
from (select host, ip, time, seq from auth_lines where session is null) d
asof join (select host, ip, time from smtp_failures where ip is not null) f
    on d.host = f.host and d.ip = f.ip and d.time >= f.time - 5_000_000
where d.time - f.time <= 5_000_000;

create or replace table failures as
select
    f.time, f.source, f.line, f.host, lower(coalesce(f.account, n.account)) as account, f.ip, f.client,
    upper(f.method) as method, s.protocol, s.service, 1::bigint as attempts,
    case
        when e.event like '%abort%' or regexp_matches(f.reason, '(?i)^(invalid |bad protocol)') then 'aborted'
        -- the whole reason: a client may name a mechanism `"x authentication failed: generic failure"`
        when regexp_full_match(
            f.reason,
            '(?i)((connection lost|can''t connect) to authentication server|authentication backend error|generic failure'
            || '|temporary authentication failure|no mechanism available|cannot connect to saslauthd server: [a-z ]+)'
        ) then 'server'
        else 'credentials'
    end as cause,
    f.reason
from smtp_failures f join services s using (program) join events e using (format) left join lent_names n using (seq)
union all
select
    d.time, d.source, d.line, d.host, lower(d.account), d.ip, null, upper(d.method),
    case when d.session is null then d.protocol else p.protocol end, d.service, 1, d.cause, d.reason
from (from auth_lines anti join repeated using (seq)) d
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
