-- asks     = "Is a mailbox copied or emptied from somewhere new?"
-- key      = "account"
-- axis     = "use"
-- attack   = "T1114.002"
-- weight   = 0.55
-- lookback = "30 days"
-- witness  = "mailbox"
-- tells    = "{origin}, {deed} in a day, where {usual:.0f} mails a day are read usually"
-- [limits]
-- bodies      = 150             # mails read in full: more than anybody reads in a day, less than a mailbox
-- megabytes   = 50              # or so much of them, in few mails with attachments
-- removed     = 100             # mails deleted: traces removed, or a bored traveller
-- min_z       = 4               # four robust deviations above what the account reads in a day, on the scale of logarithms
-- over_worst  = 2               # times its own worst earlier day: whoever bought a computer before has copied before
-- min_history = 5               # days of reading before a habit can be told
-- cold_factor = 3               # without one: this many times the numbers above
-- fresh_days  = 3               # a network that the account has used for longer is its own
-- min_days    = 7               # a new colleague fetches everything, too
-- inside_days = 3               # through webmail: nobody copies a mailbox by hand
-- early       = 0.8             # strength, compared, within the first week
-- one_deed    = 0.8             # strength of either: a new computer on a journey copies; whoever does both robs

-- `only_read`: the owner's next computer copies the mailbox, too. It is worth a look, and proves nobody.
with by_day as (
    select
        account, time // days(1) as day,
        coalesce(sum(body_count), 0)::bigint as bodies,
        -- Before 2.3 Dovecot counted bytes only.
        coalesce(sum(coalesce(body_bytes, bytes_out)), 0)::bigint as bytes,
        greatest(coalesce(sum(deleted), 0), coalesce(sum(expunged), 0))::bigint as removed
    from mailbox_sessions
    where account is not null
    group by account, day
),
candidates as (
    select account
    from by_day
    where bodies >= $bodies or bytes >= $megabytes * 1e6 or removed >= $removed
    group by account
),
compared as (
    select
        *,
        count(*) over earlier as history,
        coalesce(median(ln(1 + bodies)) over earlier, 0) as bodies_middle,
        coalesce(mad(ln(1 + bodies)) over earlier, 0) as bodies_spread,
        coalesce(median(ln(1 + bytes)) over earlier, 0) as bytes_middle,
        coalesce(mad(ln(1 + bytes)) over earlier, 0) as bytes_spread,
        max(bodies) over earlier as worst_bodies, max(bytes) over earlier as worst_bytes,
        max(removed) over earlier as worst_removed
    from by_day semi join candidates using (account)
    window earlier as (partition by account order by day rows between unbounded preceding and 1 preceding)
),
fresh as (
    select
        a.account, a.ip_net, concat_ws(', ', a.ip_net, a.place) as origin, a.time, log_line(a.source, a.line) as login,
        a.time - a.account_since < days($min_days) as is_early
    from arrivals a semi join candidates using (account)
    where a.new_provider and not a.vouched and a.has_history
    union all
    -- Webmail fetches what is looked at, and no more. Who sits in front of it, the log does not tell.
    select account, null, 'webmail, or another program of this server', days(min(day)), null, null
    from active_days semi join candidates using (account)
    group by account
),
sessions as (
    select
        s.account, s.time, s.source, s.line, s.time // days(1) as day, if(p.internal, null, p.ip_net) as ip_net,
        coalesce(s.body_count, 0) as bodies, coalesce(s.body_bytes, s.bytes_out, 0) as bytes,
        coalesce(s.deleted, 0) as deleted, coalesce(s.expunged, 0) as expunged
    from mailbox_sessions s semi join (select distinct account from fresh) using (account)
    join addresses p using (ip)
    where p.internal or p.ip_net is not null
),
from_there as (
    select
        f.account, f.ip_net, f.origin, s.day,
        coalesce(f.is_early, min(s.time) < f.time + days($min_days)) as is_early,
        sum(s.bodies)::bigint as bodies, sum(s.bytes)::bigint as bytes,
        greatest(sum(s.deleted), sum(s.expunged))::bigint as removed,
        max(s.time) as last_time, any_value(f.login) as login,
        -- The largest sessions prove it.
        arg_max(log_line(s.source, s.line), (s.bodies + s.deleted + s.expunged, -s.time, -s.source, -s.line), 4) as sessions,
        unnest(arg_min({'time': s.time, 'source': s.source, 'line': s.line}, moment(s.time, s.source, s.line)))
    from fresh f
    join sessions s on s.account = f.account and s.ip_net is not distinct from f.ip_net and s.time >= f.time
        and s.time < f.time + if(f.ip_net is null, days(36500), days($fresh_days))
    where f.ip_net is not null or s.time >= f.time + days($inside_days)
    group by f.account, f.ip_net, f.origin, f.is_early, f.time, s.day
),
judged as (
    select
        t.*,
        c.history >= $min_history as has_habit, exp(c.bodies_middle) - 1 as usual,
        if(has_habit, 1, $cold_factor) as factor,
        (
            t.bodies >= factor * $bodies and t.bodies > $over_worst * coalesce(c.worst_bodies, 0)
            and (not has_habit or robust_z(t.bodies, c.bodies_middle, c.bodies_spread) >= $min_z)
        ) or (
            t.bytes >= factor * $megabytes * 1e6 and t.bytes > $over_worst * coalesce(c.worst_bytes, 0)
            and (not has_habit or robust_z(t.bytes, c.bytes_middle, c.bytes_spread) >= $min_z)
        ) as copied,
        t.removed >= factor * $removed and t.removed > $over_worst * coalesce(c.worst_removed, 0) as emptied
    from from_there t
    join compared c using (account, day)
)
select
    account, time, source, line, last_time, ip_net, origin, usual, bodies, bytes, removed, true as only_read,
    if(login is null, [], [login]) || sessions as evidence,
    concat_ws(
        ' and ',
        if(copied, format('read {} mails in full ({:.0f} MB)', bodies, bytes / 1e6), null),
        if(emptied, format('deleted {}', removed), null)
    ) as deed,
    if(copied and emptied, 1, $one_deed) * if(is_early, $early, 1) as strength
from judged
where copied or emptied
order by account, time, source, line
