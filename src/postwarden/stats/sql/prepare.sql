-- What counts: the rows of the time and of the mails, accounts and addresses that were asked for.
-- Variables: ended (µs UTC), zone, and those of postwarden.model.narrowing, whose macros are there.

create or replace temp macro anybody() as any_mail() and len(getvariable('accounts')) = 0;

-- The domain of an address is spelled in lower case, its local part as it came: in quotes it may hold an @, too.
create or replace temp macro domain(told) as lower(split_part(told, '@', -1));
create or replace temp macro address(told) as
    case when contains(told, '@') then left(told, length(told) - length(split_part(told, '@', -1))) || domain(told) else told end;
-- `mail.example.com` and `mail.example.co.uk` are shortened to what was registered, the address stands for no name.
create or replace temp macro host_domain(client, ip) as
    case
        when coalesce(client, '') in ('', 'unknown') then coalesce(ip, 'unknown')
        else regexp_replace(lower(client), '^.*\.([^.]+)\.([^.]{3}|[^.]{2,3}\.[^.]{2})$', '\1.\2')
    end;
-- What another server said, without its code and what it was in reply to.
create or replace temp macro told_reason(reason) as
    left(coalesce(nullif(regexp_replace(regexp_replace(regexp_replace(regexp_replace(
        reason, '^.* (?:said|refused to talk to me): ', ''), '^[0-9]{3}[- ]', ''), ' \(in reply to .*$', ''),
        '<[^<>]*>:? ?', '', 'g'), ''), '?'), 200);
create or replace temp macro local_time(moment) as timezone(getvariable('zone'), make_timestamptz(moment));

create or replace temp table asked_mails as
select distinct host, message as queue_id from deliveries
where len(getvariable('recipients')) > 0 and wanted(recipient, getvariable('recipients'));

create or replace temp table mails as
select
    time, host, queue_id, account, size, recipients, end_time, origin in ('login', 'network', 'local') as received,
    case when sender = '' then '<>' else address(sender) end as sender,
    case
        when contains(sender, '@') then domain(sender)
        when origin = 'local' then sender
        else host_domain(client, ip)
    end as sender_domain
from messages
where time < getvariable('until')
    and wanted(account, getvariable('accounts')) and wanted(sender, getvariable('senders')) and wanted_ip(ip)
    and (len(getvariable('recipients')) = 0 or (host, queue_id) in (select (host, queue_id) from asked_mails));

create or replace temp table attempts as
select
    d.time, d.source, d.line, d.host, d.queue_id, d.account, d.relay, d.delay, d.status, d.reason, m.size,
    address(d.recipient) as recipient, domain(d.recipient) as recipient_domain,
    d.status = 'sent' and starts_with(d.reason, 'forwarded as ') as forwarded
from (from deliveries where within(time) and wanted(recipient, getvariable('recipients'))) d
-- queue ids are used again; lines of one mail may arrive out of order, by a minute at most
asof left join messages m on m.host = d.host and m.queue_id = d.message and m.time - 60_000_000 <= d.time
where wanted(d.account, getvariable('accounts')) and wanted(d.sender, getvariable('senders')) and wanted_ip(m.ip);

create or replace temp table declined as
select
    time, case word when 'hangup' then 'reject' when 'reject_warning' then 'warning' else word end as action,
    stage, text, client, ip, sender, recipient
from (select *, regexp_extract(action, '(reject|reject_warning|hold|discard|hangup)$', 1) as word from rejections)
where word <> '' and within(time)
    and wanted(account, getvariable('accounts')) and wanted(sender, getvariable('senders'))
    and wanted(recipient, getvariable('recipients')) and wanted_ip(ip)
union all
select time, 'reject', if(event in ('reject-connect', 'busy'), 'CONNECT', 'RCPT'), detail, null, ip, null, null
from postscreen
where (starts_with(event, 'reject') or event = 'busy') and within(time) and anybody() and wanted_ip(ip)
union all
select h.time, 'warning', split_part(split_part(f.name, '/', 2), '-', 1), h.text, h.client, h.ip, h.sender, h.recipient
from records_header_check h join formats f on f.id = h.format
where h.action = 'warning' and starts_with(f.name, 'cleanup/') and within(h.time)
    and len(getvariable('accounts')) = 0 and wanted(h.sender, getvariable('senders'))
    and wanted(h.recipient, getvariable('recipients')) and wanted_ip(h.ip);

create or replace temp table entered as
select time, account, ip, internal, country from logins
where within(time) and any_mail() and wanted(account, getvariable('accounts')) and wanted_ip(ip);

create or replace temp table failed as
select time, account, ip, internal, country, attempts from failures
where within(time) and any_mail() and wanted(account, getvariable('accounts')) and wanted_ip(ip);

create or replace temp table sessions as
select
    time, end_time, host, service, pid, counters, if((source, line) = (end_source, end_line), null, end_time - time) as lasted,
    host_domain(client, ip) as peer,
    (source::bigint << 32) | line as begin_seq, (end_source::bigint << 32) | end_line as end_seq
from connections
where within(end_time) and anybody() and wanted_ip(ip);

-- A quarter of an hour is the same day and hour in every zone.
create or replace temp table quarters as
select
    local_time(quarter * 900_000_000) as local, coalesce(sum(received), 0) as received,
    coalesce(sum(delivered), 0) as delivered, coalesce(sum(deferred), 0) as deferred,
    coalesce(sum(bounced), 0) as bounced, coalesce(sum(rejected), 0) as rejected, coalesce(sum(logins), 0) as logins,
    coalesce(sum(failures), 0) as failures
from (
    select time // 900_000_000 as quarter, count(*) as received from mails where received and within(time) group by quarter
    union all by name
    select time // 900_000_000 as quarter, count(*) filter (status = 'sent' and not forwarded) as delivered,
        count(*) filter (status = 'deferred') as deferred, count(*) filter (status = 'bounced') as bounced
    from attempts group by quarter
    union all by name
    select time // 900_000_000 as quarter, count(*) as rejected from declined group by quarter
    union all by name
    select time // 900_000_000 as quarter, count(*) as logins from entered group by quarter
    union all by name
    select time // 900_000_000 as quarter, sum(attempts) as failures from failed group by quarter
)
group by quarter;

create or replace temp table senders as
select sender, count(*) as messages, sum(size)::bigint as bytes
from mails where received and within(time) and size is not null
group by sender;

create or replace temp table recipients as
select recipient, count(*) as deliveries, coalesce(sum(size), 0)::bigint as bytes
from attempts where status = 'sent' and not forwarded
group by recipient;

create or replace temp table refusals_told as
select
    action, stage,
    left(regexp_replace(regexp_replace(regexp_replace(regexp_replace(
        text, '^[0-9]{3}(?: [245]\.[0-9]+\.[0-9]+)? ', ''),
        '^<[^<>]*>: ', ''),
        '^Service unavailable; .*? (blocked using [^;]+).*$', '\1'),
        '^((?:Sender|Recipient) address rejected: [^:;]+)[:;].*$|;.*$', '\1'), 200) as reason,
    case
        when contains(text, 'Sender address rejected:') then coalesce(nullif(address(sender), ''), '<>')
        when contains(text, 'Recipient address rejected:') or contains(text, 'User unknown') then address(recipient)
        else host_domain(client, ip)
    end as peer
from declined;

-- The queue at the moment at which the time ends.
create or replace temp table waiting as
select account, sender, size, recipients, (getvariable('ended') - time) // 1_000_000 as age_s
from mails
where time < getvariable('ended') and size is not null and (end_time is null or end_time >= getvariable('ended'));
