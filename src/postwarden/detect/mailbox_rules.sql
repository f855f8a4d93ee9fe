-- asks     = "Does a mailbox begin to forward its mail to an outside address?"
-- key      = "account"
-- axis     = "use"
-- attack   = "T1114.003"
-- weight   = 0.45
-- lookback = "30 days"
-- witness  = "mailbox"
-- tells    = "a new rule forwards mail to {target}: {forwarded:mail|mails} in the first {window_days} days, of {arrived} that came"
-- [limits]
-- mails       = 3               # one forwarded mail may be an answer of a program; a rule goes on
-- window_days = 7               # within so many days of the first; few mails are enough for payment fraud
-- min_days    = 3               # days of mail without it before: else the rule is older than the log
-- min_mails   = 5               # and so many mails
-- alone       = 0.84            # strength: without an odd login no reason to look; 1 where two mailboxes begin with the same address in a week: a thief's
-- known       = 0.4             # strength where the account wrote to the address before: its owner's other one

with own_domains as (
    select domain_of(account) as domain from active_days where domain_of(account) <> ''
    union
    select domain_of(account) from (select distinct account from filings) where domain_of(account) <> ''
),
forwards as (
    select f.account, lower(f.target) as target, f.time, f.source, f.line
    from filings f anti join own_domains o on o.domain = domain_of(f.target)
    where f.action = 'forwarded' and f.account is not null and contains(f.target, '@')
),
begun as (
    select account, target, unnest(arg_min({'time': time, 'source': source, 'line': line}, moment(time, source, line)))
    from forwards
    group by account, target
),
rules as (
    select
        b.account, b.target, b.time, b.source, b.line, max(f.time) as last_time, count(*) as forwarded,
        first_lines(f.time, f.source, f.line, 4) as evidence
    from begun b
    join forwards f on f.account = b.account and f.target = b.target and f.time < b.time + days($window_days)
    group by all
    having count(*) >= $mails
),
-- Several lines may tell of one mail: it is kept and forwarded.
mails as (
    select
        r.account, r.target,
        count(distinct f.message_id) filter (where f.time < r.time - days($min_days)) as long_before,
        count(distinct f.message_id) filter (where f.time < r.time) as before,
        count(distinct f.message_id) filter (where f.time between r.time and r.time + days($window_days)) as arrived
    from rules r
    join filings f on f.account = r.account
    group by r.account, r.target
),
written_to as (
    select distinct r.account, r.target
    from rules r
    join deliveries d on d.account = r.account and lower(d.recipient) = r.target and d.time < r.time
)
select
    r.account, r.time, r.source, r.line, r.last_time, r.target, r.forwarded, r.evidence,
    greatest(m.arrived, r.forwarded) as arrived, $window_days as window_days,
    true as only_read,
    case
        when w.account is not null then $known
        when count(*) over (
            partition by r.target order by r.time
            range between 604_800_000_000 preceding and 604_800_000_000 following
        ) > 1 then 1
        else $alone
    end as strength
from rules r
join mails m using (account, target)
left join written_to w using (account, target)
where m.long_before > 0 and m.before >= $min_mails
order by r.account, r.time, r.source, r.line
