-- Logins of one account from one address, until it pauses for half a day: mail programs log in every few minutes.
with stepped as (
    select *, time - lag(time) over mine > 43_200_000_000 as pause
    from entered
    window mine as (partition by account, ip order by time, source, line)
),
numbered as (
    select *, count(*) filter (pause) over (partition by account, ip order by time, source, line) as run from stepped
),
runs as (
    select
        min(time) as begin, arg_min(source, (time::hugeint << 64) + (source::hugeint << 32) + line) as source,
        arg_min(line, (time::hugeint << 64) + (source::hugeint << 32) + line) as line,
        stamped(min(time)) as first, stamped(max(time)) as last, count(*) as logins, account, ip,
        any_value(ip_net) as network, origin(any_value(internal), any_value(country)) as country,
        any_value(place) as place, provider(any_value(asn), any_value(as_name)) as provider,
        list_sort(list(distinct protocol)) as protocols,
        list_sort(coalesce(list(distinct method) filter (method is not null), [])) as methods,
        count(*) filter (mail) as mails, sum(recipients)::bigint as recipients, bool_or(abroad) as abroad,
        bool_and(silent) as silent
    from numbered
    group by account, ip, run
)
select r.* exclude (begin, source), s.path as source
from runs r join sources s on s.source = r.source
order by r.begin, r.source, r.line
