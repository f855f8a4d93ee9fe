-- What an account lived through. Variable: account; the tables of logins.sql, asked for this account, are there.
create or replace temp table steps as
with stepped as (
    select *, time - lag(time) over mine > 3_600_000_000 as pause
    from entered
    window mine as (partition by ip order by time, source, line)
)
select
    * exclude (pause),
    dense_rank() over (order by coalesce(ip, ''), run) as n
from (select *, count(*) filter (pause) over (partition by ip order by time, source, line) as run from stepped);

create or replace temp table login_runs as
select
    n, min(time) as begin, max(time) as finish, count(*) as number, ip, any_value(ip_net) as network,
    bool_or(internal) as internal, origin(any_value(internal), any_value(country)) as country, any_value(place) as place,
    provider(any_value(asn), any_value(as_name)) as provider, list_sort(list(distinct protocol)) as protocols,
    bool_or(abroad) as abroad,
    arg_min(source, (time::hugeint << 64) + (source::hugeint << 32) + line) as source,
    arg_min(line, (time::hugeint << 64) + (source::hugeint << 32) + line) as line
from steps group by n, ip;

create or replace temp table run_mails as
select s.n, m.*
from steps s join uses m on m.source = s.source and m.line = s.line and m.account = s.account;

-- The first mail of each run stands for the others where lines are shown.
create or replace temp table traced as
select n, * exclude (n) from run_mails qualify row_number() over (partition by n order by time, source, line) = 1;

-- Its own sender, that of bounces, and those that the configuration lets this login use.
create or replace temp table permitted as
select sender from send_as where account = getvariable('account')
union select unnest(['', getvariable('account')]);
create or replace temp macro sender_permitted(told) as
    lower(told) in (select sender from permitted) or '*' in (select sender from permitted)
    or '@' || split_part(lower(told), '@', -1) in (select sender from permitted);

create or replace temp table timeline_entries as
with outcomes as (
    select n, count(*) filter (status = 'sent') as delivered, count(*) filter (status = 'bounced') as bounced,
        count(*) filter (status = 'deferred') as deferred
    from (
        select m.n, m.source, m.line, d.recipient,
            arg_max(d.status, (d.time::hugeint << 64) + (d.source::hugeint << 32) + d.line) as status
        from run_mails m join deliveries d
            on d.host = m.host and d.message = m.queue_id and d.time >= m.time - 60_000_000
            and d.time < coalesce(m.next_use, 9e18::bigint)
        group by all
    )
    group by n
),
named as (
    select n, list(sender order by permitted, number desc, sender)[:3] as senders, count(*) as sender_count,
        coalesce(sum(number) filter (not permitted), 0)::bigint as forged
    from (
        select n, sender, count(*) as number, sender_permitted(sender) as permitted
        from run_mails where sender is not null group by n, sender
    )
    group by n
),
mails as (
    select n, count(*) as mails, coalesce(sum(recipients), 0)::bigint as recipients,
        count(*) filter (end_time is null) as queued, list(queue_id order by time, source, line)[:3] as queue_ids
    from run_mails group by n
),
failed as (
    select *, count(*) filter (pause) over (order by time, source, line) as run
    from (
        select *, time - lag(time) over (order by time, source, line) > 3_600_000_000 as pause
        from failures where within(time) and account = getvariable('account') and wanted_ip(ip) and cause = 'credentials'
    )
),
declined as (
    select *, count(*) filter (pause) over (order by time, source, line) as run
    from (
        select *, time - lag(time) over (order by time, source, line) > 3_600_000_000 as pause
        from rejections where within(time) and account = getvariable('account') and wanted_ip(ip)
    )
),
told as (
    select
        'login' as kind, r.* exclude (n, internal), m.mails, m.recipients, m.queued, m.queue_ids, o.delivered, o.bounced,
        o.deferred, s.senders, s.sender_count, s.forged, 1 as addresses,
        (
            select coalesce(sum(f.attempts), 0)::bigint from failures f
            where f.ip = r.ip and f.time between r.begin - 3_600_000_000 and r.begin
        ) as failures_before,
        (
            select list_sort(list(distinct l.account)) from logins l
            where l.ip = r.ip and l.account <> getvariable('account') and not coalesce(r.internal, false)
                and l.time between r.begin - 86_400_000_000 and r.finish + 86_400_000_000
        ) as neighbours
    from login_runs r left join mails m using (n) left join outcomes o using (n) left join named s using (n)
    union all by name
    select
        'silent login' as kind, s.time as begin, s.time as finish, 1 as number, s.ip, s.ip_net as network,
        origin(s.internal, s.country) as country, s.place, provider(s.asn, s.as_name) as provider, s.source, s.line,
        [s.protocol] as protocols, 1 as addresses, s.failed as failures_before
    from silent s
    where wanted_ip(s.ip) and (
        exists (
            select 1 from failures f
            where f.ip = s.ip and f.account = getvariable('account') and abs(f.time - s.time) < 86_400_000_000
        )
        or exists (
            select 1 from logins l
            where l.ip = s.ip and l.account = getvariable('account') and abs(l.time - s.time) < 86_400_000_000
        )
    )
    union all by name
    select
        'failure' as kind, min(time) as begin, max(time) as finish, sum(attempts)::bigint as number,
        agreed(ip) as ip, agreed(ip_net) as network, agreed(origin(internal, country)) as country, agreed(place) as place,
        agreed(provider(asn, as_name)) as provider, count(distinct ip) as addresses,
        arg_min(source, (time::hugeint << 64) + (source::hugeint << 32) + line) as source,
        arg_min(line, (time::hugeint << 64) + (source::hugeint << 32) + line) as line,
        list_sort(list(distinct protocol)) as protocols
    from failed group by run
    union all by name
    select
        'refusal' as kind, min(time) as begin, max(time) as finish, count(*) as number, agreed(ip) as ip,
        count(distinct ip) as addresses, arg_min(text, (time::hugeint << 64) + (source::hugeint << 32) + line) as text,
        arg_min(source, (time::hugeint << 64) + (source::hugeint << 32) + line) as source,
        arg_min(line, (time::hugeint << 64) + (source::hugeint << 32) + line) as line
    from declined group by run
)
select * from told
