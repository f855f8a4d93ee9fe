"""What do smtp and lmtp say about the other side besides the result of a delivery?"""

from __future__ import annotations

from postwarden.parse.format import Format
from postwarden.parse.meanings import delivery

_PEER = "{client:word}[{ip:ip}]"

SMTP_CLIENT: tuple[Format, ...] = (
    Format(
        "smtp/connect-failed",
        "connect to " + _PEER + "{?:{:int}?}: {text}",
        table="notice",
        means=delivery.UNREACHABLE,
        samples={
            "connect to mx.example.org[192.0.2.98]:25: Connection timed out": {
                "client": "mx.example.org",
                "ip": "192.0.2.98",
                "text": "Connection timed out",
            },
            "connect to mx.example.org[2001:db8::1a]:25: Network is unreachable": {
                "client": "mx.example.org",
                "ip": "2001:db8::1a",
                "text": "Network is unreachable",
            },
            "connect to mx.example.org[192.0.2.98]: Connection refused (port 25)": {
                "client": "mx.example.org",
                "ip": "192.0.2.98",
                "text": "Connection refused (port 25)",
            },
        },
    ),
    Format(
        "smtp/connect-failed-socket",
        "connect to {client:word}[{}]: {text}",
        table="notice",
        means=delivery.UNREACHABLE,
        samples={
            "connect to mail.example.com[private/dovecot-lmtp]: No such file or directory": {
                "client": "mail.example.com",
                "text": "No such file or directory",
            }
        },
    ),
    Format(
        "smtp/host-said",
        "{queue_id}: host " + _PEER + " said: {text}",
        table="notice",
        means=delivery.SAID,
        samples={
            "ED59C3D: host mail2.example.com[192.0.2.23] said: 450 4.7.1 <user@example.com>: Recipient address rejected: Greylisted for 5 minutes (in reply to RCPT TO command)": {
                "queue_id": "ED59C3D",
                "client": "mail2.example.com",
                "ip": "192.0.2.23",
                "text": "450 4.7.1 <user@example.com>: Recipient address rejected: Greylisted for 5 minutes (in reply to RCPT TO command)",
            }
        },
    ),
    Format(
        "smtp/host-said-socket",
        "{queue_id}: host {client:word}[{}] said: {text}",
        table="notice",
        means=delivery.SAID,
        samples={
            "ED59C3D: host mail.example.com[private/dovecot-lmtp] said: 451 4.3.0 <bob@example.com> Temporary internal error (in reply to RCPT TO command)": {
                "queue_id": "ED59C3D",
                "client": "mail.example.com",
                "text": "451 4.3.0 <bob@example.com> Temporary internal error (in reply to RCPT TO command)",
            }
        },
    ),
    Format(
        "smtp/refused-to-talk",
        "{queue_id}: host {client:word}[{ip}] refused to talk to me: {text}",
        table="notice",
        means=delivery.SAID,
        samples={
            "40197AA: host mg2.example.net[192.0.2.86] refused to talk to me: 450 4.3.2 try again later": {
                "queue_id": "40197AA",
                "client": "mg2.example.net",
                "ip": "192.0.2.86",
                "text": "450 4.3.2 try again later",
            }
        },
    ),
    Format(
        "smtp/lost-connection",
        "{queue_id}: lost connection with {client:word}[{ip}] while {text}",
        table="notice",
        means=delivery.LOST,
        samples={
            "B99FE3D: lost connection with mx3.example.com[192.0.2.72] while receiving the initial server greeting": {
                "queue_id": "B99FE3D",
                "client": "mx3.example.com",
                "ip": "192.0.2.72",
                "text": "receiving the initial server greeting",
            }
        },
    ),
    Format(
        "smtp/timeout",
        "{queue_id}: conversation with {client:word}[{ip}] timed out while {text}",
        table="notice",
        means=delivery.LOST,
        samples={
            "78D6B41: conversation with mx00.example.com[192.0.2.4] timed out while receiving the initial server greeting": {
                "queue_id": "78D6B41",
                "client": "mx00.example.com",
                "ip": "192.0.2.4",
                "text": "receiving the initial server greeting",
            }
        },
    ),
    Format(
        "smtp/local-data-error",
        "{queue_id}: local data error while talking to {text}",
        table="notice",
        means=delivery.LOCAL_TROUBLE,
        samples={
            "78D6B41: local data error while talking to mx00.example.com[192.0.2.4]": {
                "queue_id": "78D6B41",
                "text": "mx00.example.com[192.0.2.4]",
            }
        },
    ),
    Format(
        "smtp/relay-login-failed",
        "{queue_id}: SASL {?[CACHED] ?}authentication failed; {text}",
        table="notice",
        means=delivery.RELAY_LOGIN,
        samples={
            "D0F29603B4: SASL authentication failed; server relay.example.net[192.0.2.4] said: 535 5.7.8 Error: authentication failed: authentication failure": {
                "queue_id": "D0F29603B4",
                "text": "server relay.example.net[192.0.2.4] said: 535 5.7.8 Error: authentication failed: authentication failure",
            },
            "D0F29603B4: SASL [CACHED] authentication failed; server relay.example.net[192.0.2.4] said: 535 5.7.8 no": {
                "queue_id": "D0F29603B4",
                "text": "server relay.example.net[192.0.2.4] said: 535 5.7.8 no",
            },
        },
    ),
    Format(
        "smtp/tls-failed",
        "{queue_id}: Cannot start TLS: {text}",
        table="notice",
        means=delivery.TLS,
        samples={
            "3mPz615lB2z7sZt: Cannot start TLS: handshake failure": {
                "queue_id": "3mPz615lB2z7sZt",
                "text": "handshake failure",
            }
        },
    ),
    Format(
        "smtp/tls-required",
        "{queue_id}: TLS is required, but {text}",
        table="notice",
        means=delivery.TLS,
        samples={
            "3mPz615lB2z7sZt: TLS is required, but was not offered by host mx.example.org[192.0.2.25]": {
                "queue_id": "3mPz615lB2z7sZt",
                "text": "was not offered by host mx.example.org[192.0.2.25]",
            }
        },
    ),
    Format(
        "smtp/certificate",
        "{queue_id}: Server certificate not {text}",
        table="notice",
        means=delivery.TLS,
        samples={
            "3mPz615lB2z7sZt: Server certificate not verified": {"queue_id": "3mPz615lB2z7sZt", "text": "verified"},
            "3mPz615lB2z7sZt: Server certificate not trusted": {"queue_id": "3mPz615lB2z7sZt", "text": "trusted"},
        },
    ),
    Format(
        "smtp/requiretls",
        "{queue_id}: Sender requested REQUIRETLS, but {text}",
        table="notice",
        means=delivery.TLS,
        samples={
            "3mPz615lB2z7sZt: Sender requested REQUIRETLS, but REQUIRETLS support was not offered by host mx.example.org[192.0.2.25]": {
                "queue_id": "3mPz615lB2z7sZt",
                "text": "REQUIRETLS support was not offered by host mx.example.org[192.0.2.25]",
            }
        },
        since="3.11",
    ),
    Format(
        "smtp/tls-configuration",
        "{queue_id}: client TLS configuration problem",
        table="notice",
        means=delivery.TLS,
        samples={"3mPz615lB2z7sZt: client TLS configuration problem": {"queue_id": "3mPz615lB2z7sZt"}},
    ),
    Format(
        "smtp/smtputf8",
        "{queue_id}: message requires SMTPUTF8, but {text}",
        table="notice",
        means=delivery.SMTPUTF8,
        samples={
            "3mPz615lB2z7sZt: message requires SMTPUTF8, but no MX host supports it": {
                "queue_id": "3mPz615lB2z7sZt",
                "text": "no MX host supports it",
            }
        },
        since="3.0",
    ),
    Format(
        "smtp/loop",
        "{queue_id}: mail for {text} loops back to myself",
        table="notice",
        means=delivery.LOOP,
        samples={
            "3mPz615lB2z7sZt: mail for example.org loops back to myself": {
                "queue_id": "3mPz615lB2z7sZt",
                "text": "example.org",
            }
        },
    ),
    Format(
        "smtp/too-large",
        "{queue_id}: message size {text}",
        table="notice",
        means=delivery.TOO_LARGE,
        samples={
            "3mPz615lB2z7sZt: message size 20480000 exceeds size limit 10240000 of server mx.example.org[192.0.2.25]": {
                "queue_id": "3mPz615lB2z7sZt",
                "text": "20480000 exceeds size limit 10240000 of server mx.example.org[192.0.2.25]",
            }
        },
    ),
    Format(
        "smtp/unexpected-message",
        "{queue_id}: unexpected server message",
        table="notice",
        means=delivery.ODD_SERVER,
        samples={"3mPz615lB2z7sZt: unexpected server message": {"queue_id": "3mPz615lB2z7sZt"}},
    ),
    Format(
        "smtp/tlsa-error",
        "TLSA lookup error for {text}",
        table="notice",
        means=delivery.DNS,
        samples={"TLSA lookup error for mx.example.org:25": {"text": "mx.example.org:25"}},
        since="2.11",
    ),
    Format(
        "smtp/wrappermode",
        "SMTPS wrappermode (TCP port 465) requires setting {text}",
        table="notice",
        means=delivery.WRAPPER_MODE,
        samples={
            'SMTPS wrappermode (TCP port 465) requires setting "smtp_tls_wrappermode = yes", and "smtp_tls_security_level = encrypt" (or stronger)': {
                "text": '"smtp_tls_wrappermode = yes", and "smtp_tls_security_level = encrypt" (or stronger)'
            }
        },
        since="3.0",
    ),
)
