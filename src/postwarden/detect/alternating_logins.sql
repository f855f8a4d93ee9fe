-- asks     = "Does somebody log in elsewhere while the owner goes on writing at home, in turns?"
-- key      = "account"
-- axis     = "access"
-- attack   = "T1078"
-- weight   = 0.28
-- lookback = "30 days"
-- witness  = "place"
-- tells    = "{elsewhere}, {ip_net}, and the owner who writes from {home}: in turns {turns} times within {span}"
-- [limits]
-- turns      = 3                # there, home, there, home: a commuter needs days for it, two people minutes
-- days       = 7                # who goes on for longer than a week has a VPN or a second home
-- known_days = 3                # a place known for three days is the owner's
-- least      = 0.95             # strength of three turns; a fourth makes it whole
-- toured     = 0.6              # strength, compared, where the account moves about and reads in the new country: on a journey
-- seen       = 2                # new countries until the day before that halve the next one: a VPN's exits, a pilot
-- same_land  = 0.5              # strength in the same country, where a new telephone contract looks alike

-- A new country; or, in a known one, a provider from which an account that is read elsewhere is only used to send.
with news as (
    select
        account, time, source, line, ip_net, place, new_country, countries_before,
        if(new_country, country, asn::varchar) as mark
    from arrivals anti join shared_mailboxes using (account)
    where (new_country or new_as and sends) and not vouched and has_history
),
marked as (
    select s.*, s.country as mark, true as by_country
    from stays s semi join news using (account)
    where s.country is not null and not s.fetcher
    union all
    select s.*, s.asn::varchar as mark, false as by_country
    from stays s semi join (select account from news where not new_country) using (account)
    where s.asn is not null and not s.fetcher
),
placed as (
    select
        account, time, source, line, place, sent, sends, mark, by_country,
        min(time) over (partition by account, mark) as since,
        bool_or(not sends) over (partition by account order by time, source, line) as is_read
    from marked
),
-- The stranger's logins, and the mails that the owner sends from where he has long been: a computer that is left on
-- at home reads, but it does not write.
moves as (
    select
        n.account, n.mark, n.time as begun, n.source as begun_source, n.line as begun_line, n.ip_net, n.place as elsewhere,
        n.new_country, n.countries_before, p.time, p.source, p.line, p.place, p.mark = n.mark as strange
    from news n
    join placed p on p.account = n.account and p.by_country = n.new_country
    where p.time >= n.time and p.time < n.time + days($days)
        and (
            p.mark = n.mark and (n.new_country or p.sends)
            or p.mark <> n.mark and p.sent > 0 and p.since <= n.time - days($known_days) and (n.new_country or p.is_read)
        )
),
turned as (
    select
        *,
        strange <> lag(strange) over (
            partition by account, mark order by time, source, line
        ) as turn
    from moves
),
-- At the beginning of each visit and of each return.
counted as (
    select
        account, mark, begun, begun_source, begun_line, ip_net, elsewhere, new_country, countries_before,
        count(*) filter (where turn) as turns,
        max(time) filter (where turn) as last_time,
        arg_min(place, moment(time, source, line)) filter (where not strange) as home,
        arg_min(log_line(source, line), moment(time, source, line), 4) filter (where turn) as turning
    from turned
    group by all
)
select
    account, begun as time, begun_source as source, begun_line as line, last_time, ip_net, elsewhere, home, turns,
    [log_line(begun_source, begun_line)] || turning as evidence,
    if(
        last_time - begun < days(2),
        format('{:.0f} hours', greatest((last_time - begun) / hours(1), 1)),
        format('{:.0f} days', (last_time - begun) / days(1))
    ) as span,
    least(1, $least + 0.1 * (turns - $turns)) * if(new_country, pow(0.5, countries_before / $seen), $same_land)
        * if((account, mark) in (from toured), $toured, 1) as strength
from counted
where turns >= $turns
-- A botnet brings a country with each login: one finding a day.
qualify row_number() over (partition by account, begun // days(1) order by turns desc, begun, begun_source, begun_line) = 1
order by account, time, source, line
