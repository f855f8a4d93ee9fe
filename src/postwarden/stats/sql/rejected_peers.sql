-- Whom did each reason hit?
select action, coalesce(stage, '?') as stage, coalesce(reason, '') as reason, coalesce(peer, '?') as peer, count(*) as "count"
from refusals_told group by all order by "count" desc, action, stage, reason, peer
