-- How each use of a queue id ended.
create or replace table endings as
select host, queue_id, turn, max(time) as end_time,
    arg_max(case when daemon = 'qmgr' then 'removed' when daemon = 'postsuper' then 'deleted' else 'canceled' end, seq)
        as ended,
    max(seq) as seq
from with_turn('removals')
group by all;

-- Mails that got a queue id and never came into the queue: from 3.10 on cleanup says so, before, nothing does.
-- smtpd counts what it took in each session (since 3.0): mails beyond that number were given up on the way.
create or replace table unsent as
select host, queue_id, turn, program, pid, seq
from (
    select host, queue_id, turn, program, pid, seq from accepted
    union all
    select host, queue_id, turn, null, null, null from pickups
) anti join with_turn('records_active') using (host, queue_id, turn);

-- What is held or thrown away, and whose: a verdict on a recipient comes before the mail has a queue id.
create or replace view verdicts as
select host, queue_id, program, pid, ip, time, source, line, sender, regexp_extract(action, '[a-z]+$') as verdict
from refusals where action in ('hold', 'discard', 'milter-hold', 'milter-discard')
union all
select host, queue_id, program, pid, ip, time, source, line, sender, regexp_extract(action, '[a-z]+$')
from records_header_check where regexp_matches(action, '^(milter-(header|body)-)?(reject|discard|hold)$');

create or replace table judged as
select host, queue_id, turn, time, sender, verdict
from with_turn('verdicts') semi join unsent using (host, queue_id, turn)
union all
select a.host, a.queue_id, a.turn, v.time, v.sender, v.verdict
from (select *, line_order(source, line) as seq from verdicts where queue_id = 'NOQUEUE') v
asof join (select * from accepted semi join unsent using (host, queue_id, turn)) a
    on v.host = a.host and v.program = a.program and v.pid = a.pid and v.ip = a.ip and v.seq <= a.seq
where a.time - v.time < 60_000_000;

create or replace table given_up as
with ended as (
    select host, program, pid, time, line_order(source, line) as seq,
        coalesce(try_cast(regexp_extract(counters, '(?:^| )data=([0-9]+)', 1) as bigint), 0) as data,
        coalesce(try_cast(regexp_extract(counters, '(?:^| )bdat=([0-9]+)', 1) as bigint), 0) as bdat
    from records_disconnect semi join unsent using (host, program, pid)
    where counters is not null
),
in_sessions as (
    select a.host, a.queue_id, a.turn, d.program, d.pid, d.seq, d.time, d.data, d.bdat,
        a.seq in (select seq from unsent) as missing
    from (select * from accepted semi join unsent using (host, program, pid)) a
    asof join ended d on a.host = d.host and a.program = d.program and a.pid = d.pid and a.seq <= d.seq
),
counted as (
    select *, count(*) over session as mails, count(*) filter (missing) over session as unsent
    from in_sessions
    window session as (partition by host, program, pid, seq)
)
select host, queue_id, turn, time from counted where missing and bdat = 0 and mails - data >= unsent
union all
select host, queue_id, turn, time from judged where verdict in ('reject', 'discard');

insert into endings
select host, queue_id, turn, min(time), 'canceled', null from given_up anti join endings using (host, queue_id, turn) group by all;
