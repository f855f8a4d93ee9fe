-- Whose mails were in the queue when the time ended?
select account, coalesce(sender, '?') as sender, count(*) as messages,
    max((getvariable('ended') - time) // 1_000_000) as oldest_s
from mails
where time < getvariable('ended') and size is not null and (end_time is null or end_time >= getvariable('ended'))
group by account, sender order by messages desc, oldest_s desc, account nulls last, sender
