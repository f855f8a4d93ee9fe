-- What all questions of this folder need, besides the macros of postwarden.model.narrowing.
create or replace temp macro stamped(moment) as
    strftime(make_timestamp((moment // 1_000_000) * 1_000_000), '%Y-%m-%dT%H:%M:%SZ');
create or replace temp macro origin(internal, country) as if(coalesce(internal, false), 'internal', country);
create or replace temp macro provider(asn, as_name) as
    nullif(concat_ws(' ', 'AS' || asn::varchar, as_name), '');
-- One value where all rows agree, else nothing.
create or replace temp macro agreed(value) as if(count(distinct coalesce(value, '')) = 1, any_value(value), null);

-- Queue ids are used again: until then they mean this mail. Its lines may arrive out of order, by a minute at most.
create or replace temp view uses as
select *, lead(time) over (partition by host, queue_id order by time, source, line) - 60_000_000 as next_use from messages;

create or replace temp macro mails_to(names) as table
select distinct u.source, u.line
from (from deliveries where len(names) > 0 and wanted(recipient, names)) d
join uses u
    on u.host = d.host and u.queue_id = d.message and d.time >= u.time - 60_000_000
    and d.time < coalesce(u.next_use, 9e18::bigint);

create or replace temp table asked_mails as from mails_to(getvariable('recipients'));
