"""What does the SMTP client say that it did about an odd server, or by rules of this one?"""

from __future__ import annotations

from postwarden.parse.format import Format
from postwarden.parse.meanings import delivery, refusal

WORKAROUNDS: tuple[Format, ...] = (
    Format(
        "smtp/pix",
        "{:queue_id}: enabling PIX workarounds: {}",
        means=delivery.WORKAROUND,
        samples={
            "B0ADE20FC7: enabling PIX workarounds: disable_esmtp delay_dotcrlf for example.com[192.0.2.34]:25": {}
        },
    ),
    Format(
        "smtp/long-line",
        "{:queue_id}: breaking line > {:int} bytes with <CR><LF>SPACE",
        means=delivery.WORKAROUND,
        samples={"B0ADE20FC7: breaking line > 998 bytes with <CR><LF>SPACE": {}},
    ),
    Format(
        "smtp/reply-replaced",
        "{:word}: replacing server reply {}",
        means=refusal.REPLY_CHANGED,
        samples={
            'mx.example.org[192.0.2.25]:25: replacing server reply "521 go away" with "421 go away"': {},
            'B0ADE20FC7: replacing server reply "521 go away" with "421 go away"': {},
        },
        since="2.7",
    ),
    Format(
        "smtp/smtputf8-odd",
        "host {} offers SMTPUTF8 support, but not 8BITMIME",
        means=delivery.ODD_SERVER,
        samples={"host mx.example.org[192.0.2.25] offers SMTPUTF8 support, but not 8BITMIME": {}},
        since="3.0",
    ),
    Format(
        "smtp/srv-skipped",
        "skipping SRV lookup for {}",
        means=delivery.DNS,
        samples={"skipping SRV lookup for _submission._tcp.example.org: host not found": {}},
        since="3.8",
    ),
    Format(
        "smtp/header-check",
        "{queue_id}: {action:lower}: header {text}",
        table="header_check",
        means=refusal.SENT_RULE,
        samples={
            "B0ADE20FC7: replace: header Received: from [192.0.2.5]: Received: from localhost": {
                "queue_id": "B0ADE20FC7",
                "action": "replace",
                "text": "Received: from [192.0.2.5]: Received: from localhost",
            }
        },
        since="2.5",
    ),
    Format(
        "smtp/body-check",
        "{queue_id}: {action:lower}: body {text}",
        table="header_check",
        means=refusal.SENT_RULE,
        samples={
            "B0ADE20FC7: info: body click here": {"queue_id": "B0ADE20FC7", "action": "info", "text": "click here"}
        },
        since="2.5",
    ),
)
