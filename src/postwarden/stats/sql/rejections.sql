-- What did this server not take, and why?
select action, coalesce(stage, '?') as stage, coalesce(reason, '') as reason, count(*) as "count"
from refusals_told group by all order by "count" desc, action, stage, reason
