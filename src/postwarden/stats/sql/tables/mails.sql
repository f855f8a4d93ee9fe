create or replace table mails as
select
    time, host, queue_id, account, size, recipients, end_time, origin in ('login', 'network', 'local') as received,
    case when sender = '' then '<>' else address(sender) end as sender,
    case
        when contains(sender, '@') then domain(sender)
        when origin = 'local' then sender
        else host_domain(client, ip)
    end as sender_domain
from messages
where time < getvariable('until')
    and wanted(account, getvariable('accounts')) and wanted(sender, getvariable('senders')) and wanted_ip(ip)
    and (len(getvariable('recipients')) = 0 or (host, queue_id) in (select (host, queue_id) from asked_mails));
