-- Where did logins and failures come from?
select place as country, coalesce(sum(logins), 0)::bigint as logins, count(distinct account) as accounts,
    coalesce(sum(failures), 0)::bigint as failures, count(distinct ip) as addresses
from (
    select case when internal then 'internal' else country end as place, account, ip, 1 as logins, 0 as failures from entered
    union all
    select case when internal then 'internal' else country end, null, ip, 0, attempts from failed
)
group by place order by logins desc, failures desc, place nulls last
