select
    key_of(account, ip, ip_net, internal, country, asn, as_name, time) as key, count(*) as logins,
    count(*) filter (mail) as mails, sum(recipients)::bigint as recipients, count(distinct account) as accounts,
    count(distinct ip) as addresses, count(distinct origin(internal, country)) as countries,
    agreed(origin(internal, country)) as country, agreed(provider(asn, as_name)) as provider,
    stamped(min(time)) as first, stamped(max(time)) as last
from entered
group by 1
order by calendar(key), logins desc, key
