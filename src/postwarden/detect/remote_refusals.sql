-- asks     = "Do other servers refuse an account's mail as spam?"
-- key      = "account"
-- axis     = "use"
-- attack   = "T1586.002"
-- weight   = 0.9
-- lookback = "1 day"
-- witness  = "refusals"
-- tells    = "{refused:message|messages} refused as spam or for reputation by {relays:server|servers}: {example}"
-- [limits]
-- refused   = 10                # a newsletter or a forwarded joke brings two or three
-- share     = 0.2               # of what the account sent that day
-- as_spam   = 4                 # in three days, for what the mail says: the server's reputation is not the account's
-- spam_share = 0.02             # of what the account sent in these days
-- spoilt    = 5                 # times both, while filters dislike the whole server
-- least     = 0.6               # strength of so few; each doubling adds a tenth
-- outcast   = 100               # such refusals in a day, by three organisations, of two fifths of the mail: no letter of anybody's
-- outcast_share = 0.4           # of it
-- most      = 0.834             # strength of fewer, at most
-- reputation = 0.8              # strength, compared, where only the server's reputation was refused
-- of_server = 0.3               # of the whole server's refusals: once the server is listed, the innocent are refused, too

with refusals as (
    -- A deferred mail is refused again at each attempt: once per mail and recipient.
    select *
    from troubles
    where refused
    qualify row_number() over (
        partition by account, message, recipient, time // days(1) order by time, source, line
    ) = 1
),
by_day as (
    select
        account, time // days(1) as day, count(*) as refused, count(*) filter (where as_spam) as as_spam,
        count(distinct relay) as relays,
        count(distinct regexp_extract(relay, '([^.]+\.[^.\[]+)\[', 1)) filter (where as_spam) as organisations,
        max(time) as last_time,
        -- A sentence about the mail says more than one about the server.
        arg_min(log_line(source, line), (not as_spam, moment(time, source, line)), 5) as evidence,
        unnest(arg_min(
            {'time': time, 'source': source, 'line': line, 'example': reason[:120]},
            (not as_spam, moment(time, source, line))
        ))
    from refusals
    group by account, day
),
lately as (
    select
        by_day.*, sum(refused) over (partition by by_day.day) as of_server,
        sum(as_spam) over lately as spam_lately, bool_or(x.day is not null) over lately as spoilt
    from by_day left join spoilt_days x on x.day = by_day.day
    window lately as (partition by account order by by_day.day range between 2 preceding and current row)
),
ranked as (
    select * from lately where refused >= $refused or spam_lately >= $as_spam
),
taken as (
    select account, time // days(1) as day, count(*) as taken
    from deliveries semi join ranked using (account)
    where status = 'sent'
    group by account, day
),
compared as (
    select
        r.*, coalesce(t.taken, 0) as taken,
        coalesce((
            select sum(e.taken) from taken e where e.account = r.account and e.day between r.day - 2 and r.day
        ), 0) as taken_lately
    from ranked r
    left join taken t using (account, day)
),
weighed as (
    select
        *,
        if(
            spam_lately >= $as_spam * if(spoilt, $spoilt, 1)
                and spam_lately >= $spam_share * if(spoilt, $spoilt, 1) * (spam_lately + taken_lately),
            least(1, $least + 0.1 * log2(spam_lately / $as_spam)), 0
        ) as for_spam,
        if(
            refused >= $refused and refused >= $share * (refused + taken) and refused >= $of_server * of_server,
            $reputation * least(1, 0.5 + 0.15 * log2(refused / $refused)), 0
        ) as for_reputation,
        as_spam >= $outcast and organisations >= 3 and as_spam >= $outcast_share * (refused + taken) as is_outcast
    from compared
)
select
    account, time, source, line, last_time, evidence, refused, relays, example,
    if(is_outcast, 1, $most * greatest(for_spam, for_reputation)) as strength
from weighed
where (for_spam > 0 and as_spam > 0) or for_reputation > 0
order by account, time, source, line
