-- How old were the mails in the queue when the time ended?
select b.age, count(*) as messages, coalesce(sum(w.recipients), 0)::bigint as recipients, sum(w.size)::bigint as bytes,
    max(w.age_s) as oldest_s
from (
    values
        (1, 'under 1 hour', 0, 3600), (2, '1 to 4 hours', 3600, 14_400), (3, '4 to 24 hours', 14_400, 86_400),
        (4, '1 to 2 days', 86_400, 172_800), (5, '2 to 5 days', 172_800, 432_000), (6, 'over 5 days', 432_000, 1e15)
) b(place, age, least_s, below_s)
join waiting w on w.age_s >= b.least_s and w.age_s < b.below_s
group by b.place, b.age order by b.place
