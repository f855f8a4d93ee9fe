-- Failed logins that were asked for. Variables: everything (aborted attempts and outages of the server, too).
create or replace temp table came_in as
select ip, account, min(time) as first, max(time) as last from (
    select ip, account, time from logins where within(time) union all select ip, null, time from silent_logins where within(time)
)
where ip is not null
group by all;

create or replace temp table all_failed as
select * from failures
where within(time) and wanted(account, getvariable('accounts')) and wanted_ip(ip);

create or replace temp table failed as
select * from all_failed where getvariable('everything') or cause = 'credentials';
