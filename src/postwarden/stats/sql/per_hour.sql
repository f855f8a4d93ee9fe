-- What happened in each hour of the clock, on all days together?
select
    h.hour, coalesce(sum(received), 0)::bigint, coalesce(sum(delivered), 0)::bigint, coalesce(sum(deferred), 0)::bigint,
    coalesce(sum(bounced), 0)::bigint, coalesce(sum(rejected), 0)::bigint, coalesce(sum(logins), 0)::bigint,
    coalesce(sum(failures), 0)::bigint
from (select unnest(range(24)) as hour) h left join quarters q on hour(q.local) = h.hour
group by h.hour order by h.hour
