-- What did the master daemon say?
select
    case kind
        when 'master/started' then 'daemon started, version ' when 'master/reload' then 'reload, version '
        when 'master/terminating' then 'terminating on signal ' else ''
    end || coalesce(text, '') as text,
    count(*) as "count"
from notices where starts_with(kind, 'master/') and within(time) and anybody() and not getvariable('by_ip')
group by all order by "count" desc, text
