create or replace view checks as
select
    h.time, h.source, h.line, h.host, h.queue_id, null as account, h.ip, h.client, h.program, h.action,
    regexp_extract(e.event, '^(.*)-check', 1) as stage, concat_ws(': ', h.text, h.detail) as text, h.sender, h.recipient,
    h.helo
from records_header_check h join events e using (format)
where regexp_matches(h.action, '^(milter-(header|body)-)?(reject|discard|hold|redirect)$');

create or replace view refused as
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
