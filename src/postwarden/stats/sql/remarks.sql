-- Of what did the mail server warn?
with told as (
    select severity, service,
        case when starts_with(kind, 'notice/') then text
            when starts_with(kind, 'verbose/') or contains(kind, 'password') then 'a password stands in the log'
            else replace(split_part(kind, '/', 2), '-', ' ') || coalesce(': ' || text, '') end as text
    from notices
    where severity in ('warning', 'error', 'fatal', 'panic') and within(time) and anybody() and not getvariable('by_ip')
    union all
    select 'warning', p.name, concat('SASL ', upper(r.method), ' authentication ', if(f.name like '%abort%', 'aborted', 'failed'))
    from records_sasl_failure r join formats f on f.id = r.format join programs p on p.id = r.program
    where within(r.time) and anybody() and not getvariable('by_ip')
    union all
    select 'warning', p.name, concat(replace(split_part(f.name, '/', 2), '-', ' '), ' limit exceeded')
    from records_rate r join formats f on f.id = r.format join programs p on p.id = r.program
    where r.service is not null and r.what is null and within(r.time) and anybody() and not getvariable('by_ip')
)
select severity, service, left(coalesce(text, ''), 200) as text, count(*) as "count"
from told group by severity, service, left(coalesce(text, ''), 200)
order by array_position(['panic', 'fatal', 'error', 'warning'], severity), "count" desc, service, text
