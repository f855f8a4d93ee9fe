create or replace table entered as
select time, account, ip, internal, country from logins
where within(time) and any_mail() and wanted(account, getvariable('accounts')) and wanted_ip(ip);
