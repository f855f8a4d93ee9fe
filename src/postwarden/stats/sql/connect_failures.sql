-- Which servers could not be reached?
select n.client as host, left(coalesce(n.text, ''), 200) as reason, count(*) as "count"
from records_notice n join formats f on f.id = n.format
where starts_with(f.name, 'smtp/connect-failed') and within(n.time) and anybody() and not getvariable('by_ip')
group by all order by "count" desc, host, reason
