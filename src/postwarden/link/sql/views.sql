create or replace view connections as
with ended as (
    select time, source, line, host, ip, client, program, pid, counters, process(host, program, pid) as process,
        line_order(source, line) as seq, begin_line, begin_time
    from records_disconnect
),
-- sessions over the border of two blocks, or whose process told of another address in between
parted as (from ended where begin_line is null),
paired as (
    select * exclude (begin_line, begin_time), begin_time, source as begin_source, begin_line
    from ended where begin_line is not null
    union all
    select d.* exclude (begin_line, begin_time), c.time, c.source, c.line
    from parted d
    asof left join (
        select * from (
            select time, source, line, ip, process(host, program, pid) as process, line_order(source, line) as seq
            from records_connect
        ) b semi join parted p on p.process = b.process and p.ip is not distinct from b.ip
    ) c on c.process = d.process and c.ip is not distinct from d.ip and d.seq >= c.seq
)
select
    coalesce(d.begin_time, d.time) as time, coalesce(d.begin_source, d.source) as source,
    coalesce(d.begin_line::integer, d.line) as line,
    d.host, d.ip, d.client, s.service, d.pid, d.time as end_time, d.source as end_source, d.line as end_line, d.counters,
    try_cast(regexp_extract(d.counters, '(?:^| )auth=([0-9]+)', 1) as bigint) as auth_ok,
    coalesce(
        try_cast(regexp_extract(d.counters, '(?:^| )auth=[0-9]+/([0-9]+)', 1) as bigint),
        try_cast(regexp_extract(d.counters, '(?:^| )auth=([0-9]+)', 1) as bigint)
    ) as auth_total
from paired d join services s using (program);

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
