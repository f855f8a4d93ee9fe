-- Which summaries do several detectors share? Pure functions of the tables, built once per run, dropped after it.

-- Who was where in which hour: outside logins of one account from one address. Logins from inside the house, from
-- webmail and filters on this host have no origin that could be judged.
-- `sends`: whether it only sent and did not read the mailbox; `sent`: how often it sent.
-- `fetcher`: networks of mail services that collect mail on behalf of the user, wherever the user is.
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
    h.reads and (f.ip is not null or coalesce(p.asn in (15169, 8075, 714, 6185, 10310, 26101, 36646), false)) as fetcher,
    t.ip is not null as trusted
from hourly h
join addresses p using (ip)
left join mail_fetchers f using (ip)
left join trusted_networks t using (ip)
where p.ip_net is not null;

-- The first time that an account comes from a network, and what was known at that moment.
-- `new_country`: one where it had never been, and that is no home country of its.
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
since as (
    select account, min(time) as account_since, max(time) as last_new from firsts group by account
),
-- Counted within the account's first week only: after it the days tell that there is a history.
counted as (
    select
        source, line,
        sum(logins) over (
            partition by account order by time, source, line rows between unbounded preceding and 1 preceding
        ) as logins_before
    from stays join since using (account)
    where time - account_since < days(7) and time <= last_new and last_new > account_since
),
-- A moment names one log line, so the first ones of a group can be looked up among all.
novelty as (
    select
        f.*,
        n.account_since,
        f.time = n.account_since and coalesce(c.logins_before, 0) = 0 as is_first,
        c.logins_before::bigint as logins_first_week,
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
    select time + days(1) as time, row_number() over (order by time) as accounts from novelty where is_first
),
known_there as (
    select country, time + days(1) as time, row_number() over (partition by country order by time) as accounts
    from novelty
    where new_country
)
select
    n.* exclude (first),
    -- As far as it is known: a home line and a telephone change networks, but not providers.
    if(n.asn is null, n.new_block, n.new_as) as new_provider,
    -- Accounts that had used the network for a day by then. One day, so that a thief with a list of passwords
    -- does not become the colleague of his own victims.
    count(*) over (
        partition by n.ip_net order by n.time range between unbounded preceding and 86_400_000_000 preceding
    ) as colleagues,
    coalesce(t.accounts, 0) as country_accounts,
    coalesce(k.accounts, 0) as all_accounts
from novelty n
asof left join (select time, max(accounts) as accounts from known_accounts group by time) k on n.time >= k.time
asof left join (select country, time, max(accounts) as accounts from known_there group by country, time) t
    on n.country = t.country and n.time >= t.time;

-- What an account sent in each hour, from wherever.
create or replace table sent_hours as
select
    * exclude (first, last),
    time_of(first) as time, source_of(first) as source, line_of(first) as line,
    log_line(source_of(last), line_of(last)) as last_line
from (
    select
        account, time // hours(1) as hour,
        count(*) as messages,
        coalesce(sum(recipients), 0)::bigint as recipients,
        max(time) as last_time,
        min(moment(time, source, line)) as first,
        max(moment(time, source, line)) as last
    from messages
    where account is not null and account <> ''
    group by account, time // hours(1)
);

-- Deliveries of accounts that did not succeed, and why, as far as the reply tells.
-- `unknown`: the mailbox or domain does not exist. `refused`: the other side takes the mail, the sender or this
-- server for a spammer; greylisting, which asks everybody to come again, is neither.
create or replace table troubles as
select
    account, time, source, line, message, recipient, relay, dsn, status, reason,
    -- `case` reads the reply only where the code does not tell.
    case
        when dsn in ('5.1.1', '5.1.0', '5.1.10', '5.1.2', '5.4.4') then true
        else regexp_matches(reason, '(?i)user unknown|unknown user|no such (user|mailbox|recipient)|does ?n[o'']t exist|'
            || 'mailbox (not found|unavailable)|recipient not found|invalid recipient|unknown recipient')
    end as unknown,
    case
        when unknown then false
        when dsn similar to '[45]\.7\.\d+' or regexp_matches(reason, '(?i)spam|block|black ?list|reputation|'
            || 'rate.?limit|unsolicited|abus|junk|policy reasons|too many (messages|recipients)|spamhaus|barracuda')
            then not regexp_matches(reason, '(?i)gr[ea]y.?list')
        else false
    end as refused
from deliveries
where account is not null and account <> '' and status in ('bounced', 'deferred');

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

-- On which days an account was alive: it logged in, from outside or inside, or sent. `hours`, `sent_hours`: bits of the
-- hours of the day in which it logged in, and sent, from outside, by the sun where it was: a traveller rises with the
-- sun, and no data tells the zone of the clock. Logins that nothing places give no hours where others are placed.
create or replace table active_days as
with lit as (
    select account, hour // 24 as day, sent > 0 as wrote, sun_hour(hour, lon) as sun_hour
    from stays
    where not fetcher and (lon is not null or not exists (from addresses where lon is not null))
),
signs as (
    select account, day, bit_or(1::bigint << sun_hour) as hours, bit_or(if(wrote, 1::bigint << sun_hour, 0)) as wrote
    from lit
    group by account, day
    union all
    select account, hour // 24 as day, 0, 0 from stays where fetcher or lon is null group by account, day
    union all
    select account, time // days(1) as day, 0, 0
    from logins
    where account is not null and account <> '' and (internal or ip is null)
    group by account, day
    union all
    select account, hour // 24 as day, 0, 0 from sent_hours group by account, day
)
select account, day, bit_or(hours) as hours, bit_or(wrote) as sent_hours
from signs
group by account, day;
