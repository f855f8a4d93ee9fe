"""What do postscreen, dnsblog and tlsproxy say about clients, before the SMTP server sees them?"""

from __future__ import annotations

from postwarden.model.meaning import Meaning
from postwarden.parse.format import Format, Sample
from postwarden.parse.meanings import connection, refusal, service

_ADDRESS = "[{ip:ip}]:{port:int}"
_SAMPLE = "[203.0.113.41]:53024"
_FIELDS: Sample = {"ip": "203.0.113.41", "port": 53024}

# (meaning, name, template, sample, detail)
_EVENTS: tuple[tuple[Meaning, str, str, str, str], ...] = (
    (connection.CONNECTED, "connect", "CONNECT from @ to {}", "CONNECT from @ to [192.0.2.25]:25", ""),
    (connection.PASSED, "pass-old", "PASS OLD @", "PASS OLD @", ""),
    (connection.PASSED, "pass-new", "PASS NEW @", "PASS NEW @", ""),
    (connection.ENDED_EARLY, "disconnect", "DISCONNECT @", "DISCONNECT @", ""),
    (
        connection.SCREEN_LEFT, "hangup",
        "HANGUP after {:word} from @ in {detail}",
        "HANGUP after 0.63 from @ in tests after SMTP handshake",
        "tests after SMTP handshake",
    ),
    (connection.GREETED_EARLY, "pregreet", "PREGREET {:int} after {:word} from @: {detail}", r"PREGREET 16 after 2.6 from @: EHLO x\r\n", r"EHLO x\r\n"),
    (connection.LISTED, "dnsbl", "DNSBL rank {detail:int} for @", "DNSBL rank 3 for @", "3"),
    (connection.SCREENED, "allowlisted", "ALLOWLISTED @", "ALLOWLISTED @", ""),
    (connection.SCREENED, "whitelisted", "WHITELISTED @", "WHITELISTED @", ""),
    (connection.SCREENED, "denylisted", "DENYLISTED @", "DENYLISTED @", ""),
    (connection.SCREENED, "blacklisted", "BLACKLISTED @", "BLACKLISTED @", ""),
    (connection.SCREEN_VETO, "allowlist-veto", "ALLOWLIST VETO @", "ALLOWLIST VETO @", ""),
    (connection.SCREEN_VETO, "whitelist-veto", "WHITELIST VETO @", "WHITELIST VETO @", ""),
    (connection.SILENT_SCREENED, "time-limit", "COMMAND TIME LIMIT from @ after {detail}", "COMMAND TIME LIMIT from @ after CONNECT", "CONNECT"),
    (connection.ODD_CLIENT, "count-limit", "COMMAND COUNT LIMIT from @ after {detail}", "COMMAND COUNT LIMIT from @ after RCPT", "RCPT"),
    (connection.ODD_CLIENT, "length-limit", "COMMAND LENGTH LIMIT from @ after {detail}", "COMMAND LENGTH LIMIT from @ after RCPT", "RCPT"),
    (connection.ODD_CLIENT, "bare-newline", "BARE NEWLINE from @ after {detail}", "BARE NEWLINE from @ after .", "."),
    (connection.ODD_CLIENT, "pipelining", "COMMAND PIPELINING from @ after {detail}", r"COMMAND PIPELINING from @ after MAIL: RCPT\r\n", r"MAIL: RCPT\r\n"),
    (connection.WEB_CLIENT, "non-smtp", "NON-SMTP COMMAND from @ after {detail}", "NON-SMTP COMMAND from @ after CONNECT: GET / HTTP/1.1", "CONNECT: GET / HTTP/1.1"),
    (connection.ODD_CLIENT, "data-without-rcpt", "DATA without valid RCPT from @", "DATA without valid RCPT from @", ""),
    (connection.ODD_CLIENT, "bdat-without-rcpt", "BDAT without valid RCPT from @", "BDAT without valid RCPT from @", ""),
    (connection.SCREEN_BUSY, "reject-connect", "NOQUEUE: reject: CONNECT from @: {detail}", "NOQUEUE: reject: CONNECT from @: too many connections", "too many connections"),
    (connection.SCREEN_BUSY, "busy", "reject: connect from @: {detail}", "reject: connect from @: all screening ports busy", "all screening ports busy"),
)  # fmt: skip

