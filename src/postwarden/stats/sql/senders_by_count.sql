-- Who sent the most mails?
select sender, messages, bytes from senders order by messages desc, bytes desc, sender
