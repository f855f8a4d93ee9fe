-- AUTH was accepted, and neither DATA nor BDAT: somebody tested a password. The log does not say whose.
create or replace table silent_logins as
select
    d.time, d.source, d.line, d.host, d.ip, d.client, s.service,
    coalesce(try_cast(regexp_extract(d.counters, '(?:^| )auth=[0-9]+/([0-9]+)', 1) as bigint), a.ok) - a.ok as failed
from records_disconnect d
join services s using (program),
    lateral (select try_cast(regexp_extract(d.counters, '(?:^| )auth=([0-9]+)', 1) as bigint) as ok) a
where contains(d.counters, 'auth=') and a.ok > 0 and not regexp_matches(d.counters, '(?:^| )(?:data|bdat)=[1-9]');
