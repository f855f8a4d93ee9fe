select
    count(*) as logins, count(*) filter (silent) as silent, count(distinct account) as accounts,
    count(distinct ip) as addresses, count(distinct country) filter (not coalesce(internal, false)) as countries,
    count(*) filter (mail) as mails
from entered
