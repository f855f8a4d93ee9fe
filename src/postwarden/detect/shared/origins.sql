-- Who came from where, whose is that place, and who failed there? Summaries that several detectors share: pure functions of
-- the tables, built once per run, dropped after it.

-- Who was where in which hour: outside logins of one account from one address. Logins from inside the house, from
-- webmail and filters on this host have no origin that could be judged.
-- `sends`: whether it only sent and did not read the mailbox; `sent`: how often it sent.
-- `fetcher`: networks of mail services that collect and send mail on behalf of the user, wherever the user is.
-- `trusted`: networks whose logins are never news, as the administrator has said.
create or replace table stays as
with hourly as (
    select
        account, ip, time // hours(1) as hour,
        count(*) as logins,
        bool_and(protocol in ('imap', 'pop3')) as reads,
        bool_and(protocol in ('smtp', 'submission')) as sends,
        count(*) filter (where protocol in ('smtp', 'submission')) as sent,
        max(time) as last_time,
        min(moment(time, source, line)) as first
    from logins
    where account is not null and account <> '' and ip is not null and not coalesce(internal, false)
    group by account, ip, time // hours(1)
)
select
    h.account, h.ip, h.hour, h.logins, h.last_time,
    time_of(h.first) as time, source_of(h.first) as source, line_of(h.first) as line,
    p.ip_net, p.country, p.place, p.lat, p.lon, p.radius_km, p.asn, p.as_name, h.sends, h.sent,
    -- In the whole of a provider, servers can be rented: there only who reads is taken for a service.
    f.ip is not null or p.of_mail_service
        or h.reads and coalesce(p.asn in (15169, 8075, 714, 6185, 10310, 26101, 36646), false) as fetcher,
    t.ip is not null as trusted
from hourly h
join (select *, of_mail_service(ip_net) as of_mail_service from addresses) p using (ip)
left join mail_fetchers f using (ip)
left join trusted_networks t using (ip)
where p.ip_net is not null;

