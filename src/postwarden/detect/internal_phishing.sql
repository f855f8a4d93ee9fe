-- asks     = "Does an account, just come to somewhere new, write to many colleagues to whom it never wrote?"
-- key      = "account"
-- axis     = "use"
-- attack   = "T1534"
-- weight   = 0.6
-- lookback = "30 days"
-- witness  = "recipients"
-- tells    = "{messages:mail|mails} from {origin}, where it had just come, to {colleagues:account|accounts} of this server that it had never written to, nor they to it, of {recipients:recipient|recipients} within {hours} hours"
-- [limits]
-- known_days = 3                # for which the log must know the account: before, everybody is new to it
-- fresh_days = 3                # in which a place is new
-- hours      = 6                # phishing is done in one sitting
-- colleagues = 5                # never written to: who begins a project from the hotel writes to two or three
-- share      = 0.3              # of the recipients; a word to the whole team goes to those one knows, too
-- few_mails  = 2                # to fewer than small_group: a word to the team, from the hotel
-- small_group = 20              # recipients
-- to_team    = 0.5              # strength, compared, of that
-- device     = 0.4              # strength, compared, of an account that nobody reads, where others are read: a copier
-- others     = 3                # who come there before the next day: an office that has moved, with its copier
-- week       = 7                # days of log; before, even colleagues of every week look new, and it takes
-- early      = 8                # of them
-- least      = 0.75             # strength of the fewest; each doubling adds a tenth

with places as (
    select account, ip_net, place, time, log_line(source, line) as login
    from arrivals anti join bulk_senders using (account)
    where surely_new and not is_first and not vouched and time - account_since >= days($known_days)
),
networks as (
    select hash(ip) as address, ip_net from addresses where ip_net is not null and not coalesce(internal, false)
),
-- Only accounts that once wrote to several new colleagues within hours need a closer look.
candidates as (
    select who from contacts where colleague group by who, time // days(1) having 2 * count(*) >= $colleagues
),
mails as (
    select m.account, hash(m.account) as who, p.ip_net, p.place, p.login, m.time, m.source, m.line, m.queue_id
    from places p
    join networks n on n.ip_net = p.ip_net
    join messages m on hash(m.ip) = n.address and m.account = p.account
        and m.time >= p.time and m.time < p.time + days($fresh_days)
    where hash(p.account) in (from candidates)
),
written as (
    select
        m.account, m.time, m.source, m.line, any_value(m.ip_net) as ip_net, any_value(m.place) as place,
        any_value(m.login) as login, c.whom,
        bool_or(c.colleague and c.time >= m.time - minutes(5)) as is_new
    from mails m
    join deliveries d
        on d.account = m.account and d.message = m.queue_id and d.time >= m.time and d.time < m.time + days(1)
    join contacts c on c.who = m.who and c.whom = hash(lower(d.recipient))
    group by m.account, m.time, m.source, m.line, c.whom
),
-- The sitting that ends with each mail; the fullest one is told.
sittings as (
    select
        account, time as last_time, min(time) over sitting as begun,
        count(distinct whom) over sitting as recipients, count(distinct if(is_new, whom, null)) over sitting as colleagues
    from written
    window sitting as (partition by account order by time range between hours($hours) preceding and current row)
),
fullest as (
    select * from sittings qualify row_number() over (partition by account order by colleagues desc, last_time) = 1
),
told as (
    select
        s.account, s.recipients, s.colleagues, s.last_time, count(distinct (w.time, w.source, w.line)) as messages,
        count(distinct w.ip_net) as networks,
        unnest(arg_min(
            {'time': w.time, 'source': w.source, 'line': w.line, 'ip_net': w.ip_net, 'place': w.place, 'login': w.login},
            moment(w.time, w.source, w.line)
        )),
        list_transform(
            list_sort(list(distinct moment(w.time, w.source, w.line)))[:4], lambda m: log_line(source_of(m), line_of(m))
        ) as mails
    from fullest s
    join written w on w.account = s.account and w.time between s.begun and s.last_time and w.is_new
    where s.colleagues >= $share * s.recipients
    group by s.account, s.recipients, s.colleagues, s.last_time
)
select
    account, time, source, line, last_time, ip_net,
    concat_ws(', ', ip_net, place) || if(networks > 1, format(' and {} more', networks - 1), '') as origin,
    messages::bigint as messages,
    colleagues::bigint as colleagues, recipients::bigint as recipients, $hours::bigint as hours,
    [login] || mails as evidence,
    least(1, $least + 0.1 * log2(colleagues / $colleagues))
        * if(messages <= $few_mails and recipients < $small_group, $to_team, 1)
        * if(account in (select account from readers) or not exists (from readers), 1, $device) as strength
from told
cross join (select min(time) as log_begin from logins)
where colleagues >= if(time - log_begin < days($week), $early, $colleagues)
    and $others > (
        select count(*)
        from arrivals o
        where o.ip_net = told.ip_net and o.account <> told.account and o.time < told.time + days(1)
    )
order by account, time, source, line
