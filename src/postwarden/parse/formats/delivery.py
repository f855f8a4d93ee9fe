"""What do the delivery agents say: where did a message go, and what did the other side answer?"""

from __future__ import annotations

from postwarden.parse.format import Format
from postwarden.parse.meanings import delivery, queue

# From the relay on, everything up to the status is Postfix's own; the reason is the other side's and may look like
# all of it (`), dsn=2.0.0, status=sent (250 …`), so the first occurrence counts. An address may look so, too: since 3.5
# it is then quoted. In the unquoted form of old versions address and reason cannot both be distrusted: the reason is.
# The reason runs to the end, closing parenthesis included, because long lines are cut at 2000 bytes.
_RESULT = (
    "relay={relay}{?, conn_use={:int}?}, delay={delay:real}{?, delays={delays:word}?}{?, tls={tls:word}?}"
    "{?, dsn={dsn:dsn}?}, status={status:word}{? ({reason}?}"
)

DELIVERY: tuple[Format, ...] = (
    Format(
        "delivery/recipient",
        "{queue_id}: to=<{recipient:quoted}{?>, orig_to=<{orig_recipient:quoted}?}>, " + _RESULT,
        table="delivery",
        means=delivery.DELIVERED,
        samples={
            "7EE668039: to=<admin@example.com>, relay=127.0.0.1[127.0.0.1]:2525, delay=3.6, delays=0.2/0.02/0.04/3.3, dsn=2.0.0, status=sent (250 2.0.0 Ok: queued as 153053D)": {
                "queue_id": "7EE668039",
                "recipient": "admin@example.com",
                "relay": "127.0.0.1[127.0.0.1]:2525",
                "delay": 3.6,
                "delays": "0.2/0.02/0.04/3.3",
                "dsn": "2.0.0",
                "status": "sent",
                "reason": "250 2.0.0 Ok: queued as 153053D)",
            },
            "0D9633D: to=<jos@example.com>, orig_to=<board@example.com>, relay=mail1.example.net[192.0.2.11]:25, conn_use=2, delay=11, delays=5.4/0.06/5.1/0.03, dsn=2.0.0, status=sent (250 2.0.0 Ok: queued as F12DF84004)": {
                "queue_id": "0D9633D",
                "recipient": "jos@example.com",
                "orig_recipient": "board@example.com",
                "relay": "mail1.example.net[192.0.2.11]:25",
                "delay": 11.0,
                "delays": "5.4/0.06/5.1/0.03",
                "dsn": "2.0.0",
                "status": "sent",
                "reason": "250 2.0.0 Ok: queued as F12DF84004)",
            },
            "4jWX205lZQzP03D: to=<friend0@example.org>, relay=mx.example.org[198.51.100.25]:25, delay=0.02, delays=0.01/0.01/0/0, tls=may:none, dsn=2.0.0, status=sent (250 2.0.0 Ok: queued as 8673022CB0)": {
                "queue_id": "4jWX205lZQzP03D",
                "recipient": "friend0@example.org",
                "relay": "mx.example.org[198.51.100.25]:25",
                "delay": 0.02,
                "delays": "0.01/0.01/0/0",
                "tls": "may:none",
                "dsn": "2.0.0",
                "status": "sent",
                "reason": "250 2.0.0 Ok: queued as 8673022CB0)",
            },
            "7EE668039: to=<user@example.com>, relay=mail.example.com[192.0.2.4]:25, delay=3.6, delays=0.08/0.02/0.85/0.14, tls=dane/!requiretls:nocertmatch, dsn=2.1.5, status=sent (250 2.0.0 Ok: queued as 153053D)": {
                "queue_id": "7EE668039",
                "recipient": "user@example.com",
                "relay": "mail.example.com[192.0.2.4]:25",
                "delay": 3.6,
                "delays": "0.08/0.02/0.85/0.14",
                "tls": "dane/!requiretls:nocertmatch",
                "dsn": "2.1.5",
                "status": "sent",
                "reason": "250 2.0.0 Ok: queued as 153053D)",
            },
            "5B7E11F204: to=<bob@example.com>, orig_to=<staff>, relay=local, delay=1, status=sent (mailbox)": {
                "queue_id": "5B7E11F204",
                "recipient": "bob@example.com",
                "orig_recipient": "staff",
                "relay": "local",
                "delay": 1.0,
                "status": "sent",
                "reason": "mailbox)",
            },
            "5B7E11F205: to=<bob@example.com>, relay=local, delay=0, status=sent": {
                "queue_id": "5B7E11F205",
                "recipient": "bob@example.com",
                "relay": "local",
                "delay": 0.0,
                "status": "sent",
            },
            "3E29030F8637E: to=<user@example.com>, relay=none, delay=0.01, delays=0.01/0/0/0, dsn=5.1.1, status=undeliverable-but-not-cached (User unknown in virtual alias table)": {
                "queue_id": "3E29030F8637E",
                "recipient": "user@example.com",
                "relay": "none",
                "delay": 0.01,
                "delays": "0.01/0/0/0",
                "dsn": "5.1.1",
                "status": "undeliverable-but-not-cached",
                "reason": "User unknown in virtual alias table)",
            },
            '3E29030F8637F: to=<user@example.com>, relay=local, delay=0.01, delays=0.01/0/0/0, dsn=4.1.1, status=SOFTBOUNCE (unknown user: "user")': {
                "queue_id": "3E29030F8637F",
                "recipient": "user@example.com",
                "relay": "local",
                "delay": 0.01,
                "delays": "0.01/0/0/0",
                "dsn": "4.1.1",
                "status": "SOFTBOUNCE",
                "reason": 'unknown user: "user")',
            },
            "AD6E41CDC05C: to=<admin@example.com>, relay=sub1.example.com[private/dovecot-lmtp], delay=0.15, delays=0.04/0/0.02/0.08, dsn=2.0.0, status=sent (250 2.0.0 <admin@example.com> qYyyBMsl9FRuZQAAA15QOA Saved)": {
                "queue_id": "AD6E41CDC05C",
                "recipient": "admin@example.com",
                "relay": "sub1.example.com[private/dovecot-lmtp]",
                "delay": 0.15,
                "delays": "0.04/0/0.02/0.08",
                "dsn": "2.0.0",
                "status": "sent",
                "reason": "250 2.0.0 <admin@example.com> qYyyBMsl9FRuZQAAA15QOA Saved)",
            },
            '4jWX205lZQzP03E: to=<"x>, relay=none, status=sent (fake"@example.org>, relay=mx.example.org[198.51.100.25]:25, delay=0.02, delays=0.01/0.01/0/0, dsn=5.7.1, status=bounced (host mx.example.org[198.51.100.25] said: 550 5.7.1 nope) , dsn=2.0.0, status=sent (250 2.0.0 Ok: queued as FAKE12345 (in reply to RCPT TO command))': {
                "queue_id": "4jWX205lZQzP03E",
                "recipient": '"x>, relay=none, status=sent (fake"@example.org',
                "relay": "mx.example.org[198.51.100.25]:25",
                "delay": 0.02,
                "delays": "0.01/0.01/0/0",
                "dsn": "5.7.1",
                "status": "bounced",
                "reason": "host mx.example.org[198.51.100.25] said: 550 5.7.1 nope) , dsn=2.0.0, status=sent (250 2.0.0 Ok: queued as FAKE12345 (in reply to RCPT TO command))",
            },
        },
    ),
    Format(
        "delivery/recipient-bare",
        "{queue_id}: to={recipient:plain}{?, orig_to={orig_recipient:plain}?}, " + _RESULT,
        table="delivery",
        means=delivery.DELIVERED,
        samples={
            "2A22C263F6: to=user@host.example.com, orig_to=root@localhost, relay=local, delay=0.07, delays=0.04/0/0/0.03, dsn=2.0.0, status=sent (delivered to command: procmail)": {
                "queue_id": "2A22C263F6",
                "recipient": "user@host.example.com",
                "orig_recipient": "root@localhost",
                "relay": "local",
                "delay": 0.07,
                "delays": "0.04/0/0/0.03",
                "dsn": "2.0.0",
                "status": "sent",
                "reason": "delivered to command: procmail)",
            }
        },
    ),
    Format(
        "delivery/bounce-failed",
        "{queue_id}: status=deferred ({text} failed)",
        table="notice",
        means=queue.BOUNCE_FAILED,
        samples={"0D9633D: status=deferred (bounce failed)": {"queue_id": "0D9633D", "text": "bounce"}},
    ),
    Format(
        "delivery/passed",
        "{:queue_id}: passing <{}> to transport={}",
        means=queue.PASSED_ON,
        samples={"0D9633D: passing <bob@example.com> to transport=lmtp": {}},
        since="3.6",
    ),
)
