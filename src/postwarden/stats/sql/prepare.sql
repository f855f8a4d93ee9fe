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

-- Where a line stands among all lines; the process that wrote it.
create or replace temp macro line_order(source, line) as (source::bigint << 32) | line;
create or replace temp macro process(host, program, pid) as (host::bigint << 48) | (program::bigint << 32) | pid;

create or replace temp table asked_mails as
select distinct host, message as queue_id from deliveries
where len(getvariable('recipients')) > 0 and wanted(recipient, getvariable('recipients'));
