-- What happened on each day of the zone?
select
    strftime(local, '%Y-%m-%d') as date, sum(received)::bigint as received, sum(delivered)::bigint as delivered,
    sum(deferred)::bigint as deferred, sum(bounced)::bigint as bounced, sum(rejected)::bigint as rejected,
    sum(logins)::bigint as logins, sum(failures)::bigint as failures
from quarters group by date order by date
