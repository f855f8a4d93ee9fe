-- From which domains did mail come?
select coalesce(sender_domain, '?') as domain, count(*) as messages, sum(size)::bigint as bytes
from mails where received and within(time) and size is not null
group by domain order by messages desc, bytes desc, domain
