-- What happened in each hour of the clock, on all days together?
select
    h.hour, coalesce(sum(received), 0)::bigint as received, coalesce(sum(delivered), 0)::bigint as delivered,
    coalesce(sum(deferred), 0)::bigint as deferred, coalesce(sum(bounced), 0)::bigint as bounced,
    coalesce(sum(rejected), 0)::bigint as rejected, coalesce(sum(logins), 0)::bigint as logins,
    coalesce(sum(failures), 0)::bigint as failures
from (select unnest(range(24)) as hour) h left join quarters q on hour(q.local) = h.hour
group by h.hour order by h.hour
