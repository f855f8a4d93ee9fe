"""Can text that a client writes forge a client, a login or an account in what the SMTP server logs?"""

from __future__ import annotations

import re
from functools import cache

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from postwarden.model.records import RECORDS
from postwarden.parse.format import Format
from postwarden.parse.formats.smtp_server import GROUPS
from postwarden.parse.reference import pattern, read_text

CEO = "ceo@example.org"


@cache
def formats_of(daemon: str) -> tuple[tuple[Format, re.Pattern[bytes]], ...]:
    group = next(group for group in GROUPS if daemon in group.daemons)
    return tuple((form, pattern(form.parts)) for form in group.formats)


def read(text: str, daemon: str = "smtpd") -> tuple[Format, dict[str, str]]:
    found = read_text(text.encode(), formats_of(daemon))
    assert found is not None, text
    return found[0], {name: value.decode() for name, value in found[1].items() if value}


def test_trap_1_sasl_username_in_a_message_id_is_no_login() -> None:
    """cleanup's line, were it taken for smtpd's (where rsyslog loses the daemon's name)."""
    found = read_text(
        b"AFD0A29663D: message-id=<a@example.com>, sasl_method=PLAIN, sasl_username=" + CEO.encode(),
        formats_of("smtpd"),
    )
    assert found is None


def test_trap_1_no_table_but_those_of_smtpd_has_an_smtp_account() -> None:
    """Of the tables that Postfix's daemons write, only these can carry an account at all."""
    tables = {
        form.table for group in GROUPS for form in group.formats if form.table and "account" in RECORDS[form.table]
    }
    assert tables == {"accepted", "sasl_failure", "reject", "secret"}


@pytest.mark.parametrize(
    "text",
    [
        "AFD0A29663D: client=unknown[203.0.113.60], sasl_method=PLAIN, sasl_username=bob@example.org",
        "warning: unknown[203.0.113.60]: SASL PLAIN authentication failed: x, sasl_username=bob@example.org",
        "NOQUEUE: reject: RCPT from unknown[203.0.113.60]: 550 no; from=<a@example.com> to=<b@example.com>"
        " proto=ESMTP helo=<x> sasl_method=PLAIN sasl_username=bob@example.org",
        "NOQUEUE: milter-reject: RCPT from unknown[203.0.113.60]: 550 no; from=<a@example.com> to=<b@example.com>"
        " proto=ESMTP helo=<x> sasl_username=<bob@example.org>",
        "proxy-reject: END-OF-MESSAGE: 550 no; from=<a@example.com> to=<b@example.com>"
        " proto=ESMTP helo=<x> sasl_username=<bob@example.org>",
    ],
)
def test_trap_2_sasl_username_is_read_in_all_its_spellings(text: str) -> None:
    assert read(text)[1]["account"] == "bob@example.org"


@pytest.mark.parametrize(
    ("method", "account"),
    [
        ("PLAIN", f"x, sasl_username={CEO}"),
        ("PLAIN", f"{CEO}, sasl_sender=a"),
        ("login", f"]: sasl login authentication failed: x, sasl_username={CEO}"),
        ("PLAIN", "x[192.0.2.1]: SASL PLAIN authentication failed: y"),
        ("PLAIN", "x authentication aborted"),
    ],
)
def test_trap_3_the_user_name_of_a_failed_login_is_all_that_follows(method: str, account: str) -> None:
    form, fields = read(
        f"warning: unknown[203.0.113.51]: SASL {method} authentication failed: (reason unavailable), "
        f"sasl_username={account}"
    )
    assert form.name == "sasl/failed"
    assert fields == {
        "client": "unknown",
        "ip": "203.0.113.51",
        "method": method,
        "reason": "(reason unavailable)",
        "account": account,
    }


def test_trap_3_a_typed_method_cannot_move_the_client() -> None:
    method = f"x[192.0.2.1]: SASL PLAIN authentication failed: y, sasl_username={CEO}"
    form, fields = read(f"warning: unknown[203.0.113.51]: SASL {method} authentication failed: z, sasl_username=u")
    assert (form.table, fields["ip"]) == ("sasl_failure", "203.0.113.51")
    assert fields["account"] != CEO


@pytest.mark.parametrize("reason", ["lost connection", "timeout", "too many errors"])
@pytest.mark.parametrize("prefix", ["", "NOQUEUE: ", "1639C2961FA: ", "4jWX205lZQzP03D: "])
def test_trap_4_an_abort_is_one_with_and_without_a_queue_id(prefix: str, reason: str) -> None:
    form, fields = read(f"{prefix}{reason} after AUTH from unknown[203.0.113.100]")
    assert form.table == "abort"
    assert form.name.removeprefix("smtpd/").removesuffix("-id") == reason.replace(" ", "-")
    assert fields.pop("queue_id", "") == prefix.removesuffix(": ")
    assert fields == {"stage": "AUTH", "client": "unknown", "ip": "203.0.113.100"}


