-- asks     = "Does somebody log in from somewhere new, read nothing, and never come back?"
-- key      = "account"
-- axis     = "access"
-- attack   = "T1110.004"
-- weight   = 0.2
-- lookback = "1 day"
-- witness  = "password"
-- tells    = "{ip_net}, {place}, logged in for {seconds:second|seconds}, read nothing and sent nothing, and was not seen again in {hours:hour|hours}"
-- [limits]
-- seconds    = 60               # a mail program stays for as long as it is open, or fetches what is new
-- bytes      = 10_000           # sent to the client: a greeting and a list of folders, no mailbox
-- seen       = 2                # new countries until the day before that halve the next one: a VPN's exits, a pilot
-- hours      = 12               # without another login from there; on a journey the telephone asks all day,
-- days       = 3                # and the owner works in the next days: as far as the log goes on
-- visits     = 3                # tools try more than one protocol

-- In a country where the account had never been: in a known one somebody waits for a bus and looks whether there is mail.
-- What tests stolen passwords logs in and leaves. The log must go on for as long, or nothing is known of coming back.
with ends as (
    select max(time) as log_end from logins
),
strangers as (
    select a.countries_before, a.account, a.ip_net, a.place, a.time, a.source, a.line,
        least(log_end, a.time + days($days)) as watched
    from arrivals a, ends
    where a.new_country and not a.vouched and a.has_history and a.time + hours($hours) <= log_end
),
-- By the hour, as stays are.
seen as (
    select s.account, s.ip_net
    from strangers s
    join stays v on v.account = s.account and v.ip_net = s.ip_net
        and v.hour between s.time // hours(1) and s.watched // hours(1)
    group by s.account, s.ip_net
    having sum(v.logins) <= $visits and sum(v.sent) = 0 and max(v.last_time) - min(v.time) <= 1_000_000 * $seconds
),
visits as (
    select
        s.account, s.ip_net, max(m.time) - s.time as stay, sum(coalesce(m.body_count, 0)) as bodies,
        sum(m.bytes_out) as bytes, sum(coalesce(m.deleted, 0) + coalesce(m.expunged, 0)) as removed,
        list(log_line(m.source, m.line) order by m.time, m.source, m.line) as sessions
    from strangers s
    semi join seen using (account, ip_net)
    join mailbox_sessions m on m.account = s.account and m.time between s.time and s.watched
    join addresses p on p.ip = m.ip and p.ip_net = s.ip_net
    group by s.account, s.ip_net, s.time
)
select
    s.account, s.time, s.source, s.line, s.ip_net, s.place, greatest(1, v.stay // 1_000_000)::bigint as seconds,
    ((s.watched - s.time) // hours(1))::bigint as hours, [log_line(s.source, s.line)] || v.sessions as evidence,
    pow(0.5, s.countries_before / $seen) as strength
from strangers s
join visits v using (account, ip_net)
where v.stay <= 1_000_000 * $seconds and v.bodies = 0 and v.removed = 0 and coalesce(v.bytes, 0) <= $bytes
order by s.account, s.time, s.source, s.line
