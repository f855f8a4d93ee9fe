create or replace table failed as
select time, account, ip, internal, country, attempts from failures
where within(time) and any_mail() and wanted(account, getvariable('accounts')) and wanted_ip(ip);