@pytest.mark.parametrize(
    "text",
    [
        "connect from {}",
        "disconnect from {}",
        "disconnect from {} ehlo=1 auth=0/1 commands=1/2",
        "NOQUEUE: lost connection after AUTH from {}",
        "AFD0A29663D: client={}",
        "AFD0A29663D: client={}, sasl_method=PLAIN, sasl_username=bob",
        "warning: {}: SASL PLAIN authentication failed: x, sasl_username=bob",
        "warning: {}: SASL PLAIN authentication aborted",
        "NOQUEUE: reject: RCPT from {}: 550 no; from=<a@example.com> to=<b@example.com> proto=ESMTP helo=<x>",
        "warning: AUTH command rate limit exceeded: 31 from {} for service [::]:25",
        "Anonymous TLS connection established from {}: TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits)",
        "SSL_accept error from {}: -1",
    ],
)
@pytest.mark.parametrize("ip", ["203.0.113.83", "2001:db8::66", "unknown"])
def test_trap_11_port_logging_changes_nothing_but_the_port(text: str, ip: str) -> None:
    form, plain = read(text.format(f"unknown[{ip}]"))
    ported, fields = read(text.format(f"unknown[{ip}]:38403"))
    assert ported is form
    assert fields == {**plain, "port": "38403"}
    assert plain["ip"] == ip


@pytest.mark.parametrize("ip", ["203.0.113.10", "2001:db8::66", "::1"])
@pytest.mark.parametrize(
    ("service", "kept"),
    [
        ("smtp", "smtp"),
        ("587", "587"),
        ("192.0.2.25:587", "587"),
        ("[::]:25", "25"),
        ("[2001:db8::1]:25", "25"),
        ("mx.example.org:smtp", "smtp"),
    ],
)
def test_trap_12_the_client_of_a_rate_is_found_behind_any_service(service: str, kept: str, ip: str) -> None:
    text = f"statistics: max auth rate 31/60s for ({service}:{ip}) at Nov 20 23:21:47"
    assert read(text, "anvil")[1] == {"what": "auth", "count": "31", "service": kept, "ip": ip}


def test_trap_12_a_rejected_command_cannot_pose_as_a_rate_limit() -> None:
    claim = "Connection rate limit exceeded: 99 from x[192.0.2.1] for service smtp"
    form, fields = read(f"warning: non-SMTP command from unknown[203.0.113.7]: {claim}")
    assert (form.table, fields["ip"], fields["text"]) == ("notice", "203.0.113.7", claim)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("WHITELISTED", "ALLOWLISTED"),
        ("BLACKLISTED", "DENYLISTED"),
        ("WHITELIST VETO", "ALLOWLIST VETO"),
    ],
)
def test_trap_23_postscreen_is_read_in_its_old_and_new_words(old: str, new: str) -> None:
    before, after = (read(f"{word} [203.0.113.41]:53024", "postscreen") for word in (old, new))
    assert before[0].table == after[0].table == "postscreen"
    assert before[1] == after[1] == {"ip": "203.0.113.41", "port": "53024"}


def test_trap_24_warning_is_a_severity_before_and_an_action_after_the_queue_id() -> None:
    severity, fields = read("warning: unknown[203.0.113.7]: no such thing")
    assert (severity.name, fields["text"]) == ("notice/warning", "unknown[203.0.113.7]: no such thing")
    action, fields = read(
        "NOQUEUE: warn: RCPT from unknown[203.0.113.7]: <x>: Helo command warning: x; "
        "from=<a@example.com> to=<b@example.com> proto=ESMTP helo=<x>"
    )
    assert (action.table, fields["action"]) == ("reject", "warn")


def test_trap_28_a_login_asserted_by_a_proxy_is_told_by_its_method() -> None:
    _, fields = read("AFD0A29663D: client=localhost[127.0.0.1], sasl_method=XCLIENT, sasl_username=bob@example.org")
    assert (fields["method"], fields["ip"]) == ("XCLIENT", "127.0.0.1")


@pytest.mark.parametrize("tail", ["", ", sasl_username=bob@example.org", ", sasl_username=(unavailable)"])
def test_trap_33_an_outage_of_the_login_server_keeps_its_exact_reason(tail: str) -> None:
    reason = "Connection lost to authentication server"
    _, fields = read(f"warning: unknown[203.0.113.51]: SASL PLAIN authentication failed: {reason}{tail}")
    assert fields["reason"] == reason


def test_trap_34_a_user_name_cut_within_a_character_is_kept_as_it_is() -> None:
    cut = ("é" * 50).encode()[:99] + b"?"
    found = read_text(
        b"warning: unknown[]: SASL PLAIN authentication failed: x, sasl_username=" + cut, formats_of("smtpd")
    )
    assert found is not None
    assert found[1]["account"] == cut


def test_trap_35_a_user_name_is_kept_as_typed() -> None:
    assert (
        read("AFD0A29663D: client=x[], sasl_method=login, sasl_username=Bob@Example.ORG")[1]["account"]
        == "Bob@Example.ORG"
    )


