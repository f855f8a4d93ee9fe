-- How were sessions with clients, and deliveries to other servers, encrypted?
with seen as (
    select process(t.host, t.program, t.pid) as process, line_order(t.source, t.line) as seq, t.ip, t.protocol,
        contains(f.name, '-from') as inward
    from records_tls t join formats f on f.id = t.format
    where f.name like 'tls/established%' or f.name like 'tls/reused%'
),
inward as (
    select case
            when t.seq >= s.begin_seq then coalesce(t.protocol, 'unnamed')
            when s.asked_for then 'unnamed'
            else 'none'
        end as protocol
    from (
        select process(s.host, p.id, s.pid) as process, s.begin_seq, s.end_seq,
            regexp_matches(s.counters, '(?:^| )starttls=[1-9]') or s.service like '%smtps/smtpd'
                or s.service like '%submissions/smtpd' as asked_for
        from sessions s join programs p on p.name = s.service
        where regexp_matches(s.counters, '(?:^| )(?:mail|auth)=')
    ) s
    asof left join (select process, seq, protocol from seen where inward) t
        on t.process = s.process and t.seq <= s.end_seq
),
left_by as (
    select process(host, program, pid) as process, line_order(source, line) as seq, relay, tls
    from records_delivery
    where lower(status) = 'sent' and contains(relay, ']:') and within(time) and anybody() and not getvariable('by_ip')
        -- without smtp_tls_loglevel nothing tells how mails left
        and exists (from seen where not inward)
),
outward as (
    select 'none' as protocol from left_by where tls like '%:none'
    union all
    select case when contains(d.relay, '[' || t.ip || ']') then coalesce(t.protocol, 'unnamed') else 'none' end
    from (select process, seq, relay from left_by where not coalesce(tls like '%:none', false)) d
    asof left join (select process, seq, ip, protocol from seen where not inward) t
        on t.process = d.process and t.seq <= d.seq
)
select direction, protocol, count(*) as sessions,
    round(count(*) * 100 / sum(count(*)) over (partition by direction), 1)::double as percent
from (select 'in' as direction, protocol from inward union all select 'out', protocol from outward)
group by direction, protocol order by direction, sessions desc, protocol
