-- How were sessions with clients, and deliveries to other servers, encrypted?
with seen as (
    select t.host, p.name as service, t.pid, (t.source::bigint << 32) | t.line as seq, t.ip, t.protocol,
        contains(f.name, '-from') as inward
    from records_tls t join formats f on f.id = t.format join programs p on p.id = t.program
    where f.name like 'tls/established%' or f.name like 'tls/reused%'
),
inward as (
    select case
            when t.seq >= s.begin_seq then coalesce(t.protocol, 'unnamed')
            when regexp_matches(s.counters, '(?:^| )starttls=[1-9]') or s.service like '%smtps/smtpd'
                or s.service like '%submissions/smtpd' then 'unnamed'
            else 'none'
        end as protocol
    from (from sessions where regexp_matches(counters, '(?:^| )(?:mail|auth)=')) s
    asof left join (from seen where inward) t
        on t.host = s.host and t.service = s.service and t.pid = s.pid and t.seq <= s.end_seq
),
outward as (
    select case
            when d.tls like '%:none' then 'none'
            when contains(d.relay, '[' || t.ip || ']') then coalesce(t.protocol, 'unnamed')
            else 'none'
        end as protocol
    from (
        select r.host, p.name as service, r.pid, (r.source::bigint << 32) | r.line as seq, r.relay, r.tls
        from records_delivery r join programs p on p.id = r.program
        where lower(r.status) = 'sent' and contains(r.relay, ']:') and within(r.time) and anybody()
            and not getvariable('by_ip')
    ) d
    asof left join (from seen where not inward) t
        on t.host = d.host and t.service = d.service and t.pid = d.pid and t.seq <= d.seq
    -- without smtp_tls_loglevel nothing tells how mails left
    where exists (from seen where not inward)
)
select direction, protocol, count(*) as sessions,
    round(count(*) * 100 / sum(count(*)) over (partition by direction), 1)::double as percent
from (select 'in' as direction, protocol from inward union all select 'out', protocol from outward)
group by direction, protocol order by direction, sessions desc, protocol
