-- What did this server not take, and why?
select action, coalesce(stage, '?') as stage, coalesce(reason, '') as reason, count(*) as number
from refusals_told group by all order by number desc, action, stage, reason
