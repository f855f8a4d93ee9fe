-- How many sessions did clients have in each hour of the clock?
select hour(local_time(end_time)) as hour, count(*) as connections, coalesce(round(sum(lasted) / 1e6, 2), 0) as seconds,
    coalesce(round(sum(lasted) / count(lasted) / 1e6, 2), 0) as average_s, coalesce(round(max(lasted) / 1e6, 2), 0) as longest_s
from sessions group by all order by hour
