-- asks     = "Does this server pass on mail of outsiders to outsiders, without a login?"
-- key      = "server"
-- axis     = "use"
-- attack   = "T1584.004"
-- weight   = 0.7
-- lookback = "30 days"
-- tells    = "open relay? {networks:outside network|outside networks}, first {ip_net}, sent to {recipients:recipient|recipients} at {domains:foreign domain|foreign domains} without a login, such as {examples}"
-- [limits]
-- writers    = 3                # accounts that wrote to a domain before: it is the world's, nobody receives its mail here
-- world      = 10               # recipients there in a day; one bcc to an archive is one recipient
-- recipients = 50               # or at other domains that never had mail this way
-- domains    = 10               # so many of them: a backup server gets a new customer now and then
-- learnt     = 3                # earlier days on which a network or domain had it: then it is permitted to
-- cold       = 0.5              # strength while the log is younger than that: a branch office looks alike

-- Aliases and forwards are this server's own doing. A delivery with a port left the host.
with passed_on as (
    select
        message, host, time, source, line, lower(recipient) as recipient, domain_of(recipient) as domain,
        -- A next hop inside the house is the house's own mail server, or its way out.
        regexp_matches(relay, '\[(127\.|10\.|192\.168\.|172\.(1[6-9]|2[0-9]|3[01])\.|::1\]|f[cd][0-9a-f]{2}:|fe80:)') as inside
    from deliveries
    where account is null and not coalesce(rewritten, false) and contains(relay, ']:')
),
relayed as (
    select
        p.time // days(1) as day, p.time, p.recipient, p.domain, p.inside, a.ip_net,
        m.time as message_time, m.source, m.line, log_line(p.source, p.line) as proof
    from passed_on p
    join messages m on m.host = p.host and m.queue_id = p.message and m.origin = 'network'
        and m.time <= p.time and p.time <= coalesce(m.end_time, p.time)
    join addresses a on a.ip = m.ip and not coalesce(a.internal, false)
    anti join trusted_networks t on t.ip = m.ip
),
own_domains as (
    select domain_of(account) as domain from active_days where domain_of(account) <> ''
    union
    select distinct domain
    from (select domain_of(recipient) as domain, relay from deliveries where status = 'sent') semi join relayed using (domain)
    where not contains(relay, ']:')
),
written_to as (
    select domain, account, min(time) as since
    from (select account, domain_of(recipient) as domain, relay, time from deliveries where account is not null)
        semi join relayed using (domain)
    where contains(relay, ']:')
    group by domain, account
),
world as (
    select domain, list_sort(list(since))[$writers::integer] as since
    from written_to
    group by domain
    having count(*) >= $writers
),
foreign_mail as (
    select r.*, w.domain is not null as is_world
    from relayed r anti join own_domains using (domain)
    left join world w on w.domain = r.domain and w.since < r.time
    where not r.inside or w.domain is not null
),
network_days as (
    select ip_net, day, row_number() over (partition by ip_net order by day) - 1 as days_before
    from foreign_mail
    group by ip_net, day
),
domain_days as (
    select domain, day, row_number() over (partition by domain order by day) - 1 as days_before
    from foreign_mail
    group by domain, day
),
strange as (
    select f.*
    from foreign_mail f
    join network_days n using (ip_net, day)
    join domain_days d using (domain, day)
    where n.days_before < $learnt and (f.is_world or d.days_before < $learnt)
),
by_day as (
    select
        day,
        count(distinct recipient) filter (where is_world) as at_world,
        count(distinct recipient) filter (where not is_world) as at_others,
        count(distinct domain) filter (where not is_world) as others,
        count(distinct recipient) as recipients, count(distinct domain) as domains, count(distinct ip_net) as networks,
        max(time) as last_time,
        list_sort(list_distinct(list(domain)))[:3] as examples,
        arg_min(proof, moment(time, proof.source, proof.line), 4) as proofs,
        unnest(arg_min(
            {'time': message_time, 'source': source, 'line': line, 'ip_net': ip_net}, moment(message_time, source, line)
        ))
    from strange
    group by day
),
log_days as (
    select min(time) // days(1) as first_day from messages
)
select
    time, source, line, last_time, ip_net, networks, recipients, domains, examples,
    [log_line(source, line)] || proofs as evidence,
    if(day - first_day < $learnt, $cold, 1) as strength
from by_day, log_days
where at_world >= $world or at_others >= $recipients and others >= $domains and day - first_day >= $learnt
order by time, source, line
