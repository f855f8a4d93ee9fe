-- Which summaries do several detectors share? Pure functions of the tables, built once per run, dropped after it.

-- Who was where in which hour: outside logins of one account from one network. Logins from inside the house, from
-- webmail and filters on this host have no origin that could be judged.
-- `fetcher`: networks of mail services that collect mail on behalf of the user, wherever the user is.
create or replace table stays as
select
    account, ip_net, time // hours(1) as hour,
    count(*) as logins,
    count(*) filter (where protocol = 'smtp') as smtp_logins,
    max(time) as last_time,
    unnest(arg_min(
        {'time': time, 'source': source, 'line': line, 'ip': ip, 'country': country, 'place': place, 'lat': lat,
         'lon': lon, 'radius_km': radius_km, 'asn': asn, 'as_name': as_name, 'protocol': protocol},
        moment(time, source, line)
    )),
    bool_and(protocol in ('imap', 'pop3') and coalesce(asn in (15169, 8075, 714, 6185, 10310, 26101, 36646), false))
        as fetcher
from logins
where account is not null and ip_net is not null and not coalesce(internal, false)
group by account, ip_net, time // hours(1);

-- The first time that an account comes from a network, and what was known at that moment.
create or replace table arrivals as
with firsts as (
    select
        account, ip_net,
        unnest(arg_min(
            {'time': time, 'source': source, 'line': line, 'ip': ip, 'country': country, 'place': place, 'asn': asn,
             'as_name': as_name, 'fetcher': fetcher},
            moment(time, source, line)
        ))
    from stays
    group by account, ip_net
),
counted as (
    select
        account, ip_net,
        sum(logins) over (
            partition by account order by time, source, line rows between unbounded preceding and 1 preceding
        ) as logins_before,
        time, source, line
    from stays
),
novelty as (
    select
        f.*,
        coalesce(c.logins_before, 0)::bigint as logins_before,
        min(f.time) over (partition by account) as account_since,
        f.country is not null and f.country not in (from homes)
            and row_number() over (partition by account, f.country order by f.time, f.source, f.line) = 1 as new_country,
        f.asn is not null
            and row_number() over (partition by account, f.asn order by f.time, f.source, f.line) = 1 as new_as
    from firsts f
    join counted c using (account, ip_net, time, source, line)
)
select
    *,
    -- Accounts that had used the network for a day by then. One day, so that a thief with a list of passwords
    -- does not become the colleague of his own victims.
    count(*) over (
        partition by ip_net order by time range between unbounded preceding and 86_400_000_000 preceding
    ) as colleagues,
    count(*) filter (where new_country) over (
        partition by country order by time range between unbounded preceding and 86_400_000_000 preceding
    ) as country_accounts,
    count(*) filter (where logins_before = 0) over (
        order by time range between unbounded preceding and 86_400_000_000 preceding
    ) as all_accounts
from novelty;

-- What an account sent in each hour, from wherever.
create or replace table sent_hours as
select
    account, time // hours(1) as hour,
    count(*) as messages,
    coalesce(sum(recipients), 0)::bigint as recipients,
    max(time) as last_time,
    unnest(arg_min({'time': time, 'source': source, 'line': line}, moment(time, source, line))),
    arg_max({'source': source, 'line': line}, moment(time, source, line)) as last_line
from messages
where account is not null and account <> ''
group by account, time // hours(1);

-- Deliveries of accounts that did not succeed, and why, as far as the reply tells.
-- `unknown`: the mailbox or domain does not exist. `refused`: the other side takes the mail, the sender or this
-- server for a spammer; greylisting, which asks everybody to come again, is neither.
create or replace table troubles as
select
    account, time, source, line, message, recipient, relay, dsn, status, reason,
    dsn in ('5.1.1', '5.1.0', '5.1.10', '5.1.2', '5.4.4')
        or regexp_matches(reason, '(?i)user unknown|unknown user|no such (user|mailbox|recipient)|does ?n[o'']t exist|'
            || 'mailbox (not found|unavailable)|recipient not found|invalid recipient|unknown recipient') as unknown,
    not unknown
        and (dsn similar to '[45]\.7\.\d+' or regexp_matches(reason, '(?i)spam|block|black ?list|reputation|'
            || 'rate.?limit|unsolicited|abus|junk|policy reasons|too many (messages|recipients)|spamhaus|barracuda'))
        and not regexp_matches(reason, '(?i)gr[ea]y.?list') as refused
from deliveries
where account is not null and account <> '' and status in ('bounced', 'deferred');

-- Wrong names and passwords from outside, by account (where logged), network and hour. Outages are no attack.
create or replace table failed_hours as
select
    account, ip_net, time // hours(1) as hour,
    sum(greatest(coalesce(attempts, 1), 1))::bigint as attempts,
    max(time) as last_time,
    unnest(arg_min(
        {'time': time, 'source': source, 'line': line, 'country': country, 'place': place, 'asn': asn},
        moment(time, source, line)
    ))
from failures
where ip_net is not null and not coalesce(internal, false) and coalesce(cause, 'credentials') = 'credentials'
group by account, ip_net, time // hours(1);
