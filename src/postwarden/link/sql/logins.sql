-- Logins that leave a trace: a mail taken from an authenticated client, a refusal that names the login (Postfix 3.10),
-- a refusal for a sender that the login does not own, and Dovecot's own lines.
create or replace table logins as
select
    a.time, a.source, a.line, a.host, lower(a.account) as account, a.ip, a.client, upper(a.method) as method,
    s.protocol, s.service, nullif(a.queue_id, 'NOQUEUE') as queue_id
from records_accepted a join services s using (program)
where a.account <> ''
union all
select
    arg_min(r.time, line_order(r.source, r.line)), (min(line_order(r.source, r.line)) >> 32)::smallint,
    (min(line_order(r.source, r.line)) & 4294967295)::integer, r.host, lower(r.account), r.ip, any_value(r.client),
    upper(any_value(r.method)), s.protocol, s.service, null
from (
    select * replace (coalesce(account, regexp_extract(text, 'not owned by user (.+)$', 1)) as account)
    from records_reject
    where (account is not null or contains(text, ': Sender address rejected: not owned by user '))
        and not starts_with(action, 'proxy-accept')
) r
join services s using (program)
where r.account <> ''
-- one refused session is one login, though it names each refused recipient
group by r.host, r.program, s.protocol, s.service, r.pid, r.account, r.ip, r.time // 60_000_000
union all
select
    d.time, d.source, d.line, d.host, lower(d.account), d.ip, null, upper(d.method), s.protocol, s.service, null
from records_dovecot_login d join services s using (program)
where d.account <> '';

-- AUTH was accepted, and neither DATA nor BDAT: somebody tested a password. The log does not say whose.
create or replace table silent_logins as
select
    d.time, d.source, d.line, d.host, d.ip, d.client, s.service,
    coalesce(try_cast(regexp_extract(d.counters, '(?:^| )auth=[0-9]+/([0-9]+)', 1) as bigint), a.ok) - a.ok as failed
from records_disconnect d
join services s using (program),
    lateral (select try_cast(regexp_extract(d.counters, '(?:^| )auth=([0-9]+)', 1) as bigint) as ok) a
where contains(d.counters, 'auth=') and a.ok > 0 and not regexp_matches(d.counters, '(?:^| )(?:data|bdat)=[1-9]');
