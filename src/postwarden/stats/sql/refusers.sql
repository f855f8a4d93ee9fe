-- Which other servers did not take our mail?
select
    -- mx1.example.com, mx2.example.com, …: one provider's servers differ in their first name
    regexp_replace(split_part(relay, '[', 1), '^[^.]+\.([^.]+\.)', '\1') as domain,
    count(*) filter (status = 'bounced') as bounced, count(*) filter (status = 'deferred') as deferrals,
    count(*) filter (status = 'sent') as delivered,
    count(distinct account) filter (status in ('bounced', 'deferred')) as accounts
from attempts where contains(relay, ']:')
group by domain having bounced + deferrals > 0 order by bounced + deferrals desc, domain
