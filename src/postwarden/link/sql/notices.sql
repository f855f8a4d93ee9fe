create or replace table notices as
select n.time, n.source, n.line, n.host, s.service, e.kind,
    coalesce(n.severity, nullif(regexp_extract(e.event, '(warning|error|fatal|panic)$', 1), ''), 'info') as severity,
    n.text
from records_notice n join services s using (program) join events e using (format)
union all
select n.time, n.source, n.line, n.host, s.service, e.kind, 'warning', null
from records_secret n join services s using (program) join events e using (format)
union all
select n.time, n.source, n.line, n.host, s.service, e.kind, 'warning', null
from records_dovecot_auth n join services s using (program) join events e using (format)
where e.event like '%given-password%';
