-- asks     = "Do two write under one account: the owner to his people, and another, from one new network after the other, only to strangers?"
-- key      = "account"
-- axis     = "access"
-- attack   = "T1078"
-- weight   = 0.5
-- lookback = "30 days"
-- witness  = "writers"
-- tells    = "from {networks:new network|new networks} within {span:day|days}, {ip_net} the first, it wrote to {strangers:stranger|strangers} and to nobody else; from elsewhere, to {known:person|people} it knew"
-- [limits]
-- days      = 7                 # a botnet that takes its time comes from another address each day, or each hour
-- known     = 3                 # days for which the log must know the account: before, everybody is a stranger
-- networks  = 3                 # from which nothing was read and only strangers were written to: a telephone on the way meets one
-- strangers = 15                # written to from them, three on each
-- fresh     = 3                 # days in which a network is new
-- owner     = 3                 # people the account knew, written to from other networks in the same days
-- mixed     = 0.5               # at most so many strangers from those, compared: a sales desk writes to strangers from its desk
-- least     = 0.7               # strength of the fewest networks; each doubling adds a sixth

with new_networks as (
    select account, ip_net, time
    from arrivals anti join bulk_senders using (account)
    where not vouched and not is_first and time - account_since >= days($known)
),
-- From which nothing was read while they were new, of accounts that the log shows read at all.
silent as (
    select n.account, n.ip_net, n.time
    from new_networks n
    join stays s on s.account = n.account and s.ip_net = n.ip_net and s.time < n.time + days($fresh)
    where n.account in (select account from readers)
    group by n.account, n.ip_net, n.time
    having bool_and(s.sends)
),
candidates as (
    select account from silent group by account having count(*) >= $networks
),
networks as (
    select hash(ip) as address, ip_net from addresses where ip_net is not null and not coalesce(internal, false)
),
written as (
    select
        m.account, m.time // days(1) as day, p.ip_net, hash(lower(d.recipient)) as whom, min(m.time) as time,
        min(moment(m.time, m.source, m.line)) as first
    from messages m semi join candidates using (account)
    join networks p on p.address = hash(m.ip)
    join deliveries d
        on d.account = m.account and d.message = m.queue_id and d.time >= m.time and d.time < m.time + days(1)
    group by m.account, day, p.ip_net, whom
),
by_network as (
    select
        w.account, w.day, w.ip_net, min(w.first) as first, max(w.time) as last_time,
        count(*) filter (where c.stranger and c.time >= w.time - minutes(5)) as strangers,
        count(*) filter (where c.time < w.time - minutes(5)) as known,
        bool_or(s.ip_net is not null) as is_silent
    from written w
    join contacts c on c.who = hash(w.account) and c.whom = w.whom
    left join silent s on s.account = w.account and s.ip_net = w.ip_net and w.time < s.time + days($fresh)
    group by w.account, w.day, w.ip_net
),
judged as (
    select *, is_silent and strangers >= 3 and known = 0 as is_other from by_network
),
weeks as (
    select
        account, day, first,
        count(distinct ip_net) filter (where is_other) over week as networks,
        sum(strangers) filter (where is_other) over week as strangers,
        sum(strangers) filter (where not is_other) over week as mixed,
        min(day) filter (where is_other) over week as first_day,
        max(day) filter (where is_other) over week as last_day,
        min(first) filter (where is_other) over week as begin,
        max(last_time) filter (where is_other) over week as last_time,
        list(first) filter (where is_other) over week as firsts
    from judged
    window week as (partition by account order by day range between greatest($days, 1) - 1 preceding and current row)
),
crowds as (
    select *
    from weeks
    where networks >= $networks and strangers >= $strangers and coalesce(mixed, 0) <= $mixed * strangers
    qualify row_number() over (
        partition by account, first_day // greatest($days, 1) order by networks desc, strangers desc, day, first
    ) = 1
),
found as (
    select w.*, count(distinct k.whom) as known
    from crowds w
    join written k on k.account = w.account and k.day > w.day - greatest($days, 1) and k.day <= w.day
    join contacts c on c.who = hash(k.account) and c.whom = k.whom and c.time < k.time - minutes(5)
    group by all
    having known >= $owner
)
select
    f.account, time_of(f.begin) as time, source_of(f.begin) as source, line_of(f.begin) as line, f.last_time,
    l.ip_net, f.networks::bigint as networks, f.strangers::bigint as strangers, f.known::bigint as known,
    (f.last_day - f.first_day + 1)::bigint as span,
    list_transform(list_sort(f.firsts)[:5], lambda one: log_line(source_of(one), line_of(one))) as evidence,
    least(1, $least + log2(f.networks / greatest($networks, 1)) / 6) as strength
from found f
join judged l on l.account = f.account and l.first = f.begin
order by f.account, time, source, line
