-- asks     = "Does one account log in from more new networks than one person meets?"
-- key      = "account"
-- axis     = "access"
-- attack   = "T1078"
-- weight   = 0.95
-- lookback = "1 day"
-- witness  = "place"
-- tells    = "logged in from {networks} networks within a day that it had never used before ({named}, …)"
-- [limits]
-- providers_hour = 6            # a telephone, a train and a VPN make three
-- providers_day  = 10           # home, work, mobile, hotel, train, VPN: six; a botnet has one per address
-- senders_hour   = 10           # networks used to send only: a telephone that changes networks reads there, too
-- senders_day    = 20           # and nobody writes twenty mails on the way, each from another network
-- usual          = 3            # times its own worst earlier day: behind some providers each connection differs
-- own_days       = 3            # a provider that the account has used for longer may number its customers as it likes
-- new_here       = 0.4          # strength while the account is that young: all of a team's networks are new to the log
-- bots           = 8            # networks in a day that only send,
-- bot_countries  = 4            # in so many countries: nobody writes from each of them and reads in none
-- by_providers   = 0.74         # strength, compared with that, of new providers
-- by_senders     = 0.55         # and of networks that only send
-- shared         = 3            # times the numbers above, for a mailbox that several people use

with known as (
    select
        *,
        if(asn is null, new_block, new_as or new_block and time - min(time) over (partition by account, asn) < days($own_days))
            as provider
    from arrivals
    where not vouched
),
candidates as (
    select account
    from known
    group by account
    having count(*) filter (where provider) >= least($providers_hour, $providers_day)
        or count(*) filter (where sends) >= least($senders_hour, $senders_day, $bots)
),
counted as (
    select
        *,
        count(*) filter (where provider) over last_hour as providers_hour,
        count(*) filter (where provider) over last_day as providers_day,
        count(*) filter (where sends) over last_hour as senders_hour,
        count(*) filter (where sends) over last_day as senders_day,
        count(distinct country) filter (where sends) over last_day as sender_countries,
        count(*) over last_day as networks_day,
        min(time) filter (where provider) over last_day as first_provider,
        min(time) filter (where sends) over last_day as first_sender
    from known semi join candidates using (account)
    window
        last_hour as (partition by account order by time range between 3_600_000_000 preceding and current row),
        last_day as (partition by account order by time range between 86_400_000_000 preceding and current row)
),
compared as (
    select
        counted.*,
        if(m.account is null, 1, $shared) as people,
        greatest(providers_hour / $providers_hour, providers_day / $providers_day) / people as by_providers,
        greatest(senders_hour / $senders_hour, senders_day / $senders_day) / people as by_senders,
        senders_day >= $bots * people and sender_countries >= $bot_countries * people as is_botnet,
        max(networks_day) over (
            partition by account order by time range between unbounded preceding and 86_400_000_000 preceding
        ) as worst
    from counted
    left join shared_mailboxes m using (account)
),
many as (
    select
        *,
        if(by_providers >= 1, first_provider, first_sender) as since,
        if(is_botnet, 1, least(1, greatest(
            if(by_providers >= 1, $by_providers * (0.6 + 0.1 * log2(by_providers)), 0),
            if(by_senders >= 1, $by_senders * (0.6 + 0.1 * log2(by_senders)), 0)
        )) * if(time - account_since < days($own_days), $new_here, 1)) as strength
    from compared
    where (by_providers >= 1 or by_senders >= 1 or is_botnet) and networks_day > $usual * coalesce(worst, 0)
),
-- One finding per account and day, told by its widest moment.
by_day as (
    select
        account, time // days(1) as day, max(time) as last_time, max(networks_day) as networks, max(strength) as strength,
        unnest(arg_min(
            {'since': since, 'ip_net': ip_net, 'proof': log_line(source, line)}, moment(time, source, line)
        ))
    from many
    group by account, day
),
-- It began with the first of these networks, not with the one that made them too many.
listed as (
    select
        d.account, d.day,
        list(k.ip_net order by k.time, k.source, k.line)[:3] as named,
        list(log_line(k.source, k.line) order by k.time, k.source, k.line)[:6] as evidence,
        unnest(arg_min({'time': k.time, 'source': k.source, 'line': k.line}, moment(k.time, k.source, k.line)))
    from by_day d
    join known k on k.account = d.account and k.time between d.since and d.last_time
    where k.provider or k.sends
    group by d.account, d.day
)
select
    account, l.time, l.source, l.line, d.last_time, d.ip_net, d.networks, d.strength, l.named,
    l.evidence || [d.proof] as evidence
from by_day d
join listed l using (account, day)
order by account, time, source, line
