-- asks     = "Does an account that was silent for weeks wake up somewhere new, and send?"
-- key      = "account"
-- axis     = "access"
-- attack   = "T1078"
-- weight   = 0.5
-- lookback = "60 days"
-- witness  = "place"
-- tells    = "silent for {silence}, then {place}, {ip_net}, where it had never been, and {messages:message|messages} to {recipients:recipient|recipients} within two days"
-- [limits]
-- quiet_days = 14               # two weeks: longer than most holidays without mail; months are surer, see full_days
-- full_days  = 28               # strength grows until then
-- messages   = 20               # who comes back from holiday answers a dozen mails before lunch
-- recipients = 60               # or as many in fewer mails
-- far_share  = 0.3              # of both, from a country where hardly anybody of this server has been
-- in_land    = 0.3              # strength in a known country: people come back with a new telephone or provider
-- never_seen = 0.55             # strength when the log never showed the account, but mail that waited for it
-- never_here = 0.9              # the same, from a country where hardly anybody of this server has been
-- few        = 0.05             # share of the accounts that is hardly anybody

with log_days as (
    select min(day) as first_day from active_days
),
pauses as (
    select account, day, lag(day) over (partition by account order by day) as last_day
    from active_days
),
wakings as (
    select account, day, last_day, day - coalesce(last_day, first_day) as quiet
    from pauses, log_days
    where day - coalesce(last_day, first_day) >= $quiet_days
),
strangers as (
    select
        w.account, w.day, w.last_day, w.quiet, a.time, a.source, a.line, a.ip_net, a.place, a.new_country,
        a.country is not null and a.country_accounts < $few * a.all_accounts as is_far,
        if(is_far, $far_share, 1) as share
    from wakings w
    join arrivals a on a.account = w.account and a.time // days(1) in (w.day, w.day + 1)
    where (a.new_provider and not a.is_first or w.last_day is null)
        and not a.vouched
    qualify row_number() over (partition by w.account, w.day order by a.time, a.source, a.line) = 1
),
-- Who never logged in may be new here. But if mail has come for weeks, the mailbox was there, and nobody read it.
waited as (
    select s.account, s.day
    from strangers s
    join deliveries d on d.recipient = s.account and d.status = 'sent'
    where s.last_day is null
    group by s.account, s.day
    having min(d.time) <= days(s.day - $quiet_days)
),
sent as (
    select
        s.account, s.day, sum(h.messages)::bigint as messages, sum(h.recipients)::bigint as recipients,
        max(h.last_time) as last_time, first_lines(h.time, h.source, h.line, 4) as mails
    from strangers s
    join sent_hours h on h.account = s.account and h.hour // 24 between s.day and s.day + 1
    where h.last_time >= s.time
    group by s.account, s.day
)
select
    s.account, s.time, s.source, s.line, m.last_time, s.ip_net, s.place, m.messages, m.recipients,
    if(s.last_day is null, format('the {} days of the log before', s.quiet), format('{} days', s.quiet)) as silence,
    [log_line(s.source, s.line)] || m.mails as evidence,
    least(1, s.quiet / $full_days) * case
        when s.last_day is null then if(s.is_far, $never_here, $never_seen)
        when s.new_country then 1 else $in_land
    end as strength
from strangers s
join sent m using (account, day)
left join waited w using (account, day)
where (m.messages >= $messages * s.share or m.recipients >= $recipients * s.share)
    and (s.last_day is not null or w.account is not null)
order by s.account, s.time, s.source, s.line
