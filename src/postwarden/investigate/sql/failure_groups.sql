-- Who failed first and came in later: by account that account, else any.
with keyed as (
    select *, key_of(account, ip, ip_net, internal, country, asn, as_name, time) as key from failed
),
later as (
    select k.key, count(distinct k.ip) as succeeded
    from keyed k join came_in c on c.ip = k.ip and c.last >= k.time
    where getvariable('grouped_by') <> 'account' or c.account = k.account
    group by k.key
)
select
    k.key, sum(k.attempts)::bigint as failures, count(distinct k.account) as names, count(distinct k.ip) as addresses,
    count(distinct origin(k.internal, k.country)) as countries, agreed(origin(k.internal, k.country)) as country,
    agreed(provider(k.asn, k.as_name)) as provider, coalesce(any_value(l.succeeded), 0) as succeeded,
    stamped(min(k.time)) as first, stamped(max(k.time)) as last
from keyed k left join later l on l.key is not distinct from k.key
group by k.key
order by calendar(k.key), failures desc, k.key
