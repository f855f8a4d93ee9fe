-- The queue ids of each mail, and the time in which they mean it: they are used again. Lines may arrive out of order.
create or replace temp table ids as
with all_ids as (
    select n, host, queue_id, time, next_use, end_time from traced
    union
    select t.n, t.host, r.queue_id, t.time, t.next_use, t.end_time
    from traced t join roots r on r.host = t.host and r.root_id = t.queue_id
)
select
    n, host, queue_id, time - 60_000_000 as begin,
    least(coalesce(next_use, 9e18::bigint), coalesce(end_time + 3_600_000_000, 9e18::bigint)) as finish
from all_ids;

create or replace temp table sessions as
select t.n, t.queue_id, c.*
from traced t
join records_accepted a on a.source = t.source and a.line = t.line
join programs p on p.id = a.program
join connections c on c.host = a.host and c.pid = a.pid and c.service = p.name
    and (c.source::bigint << 32) + c.line <= (a.source::bigint << 32) + a.line
    and (c.end_source::bigint << 32) + c.end_line >= (a.source::bigint << 32) + a.line;
