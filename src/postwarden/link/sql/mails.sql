-- A mail is a queue id between two removals: short queue ids are used again (Postfix, enable_long_queue_ids = no).
-- `turn` tells the uses of one queue id apart: 0 for ids that are used once, which are nearly all, else the
-- position of the line where this use began.
create or replace table removals as
select q.host, q.queue_id, line_order(q.source, q.line) as seq, q.time, q.source, q.line, e.event, e.daemon
from records_queue_event q join events e using (format)
where e.kind in ('qmgr/removed', 'cleanup/removed-canceled', 'cleanup/removed-discarded', 'postsuper/removed');

create or replace table beginnings as
select host, queue_id, time, line_order(source, line) as seq from records_accepted where queue_id <> 'NOQUEUE'
union all
select host, queue_id, time, line_order(source, line) from records_pickup;

-- Removed twice, begun twice, or removed before it began (a minute: lines of one mail may arrive out of order).
create or replace table reused as
select host, queue_id from (
    select host, queue_id, time as removed, null as begun from removals
    union all
    select host, queue_id, null, time from beginnings
)
group by all
having count(removed) > 1 or count(begun) > 1 or min(removed) < max(begun) - 60_000_000;

create or replace table turns as
select host, queue_id, seq from beginnings semi join reused using (host, queue_id)
union
select host, queue_id, seq + 1 from removals semi join reused using (host, queue_id);

create or replace macro with_turn(records) as table
with placed as (select *, line_order(source, line) as seq from query_table(records))
select *, 0::bigint as turn from placed anti join reused using (host, queue_id)
union all
select r.*, coalesce(t.seq, 0) as turn
from (select * from placed semi join reused using (host, queue_id)) r
asof left join turns t on r.host = t.host and r.queue_id = t.queue_id and r.seq >= t.seq;
