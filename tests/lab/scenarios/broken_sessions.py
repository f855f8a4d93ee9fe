"""What does the SMTP server say of sessions that go wrong? Lost in every stage, too slow, too wrong, no SMTP at all."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from ssl import PROTOCOL_TLS_CLIENT, SSLContext, TLSVersion, create_default_context

from lab.acts import arrive, at, together
from lab.nameserver import pointer
from lab.scenario import Scenario
from lab.setup import Setup, people
from lab.stage import Act, Moment
from lab.visitors import before, break_off, fail_tls, notice, rejection, since, talk, tls_failed

ANNA = "anna.berg@example.org"
_HELLO, _FROM, _TO = "EHLO mail.example.com", "MAIL FROM:<a@example.com>", f"RCPT TO:<{ANNA}>"
_LIAR, _FORGETFUL = "203.0.113.200", "203.0.113.201"

_EOF = before(
    "dovecot",
    (2, 4),
    notice("dovecot/error", "auth client 0 disconnected with 1 pending requests: EOF", "error", service="auth"),
)


def _visitors() -> Iterator[str]:
    return (f"203.0.113.{number}" for number in range(1, 200))


def _lost(ips: Iterator[str]) -> Iterator[Act]:
    """Clients that go away in the middle."""
    yield talk(next(ips))
    for command in ("HELO mail.example.com", _HELLO, "NOOP", "RSET", "XYZZY", "VRFY postmaster"):
        yield talk(next(ips), command)
    yield talk(next(ips), _HELLO, "STARTTLS", sees=tls_failed())
    yield talk(next(ips), _HELLO, _FROM)
    yield talk(next(ips), _HELLO, "AUTH LOGIN", port=587, sees=[_EOF])
    for stage in ("RCPT", "DATA", "BDAT", "END-OF-MESSAGE"):
        yield break_off(next(ips), ANNA, at=stage)
        yield break_off(next(ips), ANNA, at=stage, account=ANNA, sender=ANNA)


def _slow(ips: Iterator[str]) -> Iterator[Act]:
    """Clients that fall silent."""
    for said in ((), (_HELLO,), (_HELLO, _FROM)):
        yield talk(next(ips), *said, leave="wait", cut="timeout")
    yield talk(next(ips), _HELLO, "AUTH LOGIN", port=587, leave="wait", cut="timeout", sees=[_EOF])
    yield break_off(next(ips), ANNA, at="DATA", cut="timeout")


def _slow_after_mails(ips: Iterator[str]) -> Iterator[Act]:
    for stage in ("RCPT", "BDAT", "END-OF-MESSAGE"):
        yield break_off(next(ips), ANNA, at=stage, cut="timeout")


def _wrong(ips: Iterator[str]) -> Iterator[Act]:
    """Clients that make mistakes, one too many of them, or that are no mail programs at all."""
    yield talk(next(ips), *["XYZZY"] * 3, leave="wait", cut="too-many-errors")
    yield talk(next(ips), _HELLO, *["VRFY root"] * 3, leave="wait", cut="too-many-errors")
    yield talk(next(ips), "MAIL FROM:<a@example.com>", leave="QUIT")
    two = "<a@example.com, b@example.com>"
    yield talk(next(ips), _HELLO, f"MAIL FROM:{two}", leave="QUIT", sees=[notice("smtpd/illegal-address", two)])
    yield talk(next(ips), _HELLO, _FROM, "RCPT TO:<>", leave="QUIT", sees=[notice("smtpd/illegal-address", "<>")])
    for line in ("GET / HTTP/1.1", "CONNECT 192.0.2.1:25 HTTP/1.0", "Subject: hello"):
        yield talk(next(ips), line, leave="wait", cut=None, sees=[notice("smtpd/non-smtp-command", line)])
    hello = notice("smtpd/non-smtp-command", r"\026\003\001\002\000\001\374\003\003")
    yield talk(next(ips), b"\x16\x03\x01\x02\x00\x01\xfc\x03\x03", leave="QUIT", sees=[since("postfix", (3, 9), hello)])
    yield talk(next(ips), b"EHLO \xff\xfe", leave="QUIT")
    long = "X" * 3000
    yield talk(next(ips), long, leave="QUIT", sees=[notice("smtpd/long-request", "X" * 30 + "...")])
    yield talk(next(ips), _HELLO, "ETRN example.org", leave="QUIT", sees=[rejection("ETRN")])
    yield talk(next(ips), _HELLO, "AUTH LOGIN", leave="QUIT")
    pipelined = f"{_HELLO}\r\n{_FROM}"
    seen = notice("smtpd/pipelining", rf"{_FROM}\r\n", severity="info")
    yield talk(next(ips), pipelined, leave="QUIT", sees=[seen])
    for ip in (_LIAR, _FORGETFUL):
        yield talk(ip, leave="QUIT", sees=[notice("smtpd/hostname-mismatch", "Name or service not known")])


def _too_much(ips: Iterator[str]) -> Iterator[Act]:
    """Mails that are larger than the server likes, in each way to say so."""
    big = f"{_FROM} SIZE=30000"
    yield talk(next(ips), _HELLO, big, leave="QUIT", sees=[rejection("MAIL", "a@example.com")])
    yield arrive("a@example.com", [ANNA], next(ips), helo="mail.example.com", size=400)
    for chunk, text in (("x", "malformed BDAT command syntax from {}: BDAT x"), ("0", "null BDAT request from {}")):
        ip = next(ips)
        seen = notice("postfix/queue-warning", text.format(f"unknown[{ip}]"))
        yield talk(ip, _HELLO, f"BDAT {chunk}", leave="wait" if chunk == "x" else "QUIT", cut=None, sees=[seen])


def _not_in_tls(ips: Iterator[str]) -> Iterator[Act]:
    """Clients that do not manage TLS."""
    http = "0A00009C:SSL routines::http request"
    yield talk(next(ips), leave="GET / HTTP/1.1", port=465, after="CONNECT", sees=tls_failed(http))
    number = "0A00010B:SSL routines::wrong version number"
    yield talk(next(ips), leave=_HELLO, port=465, after="CONNECT", sees=tls_failed(number))
    yield talk(next(ips), port=465, sees=tls_failed())
    yield fail_tls(next(ips), _suspicious(), "0A000418:SSL routines::tlsv1 alert unknown ca")
    yield fail_tls(next(ips), _narrow(), "0A0000C1:SSL routines::no shared cipher")


def _suspicious() -> SSLContext:
    """Of somebody who does not believe our certificate."""
    context = create_default_context()
    context.maximum_version = TLSVersion.TLSv1_2  # later, the server takes the handshake for done by then
    return context


def _narrow() -> SSLContext:
    """Of a device that only knows certificates of another kind than ours."""
    context = SSLContext(PROTOCOL_TLS_CLIENT)
    context.maximum_version = TLSVersion.TLSv1_2
    context.set_ciphers("ECDHE-RSA-AES256-GCM-SHA384")
    return context


def moments() -> Iterator[Moment]:
    """A day of misfortune."""
    ips = _visitors()
    return chain(
        at("2026-10-13 08:00", *_lost(ips)),
        at("2026-10-13 09:00", together(list(_slow(ips)))),
        at("2026-10-13 09:30", *_slow_after_mails(ips)),
        at("2026-10-13 10:00", *_wrong(ips)),
        at("2026-10-13 10:30", *_too_much(ips)),
        at("2026-10-13 11:00", *_not_in_tls(ips)),
    )


SCENARIO = Scenario(
    Setup(
        people("anna.berg"),
        begins="2026-10-13 07:55",
        main={
            "max_use": "1",  # a process that has served one client ends, and what it leaves behind shows at once
            "smtpd_timeout": "2s",
            "smtpd_hard_error_limit": "3",
            "smtpd_soft_error_limit": "1",
            "smtpd_error_sleep_time": "0s",
            "smtpd_etrn_restrictions": "reject",
            "message_size_limit": "20000",
        },
        records={pointer(_LIAR): "mail.elsewhere.example.com", pointer(_FORGETFUL): "mx.forgotten.example.com"},
    ),
    moments,
)
