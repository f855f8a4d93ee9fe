-- Where a line stands among all lines that were read: the order of linking. Times may lie; positions do not.
create or replace macro line_order(source, line) as (source::bigint << 32) | line;
create or replace macro process(host, program, pid) as (host::bigint << 48) | (program::bigint << 32) | pid;

-- A mail server's own words for its parts.
create or replace table services as
select
    id as program,
    name as service,
    regexp_extract(name, '[^/]*$') as daemon,
    case regexp_extract(name, '[^/]*$')
        when 'imap-login' then 'imap' when 'imap' then 'imap'
        when 'pop3-login' then 'pop3' when 'pop3' then 'pop3'
        when 'managesieve-login' then 'sieve' when 'managesieve' then 'sieve' when 'sieve' then 'sieve'
        when 'submission-login' then 'submission' when 'submission' then 'submission'
        else 'smtp'
    end as protocol
from programs;

-- `qmgr/removed` -> `removed`
create or replace table events as
select id as format, name as kind, split_part(name, '/', 1) as daemon, split_part(name, '/', 2) as event from formats;
