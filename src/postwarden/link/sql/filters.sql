-- One mail, several queue ids: a content filter takes it under the first and hands it back under a second
-- (`queued as`, `orig_queue_id=`), `postsuper -r` gives it a new one (`orig_id=`). The login is known under the
-- first only, the true deliveries under the last.

create or replace table handovers as
select d.host, d.queue_id, d.turn, d.seq, d.time, regexp_extract(d.reason, 'queued as ([0-9A-Za-z]+)', 1) as next_id
from delivered d
where d.status = 'sent'
    and contains(d.reason, 'queued as ')
    -- on this host, or in a container beside it: a foreign server could name any queue id
    and regexp_matches(
        d.relay,
        '^(127\.|localhost)|\[(127\.|10\.|192\.168\.|172\.(1[6-9]|2[0-9]|3[01])\.|::1\]|f[cd][0-9a-f]{2}:|(private|public)?/)'
    );

create or replace table parents as
with steps as (
    select h.host, a.queue_id, a.turn, h.queue_id as parent_id, h.turn as parent_turn
    from handovers h
    -- logged before the handover, but lines may arrive out of order
    join accepted a on a.host = h.host and a.queue_id = h.next_id and abs(a.time - h.time) < 3_600_000_000
    qualify row_number() over (partition by h.host, h.queue_id, h.turn, h.next_id order by abs(a.time - h.time), a.seq) = 1
    union
    select a.host, a.queue_id, a.turn, b.queue_id, b.turn
    from accepted a join accepted b on a.host = b.host and a.origin_queue_id = b.queue_id and b.seq < a.seq
    qualify row_number() over (partition by a.host, a.queue_id, a.turn order by b.seq desc) = 1
    union
    select p.host, p.queue_id, p.turn, a.queue_id, a.turn
    from pickups p
    join (select host, queue_id, turn, seq from accepted union all select host, queue_id, turn, seq from pickups) a
        on p.host = a.host and p.orig_queue_id = a.queue_id and a.seq < p.seq
    qualify row_number() over (partition by p.host, p.queue_id, p.turn order by a.seq desc) = 1
)
select host, queue_id, turn, min(parent_id) as parent_id, min_by(parent_turn, parent_id) as parent_turn
from steps
where (queue_id, turn) <> (parent_id, parent_turn)
group by all;

-- The first queue id of each: a filter, a requeue and a second filter are three steps at most.
create or replace table roots as
select
    p.host, p.queue_id, p.turn,
    coalesce(p3.parent_id, p2.parent_id, p.parent_id) as root_id,
    coalesce(p3.parent_turn, p2.parent_turn, p.parent_turn) as root_turn
from parents p
left join parents p2 on p2.host = p.host and p2.queue_id = p.parent_id and p2.turn = p.parent_turn
left join parents p3 on p3.host = p.host and p3.queue_id = p2.parent_id and p3.turn = p2.parent_turn;

-- Logins that another line than `client=` tells of: a proxy in front of the queue (whose `client=` has no queue id
-- yet), Dovecot's submission service.
create or replace table told_logins as
select p.host, p.queue_id, p.time, p.seq, coalesce(p.account, lower(c.account)) as account, c.ip, c.client
from (
    select *  replace (regexp_extract(text, 'queued as ([0-9A-Za-z]+)', 1) as queue_id)
    from refusals where action = 'proxy-accept'
) p
asof left join (
    select host, program, pid, account, ip, client, line_order(source, line) as seq
    from records_accepted where queue_id = 'NOQUEUE'
) c on p.host = c.host and p.program = c.program and p.pid = c.pid and p.seq >= c.seq
where coalesce(p.account, c.account) <> ''
union all
select r.host, r.queue_id, r.time, line_order(r.source, r.line), lower(r.account), l.ip, null
from records_dovecot_relay r
left join (
    select host, session, arg_min(ip, line_order(source, line)) as ip
    from records_dovecot_login semi join records_dovecot_relay using (host, session) group by all
) l on l.host = r.host and l.session = r.session
where r.queue_id is not null;
