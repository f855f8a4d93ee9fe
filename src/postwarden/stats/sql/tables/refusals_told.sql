create or replace table refusals_told as
select
    action, stage,
    left(regexp_replace(regexp_replace(regexp_replace(regexp_replace(
        text, '^[0-9]{3}(?: [245]\.[0-9]+\.[0-9]+)? ', ''),
        '^<[^<>]*>: ', ''),
        '^Service unavailable; .*? (blocked using [^;]+).*$', '\1'),
        '^((?:Sender|Recipient) address rejected: [^:;]+)[:;].*$|;.*$', '\1'), 200) as reason,
    case
        when contains(text, 'Sender address rejected:') then coalesce(nullif(address(sender), ''), '<>')
        when contains(text, 'Recipient address rejected:') or contains(text, 'User unknown') then address(recipient)
        else host_domain(client, ip)
    end as peer
from declined;
