"""What does postscreen say, with all its tests? Early talkers, listed ones, rule breakers, the slow and the patient."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from lab.acts import at, together
from lab.nameserver import listed
from lab.scenario import Scenario
from lab.screening import AFTER, BEFORE, Event, crowd, let_through, refused, screened
from lab.setup import HOST_IP6, Setup, people
from lab.stage import Act, Moment

_CUSTOMER, _TRUSTED, _DENIED, _CROWD = "198.51.100.130", "198.51.100.90", "203.0.113.90", "203.0.113.30"
_LISTED = tuple(f"203.0.113.{number}" for number in range(60, 66))
_LISTED_V6, _V6 = "2001:db8:66::2", "2001:db8:66::1"
_ZONE, _GOOD = "dnsbl.example.net", "allow.example.net"
_SENDER, _RECIPIENT = "a@example.com", "anna.berg@example.org"
_HELLO = "EHLO mail.example.com"
_LATER = refused("450 4.3.2 Service currently unavailable", _SENDER, _RECIPIENT)
_ERROR = refused("550 5.5.1 Protocol error", _SENDER, _RECIPIENT)
_FORGERIES = (
    ('"x>, to=<y>, proto=ESMTP, helo=<z"@example.com', _RECIPIENT),
    (_SENDER, '"x>, proto=ESMTP, helo=<mail.example.org"@example.org'),
    (_SENDER, '"550 5.7.1 Service unavailable; from=<b@example.com>, to=<c"@example.org'),
)


def _mail(sender: str = _SENDER, recipient: str = _RECIPIENT) -> tuple[str, str, str]:
    return _HELLO, f"MAIL FROM:<{sender}>", f"RCPT TO:<{recipient}>"


def _listed(answer: str = "127.0.0.2") -> tuple[tuple[str, str], ...]:
    return ("listed", f"{_ZONE} as {answer}"), ("dnsbl", "2")


def _blocked(ip: str, sender: str = _SENDER, recipient: str = _RECIPIENT) -> tuple[str, str, str, str]:
    reply = f"550 5.7.1 Service unavailable; client [{ip}] blocked using {_ZONE}"
    return refused(reply, sender, recipient)


def _early() -> Iterator[Act]:
    """Those who do not wait for the greeting."""
    yield screened("203.0.113.5", early=b"EHLO User\r\n", sees=(("pregreet", r"EHLO User\r\n"),))
    hello, heard = b"\x16\x03\x01\x02\x00\x01", r"\026\003\001\002\000\001"
    yield screened("203.0.113.6", early=hello, leave="wait", sees=(("pregreet", heard), ("time-limit", "CONNECT")))
    helo = (("pregreet", r"HELO x> to=<y\r\n"), _ERROR, ("hangup", AFTER))
    yield screened("203.0.113.7", *_mail(), early=b"HELO x> to=<y\r\n", leave="", sees=helo)
    yield screened("203.0.113.8", sees=(("hangup", BEFORE),), leave="")


def _rule_breakers() -> Iterator[Act]:
    """Those who wait, and then break the rules of SMTP."""
    ask_twice = ("pipelining", rf"MAIL: RCPT TO:<{_RECIPIENT}>\r\n"), _ERROR
    yield screened("203.0.113.40", _HELLO, "\r\n".join(_mail()[1:]), sees=ask_twice)
    bare = ("bare-newline", _HELLO), ("pipelining", r"EHLO: MAIL FROM:<>\r\n"), ("hangup", AFTER)
    yield screened("203.0.113.41", f"{_HELLO}\nMAIL FROM:<>", leave="", sees=bare)
    for ip, line in (("203.0.113.42", "Host: example.org"), ("203.0.113.43", "GET / HTTP/1.1")):
        yield screened(ip, line, leave="wait", sees=(("non-smtp", f"CONNECT: {line}"),))
    yield screened("203.0.113.44", *["NOOP"] * 6, "VRFY root", leave="wait", sees=(("count-limit", "NOOP"),))
    yield screened("203.0.113.45", _HELLO, "x" * 3000, leave="wait", sees=(("length-limit", "EHLO"),))
    yield screened("203.0.113.46", *_mail()[:2], leave="DATA", sees=("data-without-rcpt",))
    yield screened("203.0.113.47", *_mail()[:2], leave="BDAT 10 LAST", sees=("bdat-without-rcpt",))
    yield screened("203.0.113.48", _HELLO, leave="wait", sees=(("time-limit", "EHLO"),))


def _listed_ones() -> Iterator[Act]:
    """Those whom the block list knows, whatever they call themselves."""
    plain, in_tls, http, *forgers = _LISTED
    yield screened(plain, *_mail(), sees=(*_listed(), _blocked(plain)))
    for ip, (sender, recipient) in zip(forgers, _FORGERIES, strict=True):
        yield screened(ip, *_mail(sender, recipient), sees=(*_listed(), _blocked(ip, sender, recipient)))
    v6: tuple[Event, ...] = ("allowlist-veto", *_listed("127.0.0.4"), _blocked(_LISTED_V6))
    yield screened(_LISTED_V6, *_mail(), sees=v6)
    yield screened(in_tls, *_mail()[1:], tls=True, sees=(*_listed(), _blocked(in_tls)))
    problem, web = "0A00009C:SSL routines::http request", "GET / HTTP/1.1"
    seen: tuple[Event, ...] = (*_listed(), ("hangup", AFTER))
    yield screened(http, _HELLO, "STARTTLS", leave=web, tls_problem=problem, sees=seen)


def moments() -> Iterator[Moment]:
    """An hour at the door."""
    return chain(
        at("2026-10-13 08:00", screened(_CUSTOMER, *_mail(), sees=(_LATER, "pass-new"))),
        at("2026-10-13 08:01", let_through(_CUSTOMER, by="pass-old")),
        at("2026-10-13 08:02", let_through("127.0.0.1", by="allowlisted")),
        at("2026-10-13 08:03", let_through(_TRUSTED, by="pass-new", known=f"{_GOOD} as 127.0.0.1")),
        at("2026-10-13 08:04", screened(_V6, *_mail(), sees=("allowlist-veto", _LATER))),
        at("2026-10-13 08:05", screened(_DENIED, leave="", sees=("denylisted",))),
        at("2026-10-13 08:06", crowd(_CROWD, 12, allowed=10)),
        at("2026-10-13 08:10", together(list(_early()))),
        at("2026-10-13 08:20", together(list(_rule_breakers()))),
        at("2026-10-13 08:30", together(list(_listed_ones()))),
    )


SCENARIO = Scenario(
    Setup(
        people("anna.berg"),
        begins="2026-10-13 07:55",
        main={
            "postscreen_dnsbl_sites": f"{_ZONE}*2, {_GOOD}*-4",
            "postscreen_dnsbl_threshold": "2",
            "postscreen_dnsbl_allowlist_threshold": "-2",
            "postscreen_dnsbl_action": "enforce",
            "postscreen_pipelining_enable": "yes",
            "postscreen_pipelining_action": "enforce",
            "postscreen_non_smtp_command_enable": "yes",
            "postscreen_non_smtp_command_action": "drop",
            "postscreen_bare_newline_enable": "yes",
            "postscreen_bare_newline_action": "enforce",
            "postscreen_access_list": f"permit_mynetworks, cidr:{{ {{{_DENIED} reject}} }}",
            "postscreen_denylist_action": "drop",
            "postscreen_allowlist_interfaces": f"![{HOST_IP6}], static:all",
            "postscreen_client_connection_count_limit": "10",
            "postscreen_command_count_limit": "6",
            "postscreen_command_time_limit": "2s",
        },
        records={
            **{listed(ip, _ZONE): "127.0.0.2" for ip in _LISTED},
            listed(_LISTED_V6, _ZONE): "127.0.0.4",
            listed(_TRUSTED, _GOOD): "127.0.0.1",
        },
    ),
    moments,
)
