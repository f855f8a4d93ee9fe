create or replace table recipients as
select recipient, count(*) as deliveries, coalesce(sum(size), 0)::bigint as bytes
from attempts where status = 'sent' and not forwarded
group by recipient;
