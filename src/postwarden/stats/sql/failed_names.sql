-- With which names did logins fail?
select account as name, sum(attempts)::bigint as failures, count(distinct ip) as addresses,
    account is not null and account in (select account from entered) as logged_in
from failed group by account order by failures desc, account nulls last
