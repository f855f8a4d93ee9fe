-- asks     = "Does somebody go through old mail, day after day?"
-- key      = "account"
-- axis     = "use"
-- attack   = "T1114.002"
-- weight   = 0.5
-- lookback = "30 days"
-- witness  = "mailbox"
-- tells    = "{origin}, on {days:day|different days} read {bodies:mail|mails} in full, {busiest} on one of them, where {usual:.0f} a day are usual"
-- [limits]
-- history    = 3                # days on which the account was read, before its habits can be told
-- known      = 3                # days for which the log must know the account before a network is new
-- days       = 2                # besides the first one: a new telephone or computer fetches what there is once, then what is new
-- most       = 10               # mails a day that anybody may read, whatever is usual
-- times      = 3                # the median, from a network that is new to the account; after a holiday there is more to read
-- at_home    = 6                # times, on one more day, through webmail and from where the owner was from the first days on
-- beyond     = 60               # mails read beyond that, on all those days together; without the busiest, half as many
-- least      = 0.8              # strength of so many; and what is added
-- doubled    = 0.1              # to each doubling

-- A mail program keeps what it has fetched. Who waits for an invoice searches, and reads what others have read.
-- `only_read`: it proves nobody, for the owner may search, too.
with networks as (
    select hash(ip) as address, if(internal, 0, hash(ip_net)) as place
    from addresses
    where internal or ip_net is not null
),
-- Numbers instead of names: there are millions of sessions.
by_day as (
    select hash(s.account) as who, n.place, s.time // days(1) as day, sum(s.body_count)::bigint as bodies
    from mailbox_sessions s join networks n on n.address = hash(s.ip)
    where s.account is not null and s.body_count is not null
    group by who, n.place, day
),
habits as (
    select who, day, count(*) over earlier as history, median(bodies) over earlier as usual
    from (
        select who, day, sum(bodies) as bodies
        from by_day semi join (select who from by_day where bodies > $times * $most) using (who)
        group by who, day
    )
    window earlier as (partition by who order by day rows between unbounded preceding and 1 preceding)
),
-- `login`: of a network that is new to the account; the day on which it came does not count.
places as (
    select
        hash(account) as who, hash(ip_net) as place, ip_net, concat_ws(', ', ip_net, place) as origin,
        fetcher or trusted as expected, time // days(1) as day, time - account_since >= days($known) as is_new,
        if(is_new, log_line(source, line), null) as login
    from arrivals
),
read as (
    select
        d.*, h.usual, p.ip_net, p.origin, p.login, coalesce(p.is_new, false) as is_new,
        d.bodies - if(p.is_new, $times, $at_home) * greatest(h.usual, $most) as beyond
    from by_day d
    join habits h using (who, day)
    left join places p using (who, place)
    where h.history >= $history and beyond > 0 and not coalesce(p.expected or p.is_new and d.day = p.day, false)
),
searched as (
    select
        who, place, any_value(ip_net) as ip_net, any_value(origin) as origin, any_value(login) as login,
        count(*) as days, list(day) as when, sum(bodies)::bigint as bodies, max(bodies) as busiest, min(usual) as usual,
        sum(beyond) as beyond
    from read
    group by who, place
    having count(*) >= if(bool_or(is_new), $days, $days + 1)
        and sum(beyond) >= $beyond and sum(beyond) - max(beyond) >= 0.5 * $beyond
),
-- The largest session of each day proves it.
sessions as (
    select
        s.account, r.who, r.place, s.time // days(1) as day, min(moment(s.time, s.source, s.line)) as first,
        max(s.time) as last_time, max(s.body_count) as largest,
        arg_max(log_line(s.source, s.line), (s.body_count, -s.time, -s.source, -s.line)) as proof
    from mailbox_sessions s
    join networks n on n.address = hash(s.ip)
    join searched r on r.who = hash(s.account) and r.place = n.place and list_contains(r.when, s.time // days(1))
    where s.body_count > 0
    group by s.account, r.who, r.place, day
),
told as (
    select
        account, who, place, min(first) as first, max(last_time) as last_time,
        arg_max(proof, (largest, -day), 4) as proofs
    from sessions
    group by account, who, place
)
select
    t.account, time_of(t.first) as time, source_of(t.first) as source, line_of(t.first) as line, t.last_time,
    s.ip_net, coalesce(s.origin, 'webmail, or another program of this server') as origin,
    s.days, s.bodies, s.busiest, s.usual, true as only_read,
    if(s.login is null, t.proofs, [s.login] || t.proofs) as evidence,
    least(1, $least + $doubled * log2(s.beyond / $beyond)) as strength
from told t
join searched s using (who, place)
order by t.account, time, source, line
