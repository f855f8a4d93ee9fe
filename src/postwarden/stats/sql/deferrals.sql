-- Why were deliveries deferred, and by which delivery agent?
select p.name as service, told_reason(a.reason) as reason, count(*) as deferrals
from (from attempts where status = 'deferred') a
join records_delivery r using (source, line) join programs p on p.id = r.program
group by all order by deferrals desc, service, reason
