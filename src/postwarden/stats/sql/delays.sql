-- How long did deliveries take?
select
    case when contains(relay, ']:') then 'elsewhere' else 'here' end as destination, count(*) as deliveries,
    quantile_disc(delay, 0.5) as p50, quantile_disc(delay, 0.9) as p90, quantile_disc(delay, 0.95) as p95,
    quantile_disc(delay, 0.99) as p99, max(delay) as longest
from attempts where status = 'sent' and not forwarded and delay is not null
group by destination order by destination