-- The first time that an account comes from a network, and what was known at that moment.
-- `new_country`: one where it had never been, and that is no home country of its.
-- `has_history`: the log has known the account for a week, which shows home, work, telephone and weekend; or for ten
-- logins; or for three days, on two of which it was there: a log may begin yesterday.
-- `is_near`: a fifth of this server's accounts had been in the country: a border to cross on the way to work.
-- `vouched`: a mail service that collects mail is there, or the administrator trusts the place, or three others had used
-- it for a day: an office, a big provider.
create or replace table arrivals as
with firsts as (
    select
        account, ip_net,
        unnest(arg_min(
            {'time': time, 'source': source, 'line': line, 'ip': ip, 'country': country, 'place': place, 'asn': asn,
             'as_name': as_name, 'sends': sends, 'fetcher': fetcher, 'trusted': trusted},
            moment(time, source, line)
        )),
        block_of(ip_net) as block,
        min(moment(time, source, line)) as first
    from stays
    group by account, ip_net
),
-- Who came through webmail before is no beginner, and where they sat is not known.
inside as (
    select
        account, time // hours(1) as hour, count(*) as logins,
        unnest(arg_min({'time': time, 'source': source, 'line': line}, moment(time, source, line)))
    from logins
    where internal and account <> ''
    group by account, hour
),
since as (
    select
        account, least(min(f.time), any_value(i.time)) as account_since, min(f.time) as first_new,
        max(f.time) as last_new
    from firsts f left join (select account, min(time) as time from inside group by account) i using (account)
    group by account
),
presence as (
    select account, hour, logins, time, source, line from stays
    union all by name
    from inside
),
-- Counted within the account's first week only: after it the days tell that there is a history.
counted as (
    select
        source, line,
        sum(logins) over before as logins_before,
        bit_count(bit_or(bit_of_day(hour // 24 - account_since // days(1))) over before) as days_before
    from presence join since using (account)
    where time - account_since < days(7) and time <= last_new and last_new > account_since
    window before as (
        partition by account order by time, source, line rows between unbounded preceding and 1 preceding
    )
),
-- A moment names one log line, so the first ones of a group can be looked up among all.
novelty as (
    select
        f.*,
        n.account_since, n.first_new,
        f.time = n.account_since and coalesce(c.logins_before, 0) = 0 as is_first,
        c.logins_before::bigint as logins_first_week,
        f.time - n.account_since >= days(7) or coalesce(c.logins_before, 0) >= 10
            or f.time - n.account_since >= days(3) and coalesce(c.days_before, 0) >= 2 as has_history,
        f.country is not null and h.country is null
            and f.first in (select min(first) from firsts group by account, country) as new_country,
        f.asn is not null and f.first in (select min(first) from firsts group by account, asn) as new_as,
        f.first in (select min(first) from firsts group by account, block) as new_block
    from firsts f
    join since n using (account)
    left join counted c using (source, line)
    left join home_countries h on h.account = f.account and h.country = f.country
),
-- Accounts that had been seen for a day, by then; and those that had been in the country for a day.
known_accounts as (
    select first_new + days(1) as time, row_number() over (order by first_new) as accounts from since
),
known_there as (
    select country, time + days(1) as time, row_number() over (partition by country order by time) as accounts
    from novelty
    where new_country
)
select
    n.* exclude (first, first_new)
        -- For those who knew webmail only, the country where they first come from outside is new if no other account was there.
        replace (
            n.new_country
                and (n.is_first or n.time > n.first_new or t.accounts is null and k.accounts >= 3) as new_country
        ),
    -- As far as it is known: a home line and a telephone change networks, but not providers.
    if(n.asn is null, n.new_block, n.new_as) as new_provider,
    -- Data tell so; that a block of addresses is new says little of a line that gets another one every week.
    n.new_as or n.new_country as surely_new,
    -- Accounts that had used the network for a day by then. One day, so that a thief with a list of passwords
    -- does not become the colleague of his own victims.
    count(*) over (
        partition by n.ip_net order by n.time range between unbounded preceding and 86_400_000_000 preceding
    ) as colleagues,
    n.fetcher or n.trusted or colleagues >= 3 as vouched,
    -- New countries until the day before, besides the first one of all.
    count(*) filter (where n.new_country and n.time > n.first_new) over (
        partition by n.account order by n.time range between unbounded preceding and 86_400_000_000 preceding
    ) as countries_before,
    coalesce(t.accounts, 0) as country_accounts,
    coalesce(k.accounts, 0) as all_accounts,
    country_accounts >= 0.2 * all_accounts as is_near
from novelty n
asof left join (select time, max(accounts) as accounts from known_accounts group by time) k on n.time >= k.time
asof left join (select country, time, max(accounts) as accounts from known_there group by country, time) t
    on n.country = t.country and n.time >= t.time;

-- Accounts that are read, not only used to send, and since when. Where the log has no IMAP and POP3, there are none.
create or replace table readers as
select account, min(time) as since from stays where not sends group by account;

-- New countries in which the account moved about, within three days of its arrival: from the hotel to the telephone
-- network, and read its mail in one of them, if it ever reads here. Thieves sit in one place, or only send from many.
create or replace table toured as
select a.account, a.country
from arrivals a
join stays s on s.account = a.account and s.country = a.country and s.time >= a.time and s.time < a.time + days(3)
where a.new_country and a.has_history and not a.is_first and not s.fetcher and not s.trusted
group by a.account, a.country
having count(distinct s.ip_net) >= 2
    and (not bool_and(s.sends) or a.account not in (select account from readers));

-- From which day on a network, its provider and its country are an account's own: it was there on three days before. So
-- is, from its fourth day on, the account known to the log. What no data tells is never known, but the network.
create or replace table familiar as
with networks as (
    select
        account, ip_net, min(country) as country, min(coalesce('AS' || asn, country, block_of(ip_net))) as provider,
        bit_or(bit_of_day(hour // 24 - first_day)) as days
    from stays, (select min(hour) // 24 as first_day from stays)
    where not fetcher
    group by account, ip_net
),
providers as (
    select account, provider, bit_or(days) as days from networks group by account, provider
),
countries as (
    select account, country, bit_or(days) as days from networks where country is not null group by account, country
),
accounts as (
    select account, bit_or(days) as days from networks group by account
)
select
    n.account, n.ip_net,
    first_day + third_day(n.days) + 1 as network_day,
    first_day + third_day(p.days) + 1 as provider_day,
    first_day + third_day(c.days) + 1 as country_day,
    first_day + third_day(a.days) + 1 as account_day
from networks n
join providers p using (account, provider)
join accounts a using (account)
left join countries c using (account, country)
cross join (select min(hour) // 24 as first_day from stays);

-- Wrong names and passwords from outside, by account (where logged), network and hour. Outages are no attack.
-- `by_owner`: the network had logged in to this account before: a telephone that still has the old password. Where the
-- log does not name the account, any earlier login from there speaks for it.
create or replace table failed_hours as
with owners as (
    select ip_net, name, min(time) as since
    from (select ip_net, time, unnest([account, local_part(account)]) as name from arrivals)
    group by ip_net, name
),
anybody as (
    select ip_net, min(time) as since from arrivals group by ip_net
)
select
    f.* exclude (first), time_of(f.first) as time, source_of(f.first) as source, line_of(f.first) as line,
    coalesce(time_of(f.first) >= if(f.account is null, n.since, o.since), false) as by_owner
from (
    select
        account, ip_net, time // hours(1) as hour,
        sum(greatest(coalesce(attempts, 1), 1))::bigint as attempts,
        max(time) as last_time,
        min(asn) as asn,
        min(moment(time, source, line)) as first
    from failures
    where ip_net is not null and not coalesce(internal, false) and coalesce(cause, 'credentials') = 'credentials'
    group by account, ip_net, time // hours(1)
) f
left join owners o on o.ip_net = f.ip_net and o.name = f.account
left join anybody n on n.ip_net = f.ip_net;
