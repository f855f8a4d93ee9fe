-- Failures of one address, until it pauses for an hour.
with stepped as (
    select *, time - lag(time) over mine > 3_600_000_000 as pause
    from failed
    window mine as (partition by ip order by time, source, line)
),
numbered as (
    select *, count(*) filter (pause) over (partition by ip order by time, source, line) as run from stepped
),
runs as (
    select
        min(time) as begin, arg_min(source, (time::hugeint << 64) + (source::hugeint << 32) + line) as source,
        arg_min(line, (time::hugeint << 64) + (source::hugeint << 32) + line) as line,
        stamped(min(time)) as first, stamped(max(time)) as last, sum(attempts)::bigint as failures, ip,
        any_value(ip_net) as network, origin(any_value(internal), any_value(country)) as country,
        any_value(place) as place, provider(any_value(asn), any_value(as_name)) as provider,
        list_sort(coalesce(list(distinct account) filter (account is not null), [])) as names,
        list_sort(list(distinct protocol)) as protocols, list_sort(list(distinct cause)) as causes
    from numbered
    group by ip, run
)
select
    r.* exclude (begin, source) replace (r.names[:20] as names), len(r.names) as name_count, s.path as source,
    (select count(*) > 0 from came_in c where c.ip = r.ip and c.last >= r.begin) as came_in,
    coalesce((
        select list_sort(list(distinct c.account)) from came_in c
        where c.ip = r.ip and c.last >= r.begin and c.account is not null
    ), [])[:20] as came_in_as
from runs r join sources s on s.source = r.source
order by r.begin, r.source, r.line
