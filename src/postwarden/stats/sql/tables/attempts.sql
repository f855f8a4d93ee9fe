create or replace table attempts as
select
    d.time, d.source, d.line, d.host, d.queue_id, d.account, d.relay, d.delay, d.status, d.reason, m.size,
    address(d.recipient) as recipient, domain(d.recipient) as recipient_domain,
    d.status = 'sent' and starts_with(d.reason, 'forwarded as ') as forwarded
from (from deliveries where within(time) and wanted(recipient, getvariable('recipients'))) d
-- queue ids are used again; lines of one mail may arrive out of order, by a minute at most
asof left join messages m on m.host = d.host and m.queue_id = d.message and m.time - 60_000_000 <= d.time
where wanted(d.account, getvariable('accounts')) and wanted(d.sender, getvariable('senders')) and wanted_ip(m.ip);
