-- How much was there in all?
with sent as (
    select
        count(*) filter (status = 'sent' and not forwarded) as delivered,
        count(*) filter (forwarded) as forwarded,
        count(distinct (host, queue_id)) filter (status = 'deferred') as deferred,
        count(*) filter (status = 'deferred') as deferrals,
        count(*) filter (status = 'bounced') as bounced,
        count(*) filter (status = 'discarded') as discarded,
        coalesce(sum(size) filter (status = 'sent' and not forwarded), 0) as bytes,
        count(distinct recipient_domain) filter (status = 'sent' and not forwarded) as domains
    from attempts
),
taken as (select count(*) as received from mails where received and within(time)),
kept as (
    select
        count(*) filter (action = 'reject') as rejected, count(*) filter (action = 'warning') as warned,
        count(*) filter (action = 'hold') as held, count(*) filter (action = 'discard') as discarded
    from declined
),
counted as (
    select sent.*, kept.rejected, kept.warned, kept.held, kept.discarded + sent.discarded as thrown,
        greatest(sent.delivered + kept.rejected + kept.discarded + sent.discarded, 1) as all_of_them
    from sent, kept
)
select
    taken.received, delivered, forwarded, deferred, deferrals, bounced,
    rejected, rejected * 100 // all_of_them, warned, held, thrown, thrown * 100 // all_of_them,
    (select coalesce(sum(bytes), 0) from senders)::bigint, bytes::bigint,
    (select count(*) from senders),
    (select count(distinct sender_domain) from mails where received and within(time) and size is not null),
    (select count(*) from recipients), domains,
    (select count(*) from sessions), (select count(distinct peer) from sessions),
    (select coalesce(round(sum(lasted) / 1e6, 2), 0) from sessions),
    (select count(*) from entered), (select count(distinct account) from entered),
    (select coalesce(sum(attempts), 0)::bigint from failed), (select count(distinct ip) from failed),
    (
        select count(*) from mails
        where time < getvariable('ended') and size is not null
            and (end_time is null or end_time >= getvariable('ended'))
    )
from counted, taken
