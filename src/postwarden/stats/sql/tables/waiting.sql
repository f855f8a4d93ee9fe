-- The queue at the moment at which the time ends.
create or replace table waiting as
select account, sender, size, recipients, (getvariable('ended') - time) // 1_000_000 as age_s
from mails
where time < getvariable('ended') and size is not null and (end_time is null or end_time >= getvariable('ended'));
