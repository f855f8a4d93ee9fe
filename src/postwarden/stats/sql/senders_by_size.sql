-- Who sent the most bytes?
select sender, messages, bytes from senders order by bytes desc, messages desc, sender