@pytest.mark.parametrize("reason", ["BPFzy4dlcmE4", "UGFzc3dvcmQ6", "VXNlcm5hbWU6", "PDc3OTEw=="])
def test_trap_37_a_base64_reason_is_a_reason(reason: str) -> None:
    fields = read(f"warning: unknown[]: SASL LOGIN authentication failed: {reason}")[1]
    assert fields == {"client": "unknown", "method": "LOGIN", "reason": reason}


def test_sasl_sender_is_a_claim_and_no_account() -> None:
    text = f"D63BE29665E: client=x[203.0.113.60], sasl_method=PLAIN, sasl_username=bob, sasl_sender={CEO}"
    fields = read(text)[1]
    assert (fields["account"], fields["claimed_sender"]) == ("bob", CEO)


FRAGMENTS = [
    *'ab@<>", =()[]:;\\é',
    "; from=<",
    "> to=<",
    "> proto=ESMTP",
    "; proto=SMTP",
    " helo=<x>",
    " sasl_method=PLAIN",
    f" sasl_username={CEO}",
    f" sasl_username=<{CEO}>",
    " sasl_sender=",
    f"> proto=ESMTP helo=<x> sasl_method=PLAIN sasl_username={CEO}",
    f"; from=<a> to=<b> proto=ESMTP helo=<x> sasl_method=PLAIN sasl_username={CEO} sasl_sender=y",
    f": 550 x; from=<a> to=<b> proto=ESMTP helo=<x> sasl_username=<{CEO}>",
    " from x[192.0.2.1]: ",
]
HOSTILE = st.lists(st.sampled_from(FRAGMENTS), max_size=8).map("".join)
LOGINS = st.sampled_from(
    [
        "",
        " sasl_method=PLAIN sasl_username=bob",
        " sasl_method=PLAIN sasl_username=bob sasl_sender=a+3Db",
        " sasl_username=<bob>",
    ]
)
HELOS = st.sampled_from([" helo=<x>", ""])


@given(text=HOSTILE, sender=st.none() | HOSTILE, recipient=st.none() | HOSTILE, helo=HELOS, login=LOGINS)
def test_no_address_and_no_text_forges_the_login_of_a_reject(
    text: str, sender: str | None, recipient: str | None, helo: str, login: str
) -> None:
    """Also with addresses that Postfix before 3.5 logs without their quotes."""
    assume(sender is not None or recipient is None or "=<bob>" not in login)  # milters see RCPT after MAIL
    tail = "".join(f" {name}=<{value}>" for name, value in (("from", sender), ("to", recipient)) if value is not None)
    form, fields = read(f"NOQUEUE: reject: RCPT from unknown[203.0.113.60]: {text};{tail} proto=ESMTP{helo}{login}")
    assert form.table == "reject"
    assert (fields["client"], fields["ip"]) == ("unknown", "203.0.113.60")
    assert fields.get("account") == ("bob" if login else None)
    assert fields.get("method") in (None, "PLAIN")


@given(reply=HOSTILE, sender=HOSTILE, recipient=HOSTILE, login=st.sampled_from(["", " sasl_username=<bob>"]))
def test_no_reply_of_a_filter_forges_the_login_of_a_proxy_line(
    reply: str, sender: str, recipient: str, login: str
) -> None:
    _, fields = read(
        f"proxy-reject: END-OF-MESSAGE: {reply}; from=<{sender}> to=<{recipient}> proto=ESMTP helo=<x>{login}"
    )
    assert fields["action"] == "proxy-reject"
    assert fields.get("account") == ("bob" if login else None)


@given(detail=HOSTILE, sender=HOSTILE, recipient=HOSTILE)
def test_no_address_forges_the_client_of_postscreen(detail: str, sender: str, recipient: str) -> None:
    _, fields = read(
        f"NOQUEUE: reject: RCPT from [203.0.113.41]:53024: 550 {detail}; "
        f"from=<{sender}>, to=<{recipient}>, proto=ESMTP, helo=<x>",
        "postscreen",
    )
    assert (fields["ip"], fields["port"]) == ("203.0.113.41", "53024")


@pytest.mark.parametrize("quoted", [True, False])
def test_a_tail_within_a_quoted_address_garbles_nothing(quoted: bool) -> None:
    sender = f'"a; from=<x> to=<y> proto=ESMTP helo=<z> sasl_method=PLAIN sasl_username={CEO} sasl_sender="@example.com'
    recipient = f'"b> proto=ESMTP helo=<z> sasl_username={CEO}"@example.org' if quoted else "jo@example.org"
    _, fields = read(
        f"NOQUEUE: reject: RCPT from unknown[203.0.113.60]: 554 5.7.1 <{recipient}>: Relay access denied; "
        f"from=<{sender}> to=<{recipient}> proto=ESMTP helo=<h>"
    )
    assert (fields["sender"], fields["recipient"], fields["helo"]) == (sender, recipient, "h")
    assert "account" not in fields
