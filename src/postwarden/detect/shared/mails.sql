-- What did each account send, to whom, what became of it, and on which days was it alive? Summaries as in origins.sql,
-- made after those.

-- What an account sent in each hour from each kind of origin. `widest`: recipients of the mail that had most.
-- `origin`: known; a new `network` of a known provider; a new `provider` in a known country; a new `country`; `young`: the
-- account itself is new to the log; `webmail`: by webmail, or another program of this server, which the account had used on
-- two days at most, and a mail program on three; `hidden`: inside otherwise, or the log does not tell. What colleagues use
-- or the administrator trusts is known.
create or replace table sent_from as
-- Numbers instead of names: there are millions of them.
with origins as (
    select
        hash(a.account, hash(a.ip_net)) as pair, a.vouched as shared,
        f.network_day, f.account_day, f.provider_day,
        -- At home, or where many of this server's accounts are, no provider is in a new country.
        if(a.country is null or h.country is not null or a.is_near, 0, f.country_day) as country_day
    from arrivals a
    left join familiar f using (account, ip_net)
    left join home_countries h on h.account = a.account and h.country = a.country
),
networks as (
    select hash(ip) as address, hash(ip_net) as network, internal from addresses where ip_net is not null
),
days_inside as (
    select account, first_day, bit_or(bit_of_day(time // days(1) - first_day)) as days
    from logins, (select min(hour) // 24 as first_day from stays)
    where internal and account <> ''
    group by account, first_day
),
outsiders as (
    select
        hash(f.account) as who, days(any_value(f.account_day)) as since,
        days(any_value(i.first_day + third_day(i.days) + 1)) as until
    from familiar f left join days_inside i using (account)
    where f.account_day is not null
    group by f.account
),
mails as (
    select
        m.account, m.time, m.source, m.line, coalesce(m.recipients, 0) as recipients,
        case
            when p.internal and m.time >= w.since and not coalesce(m.time >= w.until, false) then 'webmail'
            when o.pair is null or p.internal then 'hidden'
            when o.shared or m.time >= days(o.network_day) then 'known'
            when o.account_day is null or m.time < days(o.account_day) then 'young'
            when m.time >= days(o.provider_day) then 'network'
            when m.time >= days(o.country_day) then 'provider'
            else 'country'
        end as origin
    from messages m
    left join networks p on p.address = hash(m.ip)
    left join origins o on o.pair = hash(m.account, p.network)
    left join outsiders w on w.who = hash(m.account)
    where m.account is not null and m.account <> ''
)
select
    account, time // hours(1) as hour, origin,
    count(*) as messages, sum(recipients)::bigint as recipients, max(recipients) as widest, max(time) as last_time,
    min(moment(time, source, line)) as first, max(moment(time, source, line)) as last
from mails
group by account, hour, origin;

-- What an account sent in each hour, from wherever.
create or replace table sent_hours as
select
    * exclude (first, last),
    time_of(first) as time, source_of(first) as source, line_of(first) as line,
    log_line(source_of(last), line_of(last)) as last_line
from (
    select
        account, hour,
        sum(messages)::bigint as messages, sum(recipients)::bigint as recipients,
        max(last_time) as last_time, min(first) as first, max(last) as last
    from sent_from
    group by account, hour
);

-- To whom an account wrote for the first time, and when; names as hashes, for there are millions of them.
-- `stranger`: nobody of this server had written to the address before, nor had mail come from it to anybody.
-- `colleague`: an account of this server to which it had not written before, nor had that one written to it.
create or replace table contacts as
with own_addresses as (
    -- Of a login name without a domain: under which it writes most.
    select account, sender
    from (
        select account, lower(sender) as sender, count(*) as mails
        from messages
        where account <> '' and not contains(account, '@') and sender <> ''
        group by all
    )
    qualify row_number() over (partition by account order by mails desc, sender) = 1
),
people as (
    select account, hash(account) as who, hash(coalesce(o.sender, account)) as address
    from (select account from sent_hours union select account from arrivals)
    left join own_addresses o using (account)
),
firsts as (
    -- When the mail came in, not when it was delivered.
    select hash(account) as who, hash(lower(recipient)) as whom, min(time - (coalesce(delay, 0) * 1e6)::bigint) as time
    from deliveries
    where account is not null and account <> ''
    group by who, whom
),
heard as (
    select hash(lower(sender)) as whom, min(time) as time
    from deliveries
    where (account is null or account = '') and sender <> ''
    group by whom
),
here as (
    select whom, min(time) as time
    from (select whom, time from firsts union all from heard)
    group by whom
),
-- To colleagues, and whether they had written before.
inside as (
    select f.who, f.whom, not coalesce(b.time < f.time, false) as is_new
    from firsts f
    join people p on p.address = f.whom
    join people m on m.who = f.who and m.address <> f.whom
    left join firsts b on b.who = p.who and b.whom = m.address
)
select
    f.who, f.whom, f.time,
    h.time >= f.time and i.who is null as stranger,
    coalesce(i.is_new, false) as colleague
from firsts f
join here h using (whom)
left join inside i on i.who = f.who and i.whom = f.whom;

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
    end as refused,
    -- The mail itself displeases, not the server that brings it.
    refused and regexp_matches(reason, '(?i)spam|junk|unsolicited|phish|malware|virus|content|abus')
        and not regexp_matches(reason, '(?i)listed|(block|black|deny) ?list|reputation|spamhaus|barracuda|dnsbl|\brbl|'
            || 'rate.?limit|too many|client host|your (ip|server|host)|temporarily') as as_spam
from deliveries
where account is not null and account <> '' and status in ('bounced', 'deferred');

-- Days on which the server's name was spoilt: filters elsewhere disliked the mails of three accounts or more, and of a
-- twentieth of all, among those who wrote to few people. After a thief's night they dislike whatever comes from here.
create or replace table spoilt_days as
with quiet as (
    select account, hour // 24 as day from sent_hours group by account, day having sum(recipients) < 30
),
disliked as (
    select distinct account, time // days(1) as day from troubles where as_spam
)
select day
from quiet left join disliked d using (account, day)
group by day
having count(d.account) >= greatest(3, 0.05 * count(*));

-- Days on which an account wrote to sixty people or more, and hardly one of them was unknown or took it for spam: lists
-- that are bought or guessed lose a tenth and more, and those who tend a list lose one in fifty; the longer it is, the more
-- surely they do. The answers of the next day count. Who tends a list writes it in one sitting, not all day, nor
-- from seven places.
create or replace table tended_days as
with crowded as (
    select account, hour // 24 as day from sent_hours group by account, day having sum(recipients) >= 60
),
settled as (
    select c.account, c.day
    from crowded c
    join messages m on m.account = c.account and m.time // days(1) = c.day
    left join addresses p using (ip)
    group by c.account, c.day
    having count(distinct p.ip_net) <= 6 and count(distinct m.time // hours(1)) <= 8
),
-- Colleagues are never unknown.
houses as (
    select distinct domain_of(account) as domain from sent_hours
),
taken as (
    select account, time // days(1) as day, count(*) as taken
    from deliveries
        semi join (select distinct account from crowded) using (account)
        anti join houses on domain = domain_of(recipient)
    where status = 'sent'
    group by account, day
),
bad as (
    select account, time // days(1) as day, count(distinct (message, recipient)) as bad
    from troubles
    where unknown or as_spam and time // days(1) not in (from spoilt_days)
    group by account, day
)
select c.account, c.day
from settled c
join taken t on t.account = c.account and t.day between c.day and c.day + 1
left join bad b on b.account = c.account and b.day = t.day
group by c.account, c.day
having sum(t.taken) >= 60
    and coalesce(sum(b.bad), 0) < 0.04 * least(sum(t.taken), 1000) + 0.02 * greatest(sum(t.taken) - 1000, 0);

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
