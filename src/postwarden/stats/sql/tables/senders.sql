create or replace table senders as
select sender, count(*) as messages, sum(size)::bigint as bytes
from mails where received and within(time) and size is not null
group by sender;
