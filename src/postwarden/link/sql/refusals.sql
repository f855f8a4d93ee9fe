-- What smtpd, proxies and milters refused or only remarked on, and who was logged in. Text, sender and recipient are
-- the client's own words. Postfix cuts a text at 2000 bytes, relays cut a line at 1024: where the true tail may have
-- been cut off, a login at the end of the line may be the client's invention, and is not believed.
-- Before 3.10 only the text of one refusal names the login; there it stands behind the one address of the text, and
-- an address that pretends to be that text leaves brackets in the sender or the recipient.
-- The text shows an address without its quotes: one that holds `; from=<…> to=<…` looks like the rest of the line, and
-- which of them is the true sender and recipient cannot be told.
create or replace view refusals as
select
    r.* replace (
        case
            when strlen(concat(r.text, r.sender, r.recipient, r.helo)) >= 700 then null
            when r.account <> '' then lower(r.account)
            when contains(r.text, '>: Sender address rejected: not owned by user ')
                and not regexp_matches(concat(r.sender, r.recipient), '[<>]')
            then lower(nullif(regexp_extract(
                r.text, '^[0-9]{3}(?: [245]\.[0-9.]+)? <[^<>]*>: Sender address rejected: not owned by user ([^<>]+)$', 1
            ), ''))
        end as account,
        case when not garbled then r.sender end as sender,
        case when not garbled then r.recipient end as recipient
    ),
    line_order(r.source, r.line) as seq
from records_reject r,
    lateral (select contains(concat(r.text, '|', r.sender, '|', r.recipient), '; from=<') as garbled);
