-- asks     = "Does an address that misuses one account log in to another one, too?"
-- key      = "account"
-- axis     = "access"
-- attack   = "T1078"
-- weight   = 0.6
-- lookback = "30 days"
-- witness  = "password"
-- tells    = "first login ever from {ip}, {place}, from where {other} wrote to {troubled:recipient|recipients} who do not exist or refused it as spam"
-- [limits]
-- troubled   = 5                # recipients in a day who refused mail from there as spam, or do not exist
-- days       = 7                # between that and the login: addresses of private lines change

-- One address, not its network: in that an honest neighbour may live.
with spam as (
    select t.account, m.ip, m.time // days(1) as day, count(distinct (t.message, t.recipient)) as troubled, min(m.time) as time,
        list(log_line(t.source, t.line) order by t.time, t.source, t.line)[:3] as evidence
    from troubles t
    join messages m on m.queue_id = t.message and m.account = t.account
    where (t.unknown or t.as_spam) and m.ip is not null
    group by t.account, m.ip, day
    having count(distinct (t.message, t.recipient)) >= $troubled
),
strangers as (
    select * from arrivals where new_provider and not vouched and has_history
),
misused as (
    select s.*
    from spam s
    join addresses p using (ip)
    join strangers a on a.account = s.account and a.ip_net = p.ip_net
    where s.time - a.time < days($days)
        -- Where two are at home is an office or a provider, whoever else comes from there.
        and (select count(*) from familiar f where f.ip_net = a.ip_net and f.network_day is not null) < 2
)
select
    a.account, a.time, a.source, a.line, a.ip, a.ip_net, a.place, m.account as other, m.troubled,
    [log_line(a.source, a.line)] || m.evidence as evidence
from strangers a
join misused m on m.ip = a.ip and m.account <> a.account and abs(m.time - a.time) <= days($days)
qualify row_number() over (partition by a.account, a.ip_net order by m.troubled desc, m.account) = 1
order by a.account, a.time, a.source, a.line
