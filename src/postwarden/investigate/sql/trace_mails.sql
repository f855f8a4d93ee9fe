-- Which mails are meant? Those of a queue id (also one that a filter or a requeue gave them), else of a Message-ID, else
-- of an address or a login. Variables: query; by_network with the table `queried_ips`: those of a client.
create or replace temp table asked_for as
with named as (
    select host, queue_id from messages where queue_id = getvariable('query')
    union
    select host, root_id from roots where queue_id = getvariable('query')
),
matched as (
    select u.*, case
        when getvariable('by_network') then if(u.ip in (select ip from queried_ips), 4, 0)
        when getvariable('query') = '' then 0
        when (u.host, u.queue_id) in (select (host, queue_id) from named) then 1
        when u.message_id in (getvariable('query'), '<' || getvariable('query') || '>') then 2
        when lower(u.sender) = lower(getvariable('query')) or u.account = lower(getvariable('query'))
            or (u.source, u.line) in (select (source, line) from mails_to([lower(getvariable('query'))])) then 3
        else 0
    end as how
    from uses u
    where within(u.time) and wanted(u.account, getvariable('accounts')) and wanted(u.sender, getvariable('senders'))
        and wanted_ip(u.ip)
        and (
            len(getvariable('recipients')) = 0
            or coalesce((u.source, u.line) in (select (source, line) from asked_mails), false)
        )
)
select * from matched where how > 0 and how = (select min(how) from matched where how > 0);

create or replace temp table traced as
select row_number() over (order by time, source, line) as n, *
from (select * from asked_for order by time desc, source desc, line desc limit getvariable('most'));

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
