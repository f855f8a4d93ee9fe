-- asks     = "Does somebody log in from somewhere new, read nothing, and never come back?"
-- key      = "account"
-- axis     = "access"
-- attack   = "T1110.004"
-- weight   = 0.3
-- lookback = "1 day"
-- witness  = "password"
-- tells    = "{ip_net}, {place}, logged in {visit}, read nothing and sent nothing, and was not seen again in {hours:hour|hours}"
-- [limits]
-- seconds    = 60               # a mail program stays for as long as it is open, or fetches what is new
-- quick      = 5                # seconds are a tool's: it knows what it wanted
-- slow       = 0.7              # strength, compared, of somebody who stays longer
-- in_land    = 0.66             # strength in a known country, where a telephone may ask from a café: alone no reason to look
-- bytes      = 10_000           # sent to the client: a greeting and a list of folders, no mailbox
-- seen       = 2                # new countries until the day before that halve the next one: a VPN's exits, a pilot
-- hours      = 12               # without another login from there; on a journey the telephone asks all day,
-- days       = 3                # and the owner works in the next days: as far as the log goes on
-- visits     = 3                # tools try more than one protocol
-- addresses  = 2                # of a new provider in a known country, where somebody waits for a bus and looks whether there
-- within     = 60               # is mail, but not from the next address in as many minutes

-- In a country where the account had never been; in a known one, in seconds, or from several addresses.
-- What tests stolen passwords logs in and leaves. The log must go on for as long, or nothing is known of coming back.
with ends as (
    select max(time) as log_end from logins
),
strangers as (
    select a.countries_before, a.account, a.ip_net, a.asn, a.new_country, a.place, a.time, a.source, a.line,
        least(log_end, a.time + days($days)) as watched
    from arrivals a, ends
    where (a.new_country or a.new_as) and not a.vouched and a.has_history and a.time + hours($hours) <= log_end
),
-- By the hour, as stays are.
seen as (
    select
        s.account, s.ip_net,
        -- One telephone has an address of each family.
        greatest(
            count(distinct v.ip) filter (where contains(v.ip, ':')),
            count(distinct v.ip) filter (where not contains(v.ip, ':'))
        ) as addresses
    from strangers s
    join stays v
        on v.account = s.account and if(s.new_country, v.ip_net = s.ip_net, v.asn = s.asn)
        and v.hour between s.time // hours(1) and s.watched // hours(1)
    group by s.account, s.ip_net, s.new_country
    having sum(v.logins) <= $visits and sum(v.sent) = 0
        and max(v.last_time) - min(v.time) <= if(s.new_country, 1_000_000 * $seconds, minutes($within))
),
-- POP3 fetches and leaves, whoever asks: of those who use it, that is no haste.
by_pop3 as (
    select account, min(time) as since from mailbox_sessions where protocol = 'pop3' group by account
),
visits as (
    select
        s.account, s.ip_net, n.addresses, max(m.time) - s.time as stay,
        bool_or(m.protocol <> 'pop3' or f.since = m.time) as is_haste, sum(coalesce(m.body_count, 0)) as bodies,
        sum(m.bytes_out) as bytes, sum(coalesce(m.deleted, 0) + coalesce(m.expunged, 0)) as removed,
        list(log_line(m.source, m.line) order by m.time, m.source, m.line) as sessions
    from strangers s
    join seen n using (account, ip_net)
    join mailbox_sessions m on m.account = s.account and m.time between s.time and s.watched
    left join by_pop3 f on f.account = m.account
    join addresses p on p.ip = m.ip and if(s.new_country, p.ip_net = s.ip_net, p.asn = s.asn)
    group by s.account, s.ip_net, s.time, n.addresses
)
select
    s.account, s.time, s.source, s.line, s.ip_net, s.place,
    if(
        v.addresses >= $addresses and not s.new_country,
        format('from {} addresses of its provider within the hour', if(v.addresses = 2, 'two', v.addresses::varchar)),
        if(v.stay < 2_000_000, 'for a second', format('for {} seconds', v.stay // 1_000_000))
    ) as visit,
    ((s.watched - s.time) // hours(1))::bigint as hours, [log_line(s.source, s.line)] || v.sessions as evidence,
    pow(0.5, s.countries_before / $seen) * case
        when not s.new_country and v.addresses < $addresses then $in_land
        when v.is_haste and v.stay <= 1_000_000 * $quick then 1
        else $slow
    end as strength
from strangers s
join visits v using (account, ip_net)
where if(
        s.new_country, v.stay <= 1_000_000 * $seconds,
        v.is_haste and v.stay <= 1_000_000 * $quick or v.addresses >= $addresses and v.stay <= minutes($within)
    ) and v.bodies = 0 and v.removed = 0 and coalesce(v.bytes, 0) <= $bytes
order by s.account, s.time, s.source, s.line
