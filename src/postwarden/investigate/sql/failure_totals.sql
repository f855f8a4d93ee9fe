select
    coalesce(sum(attempts), 0)::bigint as failures, count(distinct account) as names, count(distinct ip) as addresses,
    count(distinct country) filter (not coalesce(internal, false)) as countries,
    (select coalesce(sum(attempts), 0)::bigint from all_failed where cause = 'aborted') as aborted,
    (select coalesce(sum(attempts), 0)::bigint from all_failed where cause = 'server') as outages,
    (
        select count(distinct f.ip) from failed f join came_in c on c.ip = f.ip and c.last >= f.time
    ) as succeeded
from failed
