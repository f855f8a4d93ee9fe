-- A quarter of an hour is the same day and hour in every zone.
create or replace table quarters as
select
    local_time(quarter * 900_000_000) as local, coalesce(sum(received), 0) as received,
    coalesce(sum(delivered), 0) as delivered, coalesce(sum(deferred), 0) as deferred,
    coalesce(sum(bounced), 0) as bounced, coalesce(sum(rejected), 0) as rejected, coalesce(sum(logins), 0) as logins,
    coalesce(sum(failures), 0) as failures
from (
    select time // 900_000_000 as quarter, count(*) as received from mails where received and within(time) group by quarter
    union all by name
    select time // 900_000_000 as quarter, count(*) filter (status = 'sent' and not forwarded) as delivered,
        count(*) filter (status = 'deferred') as deferred, count(*) filter (status = 'bounced') as bounced
    from attempts group by quarter
    union all by name
    select time // 900_000_000 as quarter, count(*) as rejected from declined group by quarter
    union all by name
    select time // 900_000_000 as quarter, count(*) as logins from entered group by quarter
    union all by name
    select time // 900_000_000 as quarter, sum(attempts) as failures from failed group by quarter
)
group by quarter;
