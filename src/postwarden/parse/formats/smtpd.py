"""What does the SMTP server say about a session: who came, what was accepted, how it ended?"""

from __future__ import annotations

from postwarden.model.meaning import Meaning
from postwarden.parse.format import Format
from postwarden.parse.meanings import connection, login, refusal

_PEER = "{client:word}[{ip:ip}]{?:{:int}?}"


def _abort(name: str, means: Meaning, reason: str, since: str = "1.1") -> tuple[Format, Format]:
    """A session that ended badly; from 3.10 on the queue id, or NOQUEUE, stands before it."""
    template = reason + " after {stage:upper}{? ({:int} bytes)?} from {NAMADDR}"
    fields = {"client": "unknown", "ip": "203.0.113.70"}
    return (
        Format(
            f"smtpd/{name}",
            template,
            table="abort",
            means=means,
            since=since,
            samples={
                f"{reason} after CONNECT from unknown[]": {"stage": "CONNECT", "client": "unknown"},
                f"{reason} after AUTH from unknown[203.0.113.70]": {"stage": "AUTH", **fields},
                f"{reason} after END-OF-MESSAGE from v6.example.net[2001:db8::66]:38403": {
                    "stage": "END-OF-MESSAGE",
                    "client": "v6.example.net",
                    "ip": "2001:db8::66",
                    "port": 38403,
                },
                f"{reason} after DATA (7774180 bytes) from unknown[203.0.113.70]": {"stage": "DATA", **fields},
            },
        ),
        Format(
            f"smtpd/{name}-id",
            "{queue_id}: " + template,
            table="abort",
            means=means,
            since="3.10",
            samples={
                f"NOQUEUE: {reason} after AUTH from unknown[203.0.113.70]": {
                    "queue_id": "NOQUEUE",
                    "stage": "AUTH",
                    **fields,
                },
                f"1639C2961FA: {reason} after BDAT (14 bytes) from unknown[203.0.113.70]": {
                    "queue_id": "1639C2961FA",
                    "stage": "BDAT",
                    **fields,
                },
            },
        ),
    )