# (meaning, name, template, sample)
_WORK: tuple[tuple[Meaning, str, str, str], ...] = (
    (connection.STRESS, "stress", "entering STRESS mode with {}", "entering STRESS mode with 70 connections"),
    (connection.STRESS_OVER, "stress-over", "leaving STRESS mode with {}", "leaving STRESS mode with 20 connections"),
    (service.TABLE_CHANGED, "table-changed", "table {} has changed - finishing in the background", "table cidr:/etc/postfix/access.cidr has changed - finishing in the background"),
    (service.SETTING_USED, "keywords-discarded", "[{:ip}]{:int}: discarding EHLO keywords: {}", "[203.0.113.41]53024: discarding EHLO keywords: CHUNKING"),
    (refusal.REPLY_CHANGED, "command-replaced", "[{:ip}]:{:int}: replacing command {}", '[203.0.113.41]:53024: replacing command "ehlo x" with "HELO x"'),
)  # fmt: skip


def _event(means: Meaning, name: str, template: str, sample: str, detail: str) -> Format:
    return Format(
        f"postscreen/{name}",
        template.replace("@", _ADDRESS),
        table="postscreen",
        means=means,
        samples={sample.replace("@", _SAMPLE): {**_FIELDS, **({"detail": detail} if detail else {})}},
    )


POSTSCREEN: tuple[Format, ...] = (
    *(_event(*event) for event in _EVENTS),
    Format(
        "postscreen/reject",
        # Addresses are the client's words; nothing of what follows them is kept.
        f"NOQUEUE: reject: RCPT from {_ADDRESS}: "
        "{detail:quoted}; from=<{sender:quoted}>, to=<{recipient:last}>, proto={:upper}, helo=<{}>",
        table="postscreen",
        means=connection.SCREEN_REFUSED,
        samples={
            f"NOQUEUE: reject: RCPT from {_SAMPLE}: 550 5.7.1 Service unavailable; client [203.0.113.41] blocked using bl.example.net; from=<a@example.com>, to=<jo@example.org>, proto=ESMTP, helo=<example.com>": {
                **_FIELDS,
                "detail": "550 5.7.1 Service unavailable; client [203.0.113.41] blocked using bl.example.net",
                "sender": "a@example.com",
                "recipient": "jo@example.org",
            }
        },
    ),
    Format(
        "postscreen/reject-bare",
        f"NOQUEUE: reject: RCPT from {_ADDRESS}: {{detail}}",
        table="postscreen",
        means=connection.SCREEN_REFUSED,
        samples={
            f"NOQUEUE: reject: RCPT from {_SAMPLE}: 550 5.7.1 Service unavailable; from=<a@exa": {
                **_FIELDS,
                "detail": "550 5.7.1 Service unavailable; from=<a@exa",
            }
        },
    ),
    *(
        Format(f"postscreen/{name}", template, means=means, samples={sample: {}})
        for means, name, template, sample in _WORK
    ),
)

DNSBLOG: tuple[Format, ...] = (
    Format(
        "dnsblog/listed",
        "addr {ip:ip} listed by domain {detail}",
        table="postscreen",
        means=connection.LISTED_BY,
        samples={
            "addr 203.0.113.41 listed by domain bl.example.net as 127.0.0.2": {
                "ip": "203.0.113.41",
                "detail": "bl.example.net as 127.0.0.2",
            },
            "addr 2001:db8::66 listed by domain wl.example.net as 127.0.5.1": {
                "ip": "2001:db8::66",
                "detail": "wl.example.net as 127.0.5.1",
            },
        },
    ),
)

# postscreen and the server count the same clients.
TLSPROXY: tuple[Format, ...] = (
    Format(
        "tlsproxy/connect-from", "CONNECT from {}", means=connection.TLS_PROXY, samples={f"CONNECT from {_SAMPLE}": {}}
    ),
    Format(
        "tlsproxy/connect-to",
        "CONNECT to {}",
        means=connection.TLS_PROXY,
        samples={"CONNECT to [192.0.2.25]:25": {}},
        since="3.4",
    ),
    Format("tlsproxy/disconnect", "DISCONNECT {}", means=connection.TLS_PROXY, samples={f"DISCONNECT {_SAMPLE}": {}}),
    Format(
        "tlsproxy/handshake-failed",
        "TLS handshake failed for service={} peer={NAMADDR}",
        table="tls",
        since="3.4",
        means=connection.HANDSHAKE_FAILED,
        samples={f"TLS handshake failed for service=smtpd peer={_SAMPLE}": _FIELDS},
    ),
)
