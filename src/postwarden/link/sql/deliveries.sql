create or replace table deliveries as
select
    d.time, d.source, d.line, d.host, d.queue_id, m.account, coalesce(r.root_id, d.queue_id) as message, m.sender,
    d.recipient, d.orig_recipient is not null as rewritten, d.relay, d.delay, d.dsn,
    case
        -- discard(8) logs `sent`; only it has no relay to send to
        when s.daemon = 'discard' or (d.relay = 'none' and lower(d.status) = 'sent') then 'discarded'
        when lower(d.status) = 'softbounce' then 'deferred'
        else lower(d.status)
    end as status,
    case when ends_with(d.reason, ')') then left(d.reason, -1) else d.reason end as reason
from delivered d
left join services s using (program)
left join roots r on r.host = d.host and r.queue_id = d.queue_id and r.turn = d.turn
left join messages m
    on m.host = d.host and m.queue_id = coalesce(r.root_id, d.queue_id) and m.turn = coalesce(r.root_turn, d.turn)
where lower(d.status) in ('sent', 'deferred', 'bounced', 'softbounce', 'expired')
    -- handed to an own filter: the delivery comes under the next queue id
    and not exists (
        select 1 from handovers h join parents p on p.host = h.host and p.queue_id = h.next_id and p.parent_id = h.queue_id
        where h.host = d.host and h.queue_id = d.queue_id and h.turn = d.turn and h.seq = d.seq
    );
drop table delivered;
alter table messages drop column turn;
