-- To which domains did mail go, and how quickly?
select
    recipient_domain as domain,
    count(*) filter (status = 'sent') as deliveries,
    coalesce(sum(size) filter (status = 'sent'), 0)::bigint as bytes,
    count(*) filter (status = 'deferred') as deferrals,
    round(coalesce(sum(delay::decimal(18, 3)) filter (status = 'sent') / nullif(count(*) filter (status = 'sent'), 0), 0), 2)
        ::double as average_delay_s,
    coalesce(max(delay), 0) as longest_delay_s
from attempts where status in ('sent', 'deferred') and not forwarded
group by recipient_domain order by deliveries desc, bytes desc, deferrals desc, recipient_domain
