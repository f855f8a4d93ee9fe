"""What do postscreen, dnsblog and tlsproxy say about clients, before the SMTP server sees them?"""

from __future__ import annotations

from postwarden.parse.format import Format, Sample

_ADDRESS = "[{ip:ip}]:{port:int}"
_SAMPLE = "[203.0.113.41]:53024"
_FIELDS: Sample = {"ip": "203.0.113.41", "port": 53024}

# (name, template, sample, detail)
_EVENTS: tuple[tuple[str, str, str, str], ...] = (
    ("connect", "CONNECT from @ to {}", "CONNECT from @ to [192.0.2.25]:25", ""),
    ("pass-old", "PASS OLD @", "PASS OLD @", ""),
    ("pass-new", "PASS NEW @", "PASS NEW @", ""),
    ("disconnect", "DISCONNECT @", "DISCONNECT @", ""),
    (
        "hangup",
        "HANGUP after {:word} from @ in {detail}",
        "HANGUP after 0.63 from @ in tests after SMTP handshake",
        "tests after SMTP handshake",
    ),
    ("pregreet", "PREGREET {:int} after {:word} from @: {detail}", r"PREGREET 16 after 2.6 from @: EHLO x\r\n", r"EHLO x\r\n"),
    ("dnsbl", "DNSBL rank {detail:int} for @", "DNSBL rank 3 for @", "3"),
    ("allowlisted", "ALLOWLISTED @", "ALLOWLISTED @", ""),
    ("whitelisted", "WHITELISTED @", "WHITELISTED @", ""),
    ("denylisted", "DENYLISTED @", "DENYLISTED @", ""),
    ("blacklisted", "BLACKLISTED @", "BLACKLISTED @", ""),
    ("allowlist-veto", "ALLOWLIST VETO @", "ALLOWLIST VETO @", ""),
    ("whitelist-veto", "WHITELIST VETO @", "WHITELIST VETO @", ""),
    ("time-limit", "COMMAND TIME LIMIT from @ after {detail}", "COMMAND TIME LIMIT from @ after CONNECT", "CONNECT"),
    ("count-limit", "COMMAND COUNT LIMIT from @ after {detail}", "COMMAND COUNT LIMIT from @ after RCPT", "RCPT"),
    ("length-limit", "COMMAND LENGTH LIMIT from @ after {detail}", "COMMAND LENGTH LIMIT from @ after RCPT", "RCPT"),
    ("bare-newline", "BARE NEWLINE from @ after {detail}", "BARE NEWLINE from @ after .", "."),
    ("pipelining", "COMMAND PIPELINING from @ after {detail}", r"COMMAND PIPELINING from @ after MAIL: RCPT\r\n", r"MAIL: RCPT\r\n"),
    ("non-smtp", "NON-SMTP COMMAND from @ after {detail}", "NON-SMTP COMMAND from @ after CONNECT: GET / HTTP/1.1", "CONNECT: GET / HTTP/1.1"),
    ("data-without-rcpt", "DATA without valid RCPT from @", "DATA without valid RCPT from @", ""),
    ("bdat-without-rcpt", "BDAT without valid RCPT from @", "BDAT without valid RCPT from @", ""),
    ("reject-connect", "NOQUEUE: reject: CONNECT from @: {detail}", "NOQUEUE: reject: CONNECT from @: too many connections", "too many connections"),
    ("busy", "reject: connect from @: {detail}", "reject: connect from @: all screening ports busy", "all screening ports busy"),
)  # fmt: skip

# (name, template, sample)
_WORK: tuple[tuple[str, str, str], ...] = (
    ("stress", "entering STRESS mode with {}", "entering STRESS mode with 70 connections"),
    ("stress-over", "leaving STRESS mode with {}", "leaving STRESS mode with 20 connections"),
    ("table-changed", "table {} has changed - finishing in the background", "table cidr:/etc/postfix/access.cidr has changed - finishing in the background"),
    ("keywords-discarded", "[{:ip}]{:int}: discarding EHLO keywords: {}", "[203.0.113.41]53024: discarding EHLO keywords: CHUNKING"),
    ("command-replaced", "[{:ip}]:{:int}: replacing command {}", '[203.0.113.41]:53024: replacing command "ehlo x" with "HELO x"'),
)  # fmt: skip


def _event(name: str, template: str, sample: str, detail: str) -> Format:
    return Format(
        f"postscreen/{name}",
        template.replace("@", _ADDRESS),
        table="postscreen",
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
        samples={
            f"NOQUEUE: reject: RCPT from {_SAMPLE}: 550 5.7.1 Service unavailable; from=<a@exa": {
                **_FIELDS,
                "detail": "550 5.7.1 Service unavailable; from=<a@exa",
            }
        },
    ),
    *(Format(f"postscreen/{name}", template, samples={sample: {}}) for name, template, sample in _WORK),
)

DNSBLOG: tuple[Format, ...] = (
    Format(
        "dnsblog/listed",
        "addr {ip:ip} listed by domain {detail}",
        table="postscreen",
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
    Format("tlsproxy/connect-from", "CONNECT from {}", samples={f"CONNECT from {_SAMPLE}": {}}),
    Format("tlsproxy/connect-to", "CONNECT to {}", samples={"CONNECT to [192.0.2.25]:25": {}}, since="3.4"),
    Format("tlsproxy/disconnect", "DISCONNECT {}", samples={f"DISCONNECT {_SAMPLE}": {}}),
    Format(
        "tlsproxy/handshake-failed",
        "TLS handshake failed for service={} peer={NAMADDR}",
        table="tls",
        since="3.4",
        samples={f"TLS handshake failed for service=smtpd peer={_SAMPLE}": _FIELDS},
    ),
)
