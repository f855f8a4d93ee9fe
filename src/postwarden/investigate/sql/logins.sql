-- Successful logins that were asked for, those that sent nothing and whose account Postfix does not log among them.
-- Variables: from_abroad (only from outside the home countries and own networks).
create or replace temp table homes as
with days as (
    select account, country, count(distinct time // 86_400_000_000) as days, count(*) as logins
    from logins where country is not null and not coalesce(internal, false) group by all
),
learnt as (
    select account, country from days anti join home_countries using (account)
    qualify row_number() over (partition by account order by days desc, logins desc, country) = 1
)
select account, country from home_countries union select account, country from learnt;

-- A refused sender is a login that `logins` has already.
create or replace temp table silent as
select s.*, 'smtp' as protocol, true as silent
from silent_logins s
left join connections c on c.end_source = s.source and c.end_line = s.line
where within(s.time) and not exists (
    select 1 from logins l
    where l.host = s.host and l.ip is not distinct from s.ip and l.service = s.service
        and l.time between coalesce(c.time, s.time) and s.time
);

create or replace temp table entered as
with told as (
    select
        time, source, line, host, account, ip, ip_net, internal, country, place, asn, as_name, protocol, method, queue_id,
        false as silent
    from logins where within(time)
    union all by name
    select time, source, line, host, ip, ip_net, internal, country, place, asn, as_name, protocol, silent from silent
)
select
    t.*, m.queue_id is not null as mail, coalesce(m.recipients, 0) as recipients,
    not coalesce(t.internal, false) and t.country is not null and case
        when t.account is null then t.country not in (select country from homes)
        else (t.account, t.country) not in (select (account, country) from homes)
    end as abroad
from told t
left join messages m on m.source = t.source and m.line = t.line and m.account = t.account
where wanted(t.account, getvariable('accounts')) and wanted_ip(t.ip)
    and wanted(m.sender, getvariable('senders'))
    and (len(getvariable('recipients')) = 0 or coalesce((m.source, m.line) in (select (source, line) from asked_mails), false));

delete from entered where getvariable('from_abroad') and not abroad;
