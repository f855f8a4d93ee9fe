create or replace temp view checks as
select
    h.time, h.source, h.line, h.host, h.queue_id, null as account, h.ip, h.client, h.program, h.action,
    regexp_extract(e.event, '^(.*)-check', 1) as stage, concat_ws(': ', h.text, h.detail) as text, h.sender, h.recipient,
    h.helo
from records_header_check h join events e using (format)
where regexp_matches(h.action, '^(milter-(header|body)-)?(reject|discard|hold|redirect)$');

create or replace temp view refused as
select
    time, source, line, host, queue_id, account, ip, client, program, action, stage, text, sender, recipient, helo
from refusals
where action in ('reject', 'reject_warning', 'hold', 'discard', 'redirect', 'hangup', 'proxy-reject')
    or action in ('milter-reject', 'milter-hold', 'milter-discard')
union all
from checks;

create or replace table rejections as
select
    r.time, r.source, r.line, r.host, nullif(r.queue_id, 'NOQUEUE') as queue_id,
    coalesce(r.account, lower(a.account)) as account, coalesce(r.ip, a.ip) as ip, coalesce(r.client, a.client) as client,
    s.service, r.action, r.stage, r.text, r.sender,
    r.recipient, r.helo
from with_turn('refused') r
join services s using (program)
-- of a header that looks like the rest of the line nothing is believed; its mail's own line says who sent it
left join (
    select host, queue_id, turn, account, ip, client from accepted
    where account is not null or (host, queue_id) in (select (host, queue_id) from checks where ip is null)
) a using (host, queue_id, turn);

create or replace table notices as
select n.time, n.source, n.line, n.host, s.service, e.kind,
    coalesce(n.severity, nullif(regexp_extract(e.event, '(warning|error|fatal|panic)$', 1), ''), 'info') as severity,
    n.text
from records_notice n join services s using (program) join events e using (format)
union all
select n.time, n.source, n.line, n.host, s.service, e.kind, 'warning', null
from records_secret n join services s using (program) join events e using (format)
union all
select n.time, n.source, n.line, n.host, s.service, e.kind, 'warning', null
from records_dovecot_auth n join services s using (program) join events e using (format)
where e.event like '%given-password%';

create or replace view connections as
select
    coalesce(c.time, d.time) as time, coalesce(c.source, d.source) as source, coalesce(c.line, d.line) as line,
    d.host, d.ip, d.client, s.service, d.pid, d.time as end_time, d.source as end_source, d.line as end_line, d.counters,
    try_cast(regexp_extract(d.counters, '(?:^| )auth=([0-9]+)', 1) as bigint) as auth_ok,
    coalesce(
        try_cast(regexp_extract(d.counters, '(?:^| )auth=[0-9]+/([0-9]+)', 1) as bigint),
        try_cast(regexp_extract(d.counters, '(?:^| )auth=([0-9]+)', 1) as bigint)
    ) as auth_total
-- all columns are sorted for this: none that is not needed
from (
    select time, source, line, host, ip, client, program, pid, counters, process(host, program, pid) as process,
        line_order(source, line) as seq
    from records_disconnect
) d
join services s using (program)
asof left join (
    select time, source, line, ip, process(host, program, pid) as process, line_order(source, line) as seq
    from records_connect
) c on c.process = d.process and c.ip is not distinct from d.ip and d.seq >= c.seq;

create or replace view queue_events as
select q.time, q.source, q.line, q.host, q.queue_id,
    case e.kind
        when 'postsuper/removed' then 'deleted'
        when 'cleanup/removed-canceled' then 'canceled'
        when 'cleanup/removed-discarded' then 'discarded'
        else e.event
    end as event,
    q.related
from records_queue_event q join events e using (format);

create or replace view mailbox_sessions as
select d.time, d.source, d.line, d.host, lower(d.account) as account, l.ip, s.protocol, d.session, d.bytes_out, d.deleted,
    d.expunged, d.body_count, d.body_bytes
from records_dovecot_session d
join services s using (program)
-- a proxy and the server behind it name the session alike
left join (
    select host, session, arg_min(ip, line_order(source, line)) as ip
    from records_dovecot_login
    where session is not null
    group by host, session
) l on l.host = d.host and l.session = d.session;

create or replace view filings as
select d.time, d.source, d.line, d.host, lower(d.account) as account, coalesce(d.action, e.event) as action, d.target,
    d.message_id
from records_dovecot_mail d join events e using (format);

create or replace view postscreen as
-- 3.6 renamed its lists
select p.time, p.source, p.line, p.host, p.ip,
    replace(replace(e.event, 'whitelist', 'allowlist'), 'blacklist', 'denylist') as event, p.detail
from records_postscreen p join events e using (format);

-- What header_checks were told to log of it, whatever else they did.
create or replace view subjects as
select h.time, h.source, h.line, h.host, h.queue_id, substr(h.text, 10) as subject
from records_header_check h join events e using (format)
where e.daemon = 'cleanup' and e.event like 'header-check%' and starts_with(lower(h.text), 'subject: ');
