-- asks     = "Does an account that is read elsewhere send from new networks of several providers, and is read in none of them?"
-- key      = "account"
-- axis     = "access"
-- attack   = "T1078"
-- weight   = 0.55
-- lookback = "30 days"
-- witness  = "writers"
-- tells    = "within {span:day|days} {mails:mail|mails} from {networks} new networks of {providers} providers, {ip_net} the first; in none of them was the mailbox read, as it is elsewhere"
-- [limits]
-- known     = 3                 # days for which the log must know the account: before, every network is new
-- fresh     = 3                 # days in which a network is new
-- days      = 2                 # from the first of these networks to the last: a botnet that takes its time has a few a day
-- networks  = 3                 # a telephone on the way meets more, but a mail program reads wherever it writes
-- providers = 3                 # of so many: one provider's telephone changes its networks all day
-- mails     = 10                # nobody writes so many on the way and reads nothing
-- least     = 0.8               # strength of the fewest; each doubling adds a tenth

with new_networks as (
    select account, ip_net, coalesce(asn::varchar, block_of(ip_net)) as provider, time, source, line
    from arrivals anti join bulk_senders using (account)
    where sends and not vouched and not is_first and time - account_since >= days($known)
        and account in (select account from readers)
),
candidates as (
    select account from new_networks group by account having count(distinct provider) >= $providers
),
silent as (
    select n.account, n.ip_net, n.provider, n.time, n.source, n.line, sum(s.sent) as mails, max(s.last_time) as last_time
    from new_networks n semi join candidates using (account)
    join stays s on s.account = n.account and s.ip_net = n.ip_net
        and s.hour between n.time // hours(1) and n.time // hours(1) + 24 * $fresh
    group by n.account, n.ip_net, n.provider, n.time, n.source, n.line
    having bool_and(s.sends)
),
-- From each of them on.
spans as (
    select
        f.account, f.time, f.source, f.line, f.ip_net, count(*) as networks, count(distinct o.provider) as providers,
        sum(o.mails)::bigint as mails, max(o.last_time) as last_time, max(o.time) as newest,
        list(log_line(o.source, o.line) order by o.time, o.source, o.line)[:6] as evidence
    from silent f
    join silent o on o.account = f.account and o.time between f.time and f.time + days($days)
    group by f.account, f.time, f.source, f.line, f.ip_net
    having count(*) >= $networks and count(distinct o.provider) >= $providers and sum(o.mails) >= $mails
)
select
    account, time, source, line, last_time, ip_net, networks, providers, mails, evidence,
    greatest(1, (newest - time) // days(1))::bigint as span, least(1, $least + 0.1 * log2(networks / $networks)) as strength
from spans
qualify row_number() over (partition by account, time // days(7) order by networks desc, time, source, line) = 1
order by account, time, source, line
