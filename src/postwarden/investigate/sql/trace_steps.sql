-- What happened to the mails of `traced`, line by line.
with steps as (
    select n, time, source, line, 'connect' as kind, ip, client, service from sessions
    where (source, line) <> (end_source, end_line)
    union all by name
    select s.n, f.time, f.source, f.line, 'failure' as kind, f.account, f.ip, f.service, f.method, f.reason as text
    from sessions s join failures f on f.host = s.host and f.ip = s.ip and f.time between s.time and s.end_time
    union all by name
    select
        t.n, t.time, t.source, t.line, 'from ' || t.origin as kind, t.queue_id, t.account, t.ip, t.client, t.service,
        upper(a.method) as method, t.uid
    from traced t left join records_accepted a on a.source = t.source and a.line = t.line
    where t.origin in ('login', 'network', 'local')
    union all by name
    select i.n, a.time, a.source, a.line, 'returned' as kind, a.queue_id, a.ip, a.client, p.name as service
    from records_accepted a
    join ids i on i.host = a.host and i.queue_id = a.queue_id and a.time between i.begin and i.finish
    join programs p on p.id = a.program
    anti join traced t on t.source = a.source and t.line = a.line
    union all by name
    select i.n, r.time, r.source, r.line, 'message id' as kind, r.queue_id, r.message_id as text
    from records_message_id r join ids i on i.host = r.host and i.queue_id = r.queue_id and r.time between i.begin and i.finish
    union all by name
    select i.n, r.time, r.source, r.line, 'subject' as kind, r.queue_id, r.subject as text
    from subjects r join ids i on i.host = r.host and i.queue_id = r.queue_id and r.time between i.begin and i.finish
    union all by name
    select
        i.n, r.time, r.source, r.line, r.queue_id, r.sender, r.size, r.recipients,
        if(row_number() over (partition by i.n, r.queue_id order by r.time, r.source, r.line) = 1, 'queued', 'retried') as kind
    from records_active r join ids i on i.host = r.host and i.queue_id = r.queue_id and r.time between i.begin and i.finish
    union all by name
    select
        i.n, d.time, d.source, d.line, d.status as kind, d.queue_id, d.recipient, d.relay, d.dsn, d.delay as delay_s,
        d.reason as text
    from deliveries d join ids i on i.host = d.host and i.queue_id = d.queue_id and d.time between i.begin and i.finish
    union all by name
    select
        i.n, d.time, d.source, d.line, 'handed over' as kind, d.queue_id, d.recipient, d.relay, d.dsn, d.delay as delay_s,
        d.reason as text
    from records_delivery d
    join ids i on i.host = d.host and i.queue_id = d.queue_id and d.time between i.begin and i.finish
    anti join deliveries e on e.source = d.source and e.line = d.line
    where lower(d.status) = 'sent'
    union all by name
    select i.n, e.time, e.source, e.line, e.event as kind, e.queue_id, e.related
    from queue_events e join ids i on i.host = e.host and i.queue_id = e.queue_id and e.time between i.begin and i.finish
    union all by name
    select i.n, e.time, e.source, e.line, 'reports' as kind, i.queue_id, e.queue_id as related, e.event as text
    from queue_events e join ids i on i.host = e.host and i.queue_id = e.related and e.time between i.begin and i.finish
    where regexp_matches(e.event, '(non-delivery|delay|success)$')
    union all by name
    select
        i.n, r.time, r.source, r.line, r.action as kind, r.queue_id, r.account, r.ip, r.client, r.sender, r.recipient, r.text
    from rejections r join ids i on i.host = r.host and i.queue_id = r.queue_id and r.time between i.begin and i.finish
    union all by name
    select s.n, r.time, r.source, r.line, r.action as kind, r.account, r.ip, r.client, r.sender, r.recipient, r.text
    from rejections r join sessions s
        on s.host = r.host and s.ip = r.ip and s.service = r.service and r.time between s.time and s.end_time
    where r.queue_id is null
    union all by name
    select t.n, f.time, f.source, f.line, f.action as kind, f.account, f.target as text
    from traced t join filings f
        on f.host = t.host and f.message_id = t.message_id
        and f.time between t.time - 60_000_000 and coalesce(t.end_time, t.time) + 86_400_000_000
    union all by name
    select n, end_time as time, end_source as source, end_line as line, 'disconnect' as kind, ip, client, counters as text
    from sessions
)
select
    s.n, stamped(s.time) as time, s.kind, s.queue_id, s.account, s.ip, s.client, a.place, provider(a.asn, a.as_name) as provider,
    s.service, s.method, s.uid, s.sender, s.recipient, s.relay, s.dsn, s.delay_s, s.size, s.recipients, s.related, s.text,
    s.source, s.line
from (select distinct * from steps) s left join addresses a on a.ip = s.ip
order by s.n, s.time, s.source, s.line, s.kind
