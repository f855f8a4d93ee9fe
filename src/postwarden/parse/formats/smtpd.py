"""What does the SMTP server say about a session: who came, what was accepted, how it ended?"""

from __future__ import annotations

from postwarden.model.meaning import Meaning
from postwarden.parse.format import Format
from postwarden.parse.meanings import connection, login, refusal


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
