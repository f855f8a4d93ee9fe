-- asks     = "Does an account write to many addresses that do not exist?"
-- key      = "account"
-- axis     = "use"
-- attack   = "T1586.002"
-- weight   = 0.9
-- lookback = "1 day"
-- witness  = "answers"
-- tells    = "{unknown} of {tried} recipients in a day do not exist ({measured:.0%})"
-- [limits]
-- share      = 0.3              # a list bought or guessed; an address book that was never tended has 5 to 10 %
-- tried      = 20               # fewer tell nothing
-- several    = 10               # unknown ones in a day, with a share of hard_share: old, or bought
-- hour       = 100              # unknown ones in one hour: no person mistypes that often
-- hard_share = 0.1              # and yet a list of 10,000 subscribers may lose a hundred: so a share, too
-- hopeless   = 0.5              # share of forty and more: no list that was ever anybody's own
-- hopeless_unknown = 40         # of them
-- soft       = 0.75             # strength of a high share alone
-- fast       = 0.8              # strength of a hundred in an hour alone

with bad as (
    select account, time, source, line from troubles where unknown
    union all
    select account, time, source, line
    from rejections
    where account is not null and account <> '' and action = 'reject'
        and (contains(text, ' 5.1.1 ') or contains(text, ' 5.1.0 ') or contains(text, ' 5.1.2 ')
            or contains(text, ' 4.1.2 ') or regexp_matches(text, '(?i)user unknown|domain not found'))
),
by_hour as (
    select
        account, time // hours(1) as hour, count(*) as unknown, max(time) as last_time,
        list(log_line(source, line) order by time, source, line)[:5] as evidence,
        unnest(arg_min({'time': time, 'source': source, 'line': line}, moment(time, source, line)))
    from bad
    group by account, hour
),
by_day as (
    select
        account, hour // 24 as day, sum(unknown)::bigint as unknown, max(unknown) as worst_hour,
        max(last_time) as last_time,
        unnest(arg_min(
            {'time': time, 'source': source, 'line': line, 'evidence': evidence}, moment(time, source, line)
        ))
    from by_hour
    group by account, day
    having sum(unknown) >= least($share * $tried, $several)
),
taken as (
    select account, time // days(1) as day, count(*) as taken
    from deliveries semi join by_day using (account)
    where status = 'sent'
    group by account, day
),
shared as (
    select
        b.* exclude (day),
        b.unknown + coalesce(t.taken, 0) as tried,
        smoothed_share(b.unknown, b.unknown + coalesce(t.taken, 0)) as share
    from by_day b
    left join taken t using (account, day)
),
weighed as (
    select
        *,
        share >= $share and tried >= $tried as high,
        unknown >= $hopeless_unknown and unknown >= $hopeless * tried as hopeless,
        worst_hour >= $hour and share >= $hard_share as many,
        unknown >= $several and share >= $hard_share as several
    from shared
)
select
    account, time, source, line, last_time, evidence, unknown, tried,
    unknown / tried as measured,
    case
        when high and many or hopeless then 1 when many then $fast when high then $soft
        else $soft * least(1, share / greatest($share, 0.01))
    end as strength
from weighed
where high or many or several
order by account, time, source, line
