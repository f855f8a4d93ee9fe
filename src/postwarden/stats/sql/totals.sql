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
    rejected, rejected * 100 // all_of_them as rejected_percent, warned as reject_warnings, held,
    thrown as discarded, thrown * 100 // all_of_them as discarded_percent,
    (select coalesce(sum(bytes), 0) from senders)::bigint as bytes_received, bytes::bigint as bytes_delivered,
    (select count(*) from senders) as senders,
    (select count(distinct sender_domain) from mails where received and within(time) and size is not null)
        as sending_domains,
    (select count(*) from recipients) as recipients, domains as recipient_domains,
    (select count(*) from sessions) as connections, (select count(distinct peer) from sessions) as connecting_hosts,
    (select coalesce(round(sum(lasted) / 1e6, 2), 0) from sessions) as connection_seconds,
    (select count(*) from entered) as logins, (select count(distinct account) from entered) as accounts,
    (select coalesce(sum(attempts), 0)::bigint from failed) as failures,
    (select count(distinct ip) from failed) as failing_addresses,
    (select count(*) from waiting) as queued
from counted, taken
