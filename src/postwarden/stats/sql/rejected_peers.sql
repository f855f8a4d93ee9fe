-- Whom did each reason hit?
select action, coalesce(stage, '?') as stage, coalesce(reason, '') as reason, coalesce(peer, '?') as peer, count(*) as number
from refusals_told group by all order by number desc, action, stage, reason, peer
