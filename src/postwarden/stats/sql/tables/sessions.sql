create or replace table sessions as
select
    time, end_time, host, service, pid, counters, if((source, line) = (end_source, end_line), null, end_time - time) as lasted,
    host_domain(client, ip) as peer,
    line_order(source, line) as begin_seq, line_order(end_source, end_line) as end_seq
from connections
where within(end_time) and anybody() and wanted_ip(ip);
