select
    kind, stamped(begin) as first, stamped(finish) as last, number as count, ip, network, coalesce(addresses, 0) as addresses,
    country, place, provider, coalesce(protocols, []) as protocols, coalesce(abroad, false) as abroad,
    coalesce(failures_before, 0) as failures_before, coalesce(mails, 0) as mails, coalesce(recipients, 0) as recipients,
    coalesce(delivered, 0) as delivered, coalesce(bounced, 0) as bounced, coalesce(deferred, 0) as deferred,
    coalesce(queued, 0) as queued, coalesce(senders, []) as senders, coalesce(sender_count, 0) as sender_count,
    coalesce(forged, 0) as forged, coalesce(neighbours, [])[:5] as neighbours, coalesce(queue_ids, []) as queue_ids, text,
    source, line
from timeline_entries
where begin < $until and finish >= $since
order by begin, source, line, kind
