"""What does the server refuse, and at which stage? Its own restrictions, and a policy service that is asked at each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain

from lab.acts import arrive, at, submit
from lab.nameserver import BROKEN_ZONE, listed
from lab.scenario import Scenario
from lab.setup import POLICY_PORT, Setup, people
from lab.stage import Act, Moment, Stage
from lab.visitors import notice, rejection, talk

ANNA, CLARA = "anna.berg@example.org", "clara.hoff@example.org"
_OUTSIDE = "x@bigmail.example.net"
_LISTED, _UNCLEAR, _ZONE = "203.0.113.66", "203.0.113.67", "dnsbl.example.net"
_POLICY = f"check_policy_service inet:127.0.0.1:{POLICY_PORT}"
_ACTIONS = {
    "reject": "REJECT We do not want that",
    "defer": "450 4.7.1 Not now",
    "later": "DEFER_IF_PERMIT Service temporarily unavailable",
    "hold": "HOLD somebody will look at it",
    "discard": "DISCARD",
    "redirect": "REDIRECT quarantine@elsewhere.example.net",
    "bcc": "BCC archive@elsewhere.example.net",
    "warn": "WARN that was close",
    "info": "INFO nothing to see",
    "hangup": "HANGUP",
}
_AT_CONNECT = {"203.0.113.70": "reject", "203.0.113.71": "defer", "203.0.113.72": "warn"}


def _decide(request: Mapping[str, str]) -> str:
    """A sender such as `hold.rcpt@…` names the action and the stage; at CONNECT the address does."""
    stage = request["protocol_state"]
    if stage == "CONNECT":
        return _ACTIONS.get(_AT_CONNECT.get(request["client_address"], ""), "DUNNO")
    if stage in {"HELO", "EHLO"}:
        return _ACTIONS.get(request["helo_name"].partition(".")[0], "DUNNO")
    action, _, wanted = request["sender"].partition("@")[0].partition(".")
    return _ACTIONS.get(action, "DUNNO") if wanted == stage.lower() else "DUNNO"


def _employ() -> Act:
    async def act(stage: Stage) -> None:
        stage.policy.decide = _decide

    return act


def _from(words: str, *, to: tuple[str, ...] = (ANNA,)) -> Act:
    return arrive(f"{words}@example.com", to, "203.0.113.80", helo="mail.example.com")


def _own_restrictions() -> Iterator[Act]:
    yield arrive(
        "a@example.com", ["anna", ANNA, "nobody@example.org", _OUTSIDE], "203.0.113.1", helo="mail.example.com"
    )
    warned = rejection("MAIL", "suspicious@example.com", action="reject_warning")
    yield talk(
        "203.0.113.2", "EHLO mail.example.com", "MAIL FROM:<suspicious@example.com>", leave="QUIT", sees=[warned]
    )
    yield arrive(ANNA, [CLARA], "203.0.113.3", helo="mail.example.com")
    yield submit(ANNA, "192.0.2.19", [_OUTSIDE], sender=CLARA)
    yield submit(ANNA, "192.0.2.19", ["nobody@example.org", CLARA, "nobody@example.org"])
    yield talk("203.0.113.4", "EHLO localhost", leave="QUIT", sees=[rejection("EHLO", helo="localhost")])
    vrfy = rejection("VRFY", recipient="nobody@example.org")
    yield talk("203.0.113.6", "EHLO mail.example.com", "VRFY nobody@example.org", leave="QUIT", sees=[vrfy])
    yield arrive("a@example.com", [ANNA], _LISTED, helo="mail.example.com")
    failed = f"{listed(_UNCLEAR, BROKEN_ZONE)}: RBL lookup error: Host or domain name not found. "
    failed += f"Name service error for name={listed(_UNCLEAR, BROKEN_ZONE)} type=A: Host not found, try again"
    mail = ("EHLO mail.example.com", "MAIL FROM:<>", "RCPT TO:<nobody@example.org>")
    rbl = (rejection("RCPT", recipient="nobody@example.org"), notice("notice/warning", failed))
    yield talk(_UNCLEAR, *mail, leave="QUIT", sees=rbl)
    yield talk("203.0.113.5", "HELO -bad-", leave="QUIT", sees=[rejection("HELO", helo="-bad-")])


def _by_policy() -> Iterator[Act]:
    yield _employ()
    hello = "EHLO mail.example.com"
    for ip, action in _AT_CONNECT.items():
        yield talk(ip, hello, leave="QUIT", sees=[rejection("CONNECT", helo="")] if action != "warn" else [])
    yield talk("203.0.113.73", "EHLO reject.example.com", leave="QUIT", sees=[rejection("EHLO")])
    for action in ("reject", "defer", "later"):
        for stage in ("mail", "rcpt", "data", "end-of-message"):
            yield _from(f"{action}.{stage}")
    yield _from("reject.end-of-message", to=(ANNA, CLARA))
    hangup = (hello, "MAIL FROM:<hangup.rcpt@example.com>")
    yield talk("203.0.113.74", *hangup, leave=f"RCPT TO:<{ANNA}>", cut=None)
    for action in ("hold", "discard", "redirect", "bcc", "warn", "info"):
        for stage in ("rcpt", "data", "end-of-message"):
            yield _from(f"{action}.{stage}")


def moments() -> Iterator[Moment]:
    """What the server itself objects to, then what the policy service does."""
    return chain(
        at("2026-10-13 08:00", *_own_restrictions()),
        at("2026-10-13 09:00", *_by_policy()),
    )


SCENARIO = Scenario(
    Setup(
        people("anna.berg", "clara.hoff"),
        begins="2026-10-13 07:55",
        main={
            "smtpd_delay_reject": "no",
            "smtpd_client_restrictions": _POLICY,
            "port25_helo_restrictions": f"reject_invalid_helo_hostname, reject_non_fqdn_helo_hostname, {_POLICY}",
            "smtpd_sender_login_maps": "regexp:{ {/^(.*@example[.]org)$$/ $$1} }",
            "mua_sender_restrictions": "reject_sender_login_mismatch",
            "smtpd_sender_restrictions": "warn_if_reject check_sender_access "
            f"inline:{{{{suspicious@example.com = REJECT}}}}, {_POLICY}",
            "smtpd_recipient_restrictions": "reject_non_fqdn_recipient, check_client_access cidr:{ "
            f"{{{_LISTED} reject_rbl_client {_ZONE}}} {{{_UNCLEAR} reject_rbl_client {BROKEN_ZONE}}} }}, {_POLICY}",
            "smtpd_log_access_permit_actions": "permit_sasl_authenticated",
            "disable_vrfy_command": "no",
            "smtpd_data_restrictions": _POLICY,
            "smtpd_end_of_data_restrictions": _POLICY,
        },
        records={listed(_LISTED, _ZONE): "127.0.0.2"},
    ),
    moments,
)
