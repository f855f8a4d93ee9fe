create or replace table declined as
select
    time, case word when 'hangup' then 'reject' when 'reject_warning' then 'warning' else word end as action,
    stage, text, client, ip, sender, recipient
from (select *, regexp_extract(action, '(reject|reject_warning|hold|discard|hangup)$', 1) as word from rejections)
where word <> '' and within(time)
    and wanted(account, getvariable('accounts')) and wanted(sender, getvariable('senders'))
    and wanted(recipient, getvariable('recipients')) and wanted_ip(ip)
union all
select time, 'reject', if(event in ('reject-connect', 'busy'), 'CONNECT', 'RCPT'), detail, null, ip, null, null
from postscreen
where (starts_with(event, 'reject') or event = 'busy') and within(time) and anybody() and wanted_ip(ip)
union all
select h.time, 'warning', split_part(split_part(f.name, '/', 2), '-', 1), h.text, h.client, h.ip, h.sender, h.recipient
from records_header_check h join formats f on f.id = h.format
where h.action = 'warning' and starts_with(f.name, 'cleanup/') and within(h.time)
    and len(getvariable('accounts')) = 0 and wanted(h.sender, getvariable('senders'))
    and wanted(h.recipient, getvariable('recipients')) and wanted_ip(h.ip);
