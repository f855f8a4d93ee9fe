-- Whose mails were in the queue when the time ended?
select account, coalesce(sender, '?') as sender, count(*) as messages, max(age_s) as oldest_s
from waiting
group by account, sender order by messages desc, oldest_s desc, account nulls last, sender
