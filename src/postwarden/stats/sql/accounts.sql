-- Which accounts logged in, how often, from where, and what did they send?
with came as (
    select account, count(*) as logins, count(distinct ip) as addresses, count(distinct country) as countries
    from entered group by account
),
missed as (select account, sum(attempts)::bigint as failures from failed group by account),
sent as (
    select account, count(*) as messages, coalesce(sum(recipients), 0)::bigint as recipients,
        coalesce(sum(size), 0)::bigint as bytes
    from mails where account is not null and within(time) group by account
)
select c.account, c.logins, coalesce(f.failures, 0) as failures, c.addresses, c.countries,
    coalesce(s.messages, 0) as messages, coalesce(s.recipients, 0) as recipients, coalesce(s.bytes, 0) as bytes
from came c left join missed f using (account) left join sent s using (account)
order by c.logins desc, c.account
