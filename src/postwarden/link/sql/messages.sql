-- What each queue id was told to be, by whichever daemon told it. Re-injected mails are folded into their first id.
create or replace view requeued as
select r.host, r.queue_id, r.turn
from with_turn('records_queue_event') r join events e using (format)
where e.kind = 'postsuper/requeued';

create or replace view begun as
select host, queue_id, turn, seq, time, lower(account) as account,
    -- a filter or proxy of our own says whom it had the mail from (XFORWARD)
    coalesce(origin_ip, ip) as ip, case when origin_ip is null then client else origin_client end as client,
    program, 'network' as origin, null::bigint as uid
from accepted
union all by name
select host, queue_id, turn, seq, time, program, 'local' as origin, uid from pickups;

create or replace view told_mails as
with
named as (
    select host, queue_id, turn, min(seq) as seq, arg_min(time, seq) as time, arg_min(message_id, seq) as message_id
    from with_turn('records_message_id')
    group by host, queue_id, turn
),
queued as (
    select host, queue_id, turn, min(seq) as seq, arg_min(time, seq) as time,
        arg_min(sender, seq) as sender, arg_min(size, seq) as size, max(recipients) as recipients,
        min(time) filter (recipients is not null) as told_time
    from with_turn('records_active')
    group by host, queue_id, turn
)
select
    host, queue_id, turn,
    -- it begins with the line that says where it came from, in whatever order the lines were read
    coalesce(b.seq, least(n.seq, q.seq)) as seq,
    coalesce(b.time, case when n.seq < q.seq or q.seq is null then n.time else q.time end) as time,
    b.account, b.ip, b.client, b.program, b.origin, b.uid, q.sender, n.message_id, q.size, q.recipients, q.told_time
from (from begun where turn = 0 union all (select distinct on (seq) * from begun where turn <> 0)) b
full join named n using (host, queue_id, turn) full join queued q using (host, queue_id, turn);

create or replace table messages as
select
    m.time, (m.seq >> 32)::smallint as source, (m.seq & 4294967295)::integer as line, m.host, m.queue_id,
    m.account, m.ip, m.client, s.service,
    case
        when m.account is not null then 'login'
        when b.queue_id is not null then 'bounce'
        else coalesce(m.origin, 'unknown')
    end as origin,
    m.uid, coalesce(m.sender, w.sender) as sender, m.message_id, m.size, m.recipients, m.told_time,
    case when x.queue_id is not null then 'expired' when h.queue_id is not null then h.ended else e.ended end as ended,
    coalesce(h.end_time, e.end_time) as end_time,
    m.turn
from told_mails m
left join services s using (program)
left join endings e on e.host = m.host and e.queue_id = m.queue_id and e.turn = m.turn
left join (select host, queue_id, turn, min(sender) as sender from judged where verdict = 'hold' group by all) w
    on w.host = m.host and w.queue_id = m.queue_id and w.turn = m.turn
left join (
    select distinct r.host, r.queue_id, r.turn from with_turn('records_queue_event') r join events k using (format)
    where k.event in ('expired', 'force-expired') and k.daemon = 'qmgr'
) x on x.host = m.host and x.queue_id = m.queue_id and x.turn = m.turn
left join (
    select distinct host, related as queue_id from records_queue_event where related is not null
) b on b.host = m.host and b.queue_id = m.queue_id
-- a mail that a filter took over lives until the last of its queue ids ends; one that was requeued only goes on
left join (
    select r.host, r.root_id as queue_id, r.root_turn as turn, max(c.end_time) as end_time,
        case when count(c.ended) = count(*) then last(c.ended order by c.end_time, c.seq) end as ended
    from (select * from roots anti join requeued using (host, queue_id, turn)) r left join endings c on c.host = r.host and c.queue_id = r.queue_id and c.turn = r.turn
    group by all
) h on h.host = m.host and h.queue_id = m.queue_id and h.turn = m.turn;

-- Each login that was told of goes to the use of its queue id that is nearest in time.
create or replace table lent_logins as
select host, queue_id, turn, arg_min(account, seq) as account, arg_min(ip, seq) as ip, arg_min(client, seq) as client
from (
    select m.host, m.queue_id, m.turn, t.account, t.ip, t.client, t.seq
    from told_logins t
    join messages m on m.host = t.host and m.queue_id = t.queue_id and abs(m.time - t.time) < 3_600_000_000
    where m.account is null
    qualify row_number() over (partition by t.seq order by abs(m.time - t.time), line_order(m.source, m.line)) = 1
)
group by all;

update messages m
set account = t.account, ip = coalesce(t.ip, m.ip), client = if(t.ip is null, m.client, t.client), origin = 'login'
from lent_logins t
where t.host = m.host and t.queue_id = m.queue_id and t.turn = m.turn;

-- re-injected mails are folded into their first id
delete from messages m using roots r where r.host = m.host and r.queue_id = m.queue_id and r.turn = m.turn;
