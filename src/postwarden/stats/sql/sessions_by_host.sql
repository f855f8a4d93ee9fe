-- Which hosts had the most sessions?
select peer as host, count(*) as connections, coalesce(round(sum(lasted) / 1e6, 2), 0) as seconds,
    coalesce(round(sum(lasted) / count(lasted) / 1e6, 2), 0) as average_s, coalesce(round(max(lasted) / 1e6, 2), 0) as longest_s
from sessions group by peer order by connections desc, seconds desc, peer