SESSIONS: tuple[Format, ...] = (
    Format(
        "smtpd/connect",
        "connect from {NAMADDR}",
        table="connect",
        means=connection.CONNECTED,
        samples={
            "connect from unknown[203.0.113.50]": {"client": "unknown", "ip": "203.0.113.50"},
            "connect from unknown[203.0.113.83]:38403": {"client": "unknown", "ip": "203.0.113.83", "port": 38403},
            "connect from v6host.example.net[2001:db8::66]": {"client": "v6host.example.net", "ip": "2001:db8::66"},
        },
    ),
    Format(
        "smtpd/disconnect",
        "disconnect from {NAMADDR}{? {counters}?}",
        table="disconnect",
        means=connection.ENDED,
        samples={
            "disconnect from host-10.example.net[203.0.113.10]": {
                "client": "host-10.example.net",
                "ip": "203.0.113.10",
            },
            "disconnect from unknown[] commands=0/0": {"client": "unknown", "counters": "commands=0/0"},
            "disconnect from unknown[unknown] commands=0/0": {
                "client": "unknown",
                "ip": "unknown",
                "counters": "commands=0/0",
            },
            "disconnect from unknown[203.0.113.51]:40112 ehlo=1 auth=0/4 commands=1/5": {
                "client": "unknown",
                "ip": "203.0.113.51",
                "port": 40112,
                "counters": "ehlo=1 auth=0/4 commands=1/5",
            },
        },
    ),
    Format(
        "smtpd/client",
        # sasl_sender is the client's claim, but as xtext it holds neither blank nor `=`; the rest is Postfix's own.
        "{queue_id}: client={NAMADDR}{?, sasl_method={method}?}{?, sasl_username={account}?}"
        "{?, sasl_sender={claimed_sender}?}{?, orig_queue_id={origin_queue_id}?}"
        "{?, orig_client={origin_client}[{origin_ip:ip}]{?:{:int}?}?}",
        table="accepted",
        means=login.ACCEPTED,
        samples={
            "4104E3D: client=mx.example.net[192.0.2.8]": {
                "queue_id": "4104E3D",
                "client": "mx.example.net",
                "ip": "192.0.2.8",
            },
            "9248D303TU: client=unknown[], sasl_method=PLAIN, sasl_username=root": {
                "queue_id": "9248D303TU",
                "client": "unknown",
                "method": "PLAIN",
                "account": "root",
            },
            "7253BC0589: client=unknown[192.0.2.123], sasl_method=LOGIN, sasl_username=jo@example.org": {
                "queue_id": "7253BC0589",
                "client": "unknown",
                "ip": "192.0.2.123",
                "method": "LOGIN",
                "account": "jo@example.org",
            },
            "4jWX205lZQzP03D: client=unknown[2001:db8::66]:38403, sasl_method=login, sasl_username=odd user": {
                "queue_id": "4jWX205lZQzP03D",
                "client": "unknown",
                "ip": "2001:db8::66",
                "port": 38403,
                "method": "login",
                "account": "odd user",
            },
            "D63BE29665E: client=unknown[203.0.113.60], sasl_method=PLAIN, sasl_username=bob@example.org, sasl_sender=ceo@example.org": {
                "queue_id": "D63BE29665E",
                "client": "unknown",
                "ip": "203.0.113.60",
                "method": "PLAIN",
                "account": "bob@example.org",
                "claimed_sender": "ceo@example.org",
            },
            "032F62C229B: client=localhost[127.0.0.1], orig_client=mail-x.example.com[198.51.100.105]": {
                "queue_id": "032F62C229B",
                "client": "localhost",
                "ip": "127.0.0.1",
                "origin_client": "mail-x.example.com",
                "origin_ip": "198.51.100.105",
            },
            "032F62C229B: client=localhost[127.0.0.1], orig_queue_id=AFD0A29663D, orig_client=unknown[unknown]:0": {
                "queue_id": "032F62C229B",
                "client": "localhost",
                "ip": "127.0.0.1",
                "origin_queue_id": "AFD0A29663D",
                "origin_client": "unknown",
                "origin_ip": "unknown",
            },
            "NOQUEUE: client=unknown[203.0.113.60], sasl_method=PLAIN, sasl_username=bob@example.org": {
                "queue_id": "NOQUEUE",
                "client": "unknown",
                "ip": "203.0.113.60",
                "method": "PLAIN",
                "account": "bob@example.org",
            },
            "AFD0A29663D: client=localhost[127.0.0.1], sasl_method=XCLIENT, sasl_username=bob@example.org": {
                "queue_id": "AFD0A29663D",
                "client": "localhost",
                "ip": "127.0.0.1",
                "method": "XCLIENT",
                "account": "bob@example.org",
            },
        },
    ),
    *_abort("lost-connection", connection.BROKEN_OFF, "lost connection"),
    *_abort("timeout", connection.SILENT, "timeout"),
    *_abort("too-many-errors", connection.TOO_MANY_ERRORS, "too many errors"),
)

