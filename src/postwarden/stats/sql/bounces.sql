-- Why were deliveries given up?
select coalesce(relay, '?') as relay, told_reason(reason) as reason, count(*) as bounced
from attempts where status = 'bounced'
group by all order by bounced desc, relay, reason
