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