# What a client said that no honest client says; the text is the client's own, so it comes last.
COMPLAINTS: tuple[Format, ...] = (
    Format(
        "smtpd/pipelining",
        "improper command pipelining after {:upper} from " + _PEER + "{?: {text}?}",
        table="notice",
        since="2.6",
        means=connection.ODD_CLIENT,
        samples={
            r"improper command pipelining after EHLO from unknown[203.0.113.70]: MAIL FROM:<a@example.com>\r\nRCPT TO:": {
                "client": "unknown",
                "ip": "203.0.113.70",
                "text": r"MAIL FROM:<a@example.com>\r\nRCPT TO:",
            },
            "improper command pipelining after HELO from unknown[203.0.113.70]": {
                "client": "unknown",
                "ip": "203.0.113.70",
            },
        },
    ),
    Format(
        "smtpd/bare-newline",
        "bare <LF> received after {:upper} from " + _PEER,
        table="notice",
        since="3.9",
        means=connection.ODD_CLIENT,
        samples={
            "bare <LF> received after CONNECT from mx.example.net[192.0.2.8]": {
                "client": "mx.example.net",
                "ip": "192.0.2.8",
            }
        },
    ),
    Format(
        "smtpd/non-smtp-command",
        "{severity:lower}: non-SMTP command from " + _PEER + ": {text}",
        table="notice",
        since="2.3",
        means=connection.WEB_CLIENT,
        samples={
            "warning: non-SMTP command from unknown[203.0.113.7]: GET / HTTP/1.1": {
                "severity": "warning",
                "client": "unknown",
                "ip": "203.0.113.7",
                "text": "GET / HTTP/1.1",
            }
        },
    ),
    Format(
        "smtpd/long-request",
        "{severity:lower}: " + _PEER + ": request longer than {:int}: {text}",
        table="notice",
        means=connection.ODD_CLIENT,
        samples={
            "warning: unknown[203.0.113.7]: request longer than 2048: AAAAAAAAAAAAAAAAAAAAAAAAAAAAAA...": {
                "severity": "warning",
                "client": "unknown",
                "ip": "203.0.113.7",
                "text": "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAA...",
            }
        },
    ),
    Format(
        "smtpd/illegal-address",
        "{severity:lower}: Illegal address syntax from " + _PEER + " in {:upper} command: {text}",
        table="notice",
        means=connection.ODD_ADDRESS,
        samples={
            "warning: Illegal address syntax from unknown[203.0.113.7] in MAIL command: <bad address>": {
                "severity": "warning",
                "client": "unknown",
                "ip": "203.0.113.7",
                "text": "<bad address>",
            }
        },
    ),
    Format(
        # The name is what the owner of the address wrote into the DNS; the session itself says `unknown[ip]`.
        "smtpd/hostname-mismatch",
        "{severity:lower}: hostname {client:word} does not resolve to address {ip:word}{?: {text}?}",
        table="notice",
        since="2.9",
        means=connection.NAME_MISMATCH,
        samples={
            "warning: hostname mail.example.com does not resolve to address 203.0.113.7": {
                "severity": "warning",
                "client": "mail.example.com",
                "ip": "203.0.113.7",
            },
            "warning: hostname mail.example.com does not resolve to address 203.0.113.7: Name or service not known": {
                "severity": "warning",
                "client": "mail.example.com",
                "ip": "203.0.113.7",
                "text": "Name or service not known",
            },
        },
    ),
    Format(
        "smtpd/hostname-not-listed",
        "{severity:lower}: {ip:word}: address not listed for hostname {client:word}",
        table="notice",
        means=connection.NAME_MISMATCH,
        samples={
            "warning: 203.0.113.7: address not listed for hostname mail.example.com": {
                "severity": "warning",
                "ip": "203.0.113.7",
                "client": "mail.example.com",
            }
        },
    ),
    Format(
        "smtpd/hostname-unverified",
        "{severity:lower}: {ip:word}: hostname {client:word} verification failed{?: {text}?}",
        table="notice",
        means=connection.NAME_MISMATCH,
        samples={
            "warning: 203.0.113.7: hostname mail.example.com verification failed: Name or service not known": {
                "severity": "warning",
                "ip": "203.0.113.7",
                "client": "mail.example.com",
                "text": "Name or service not known",
            }
        },
    ),
)

# (name, template, sample)
_WORK: tuple[tuple[str, str, str], ...] = (
    ("status-mapped", "mapping DSN status {}", "mapping DSN status 5.1.1 into Sender address status 5.1.8"),
    ("command-replaced", "{:word}]{?:{:int}?}: replacing command {}", 'unknown[203.0.113.7]: replacing command "ehlo x" with "HELO x"'),
    ("reply-filter-in", "{:queue_id}: reply filter in: {}", "NOQUEUE: reply filter in: 550 5.1.1 no"),
    ("reply-filter-out", "{:queue_id}: reply filter out: {}", "NOQUEUE: reply filter out: 450 4.1.1 no"),
)  # fmt: skip

WORK: tuple[Format, ...] = tuple(
    Format(
        f"smtpd/{name}",
        template,
        means=refusal.STATUS_MAPPED if name == "status-mapped" else refusal.REPLY_CHANGED,
        samples={sample: {}},
    )
    for name, template, sample in _WORK
)
