-- Logins that leave a trace: a mail taken from an authenticated client, a refusal that names the login (Postfix 3.10),
-- a refusal for a sender that the login does not own, and Dovecot's own lines.
create or replace table named_refusals as
select * from refusals r
where r.account <> '' and not starts_with(r.action, 'proxy-')
    -- the mail's own `client=` line is the login
    and not exists (
        select 1 from accepted a
        where a.host = r.host and a.queue_id = r.queue_id and abs(r.time - a.time) < 3_600_000_000
    );

create or replace table logins as
select
    a.time, a.source, a.line, a.host, lower(a.account) as account, a.ip, a.client, upper(a.method) as method,
    s.protocol, s.service, nullif(a.queue_id, 'NOQUEUE') as queue_id
from records_accepted a join services s using (program)
where a.account <> ''
union all
select
    min(r.time), (min(r.seq) >> 32)::smallint, (min(r.seq) & 4294967295)::integer, r.host, r.account, r.ip,
    arg_min(r.client, r.seq), upper(arg_min(r.method, r.seq)), s.protocol, s.service, null
from named_refusals r
join services s using (program)
asof left join (
    select host, program, pid, line_order(source, line) as seq
    from records_disconnect semi join named_refusals using (host, program, pid)
) d on d.host = r.host and d.program = r.program and d.pid = r.pid and r.seq <= d.seq
-- one refused session is one login, though it names each refused recipient
group by r.host, r.program, s.protocol, s.service, r.pid, r.account, r.ip, d.seq
union all
select
    d.time, d.source, d.line, d.host, lower(d.account), d.ip, null, upper(d.method), s.protocol, s.service, null
from records_dovecot_login d join services s using (program)
where d.account <> '';
