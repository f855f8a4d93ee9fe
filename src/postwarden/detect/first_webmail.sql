-- asks     = "Does an account that always came by a mail program come through webmail for the first time?"
-- key      = "account"
-- axis     = "access"
-- attack   = "T1078"
-- weight   = 0.23
-- lookback = "30 days"
-- witness  = "habit"
-- tells    = "first login ever through webmail, or by another program of this server, after {used_days:day|days} of others; {share:.0%} of the accounts do that"
-- [limits]
-- min_days  = 7                 # a week shows the telephone and the computer
-- used_days = 5                 # on so many days the account must have been used from outside
-- least_days = 3                # of both: then it is little known, but known
-- little    = 0.75              # strength, compared, of that
-- together  = 3                 # accounts that begin on one day: webmail is new here, or a program of this server
-- usual     = 0.3               # strength where everybody here uses webmail as well; rarer is odder

with begun as (
    select
        account, unnest(arg_min({'time': time, 'source': source, 'line': line}, moment(time, source, line)))
    from logins
    where account <> '' and internal and protocol in ('imap', 'pop3')
    group by account
),
ranked as (
    select
        *,
        row_number() over (order by time, source, line) - 1 as users,
        count(*) over (partition by time // days(1)) as beginners
    from begun
),
known as (
    select account, min(time) as since from arrivals group by account
),
used as (
    select r.account, count(distinct s.hour // 24) as used_days
    from ranked r
    join stays s on s.account = r.account and s.hour // 24 < r.time // days(1)
    where not s.fetcher
    group by r.account
),
shares as (
    select account, users / greatest((select count(*) from known k where k.since <= r.time), 1) as share from ranked r
)
select
    r.account, r.time, r.source, r.line, u.used_days, least(1, s.share) as share,
    ($usual + (1 - $usual) * (1 - least(1, s.share)))
        * if(r.time - k.since >= days($min_days) and u.used_days >= $used_days, 1, $little) as strength
from ranked r
join known k using (account)
join used u using (account)
join shares s using (account)
where r.time - k.since >= days($least_days) and u.used_days >= $least_days and r.beginners < $together
order by r.account, r.time, r.source, r.line
