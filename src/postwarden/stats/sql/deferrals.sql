-- Why were deliveries deferred?
select coalesce(service, '?') as service, told_reason(reason) as reason, count(*) as deferrals
from attempts where status = 'deferred'
group by all order by deferrals desc, service, reason
