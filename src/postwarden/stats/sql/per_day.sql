-- What happened on each day of the zone?
select
    strftime(local, '%Y-%m-%d') as date, sum(received)::bigint, sum(delivered)::bigint, sum(deferred)::bigint,
    sum(bounced)::bigint, sum(rejected)::bigint, sum(logins)::bigint, sum(failures)::bigint
from quarters group by date order by date
