-- What was refused before it became a mail, from or to whom the question is about.
select
    stamped(time) as time, action as kind, null as queue_id, account, ip, client, null as place, null as provider, service,
    null as method, null as uid, sender, recipient, null as relay, null as dsn, null as delay_s, null as size,
    null as recipients, null as related, text, source, line
from rejections
where queue_id is null and within(time)
    and if(
        getvariable('by_network'),
        ip in (select ip from queried_ips),
        getvariable('query') <> '' and lower(getvariable('query')) in (lower(sender), lower(recipient), account)
    )
    and wanted(account, getvariable('accounts')) and wanted(sender, getvariable('senders'))
    and wanted(recipient, getvariable('recipients')) and wanted_ip(ip)
order by rejections.time desc, source desc, line desc
limit getvariable('most')
