-- Which mails were delivered whose size the log does not tell?
select queue_id, max(recipient) as recipient
from attempts where status = 'sent' and not forwarded and size is null
group by host, queue_id order by queue_id, host
