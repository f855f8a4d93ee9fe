-- How many sessions did clients have on each day, and how long were they?
select strftime(local_time(end_time), '%Y-%m-%d') as date, count(*) as connections, coalesce(round(sum(lasted) / 1e6, 2), 0) as seconds,
    coalesce(round(sum(lasted) / count(lasted) / 1e6, 2), 0) as average_s, coalesce(round(max(lasted) / 1e6, 2), 0) as longest_s
from sessions group by date order by date
