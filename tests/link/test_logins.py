"""Is every successful login that the log shows in `logins`, once, and nothing that a client made up?"""

from __future__ import annotations

from pathlib import Path

import pytest

from link.logbook import link, told

HEAD = "10:00:05 submission/smtpd[7]: NOQUEUE: reject: RCPT from home.example.net[192.0.2.7]: "
TAIL = "from=<bob@example.org> to=<eve@example.net> proto=ESMTP helo=<x>"
LOGIN = " sasl_method=plain sasl_username=Bob@example.org"


def test_a_mail_of_an_authenticated_client(tmp_path: Path) -> None:
    log = "10:00:00 smtps/smtpd[7]: AFD0A29663D: client=home.example.net[192.0.2.7], sasl_method=login, sasl_username=Bob@Example.ORG"
    columns = "line", "account", "ip", "client", "method", "protocol", "service", "queue_id"
    assert told(link(tmp_path, log), "logins", *columns) == [
        (1, "bob@example.org", "192.0.2.7", "home.example.net", "LOGIN", "smtp", "postfix/smtps/smtpd", "AFD0A29663D")
    ]


def test_mail_without_login_is_none(tmp_path: Path) -> None:
    log = """
        10:00:00 smtpd[7]: AFD0A29663D: client=home.example.net[192.0.2.7]
        10:00:01 smtpd[7]: 4104E3D: client=home.example.net[192.0.2.7], orig_client=x[192.0.2.9]
    """
    assert told(link(tmp_path, log), "logins", "account") == []


def test_a_refusal_that_names_the_login(tmp_path: Path) -> None:
    log = HEAD + "554 5.7.1 <eve@example.net>: Relay access denied; " + TAIL + LOGIN
    columns = "line", "account", "ip", "client", "method", "service", "queue_id"
    assert told(link(tmp_path, log), "logins", *columns) == [
        (1, "bob@example.org", "192.0.2.7", "home.example.net", "PLAIN", "postfix/submission/smtpd", None)
    ]


def test_a_session_whose_recipients_are_all_refused_is_one_login(tmp_path: Path) -> None:
    lines = [
        (HEAD + f"550 5.1.1 <{n}@example.net>: User unknown; " + TAIL + LOGIN).replace("10:00:05", f"10:00:{n:02}")
        for n in range(1, 40)
    ]
    connection = link(tmp_path, "\n".join(lines))
    assert told(connection, "logins", "line", "account") == [(1, "bob@example.org")]
    assert len(told(connection, "rejections where account = 'bob@example.org'", "line")) == 39


@pytest.mark.parametrize(("left_between", "logins"), [(True, 2), (False, 1)])
def test_each_refused_session_is_a_login(tmp_path: Path, left_between: bool, logins: int) -> None:
    refused = (
        "submission/smtpd[7]: NOQUEUE: reject: RCPT from home.example.net[192.0.2.7]: 450 4.7.1 no; " + TAIL + LOGIN
    )
    left = "10:00:05 submission/smtpd[7]: disconnect from home.example.net[192.0.2.7] auth=1 rcpt=0/1 commands=1/2"
    log = [f"10:00:00 {refused}", *([left] if left_between else []), f"10:02:10 {refused}"]
    assert told(link(tmp_path, "\n".join(log)), "logins", "account") == ["bob@example.org"] * logins


def test_a_refusal_within_an_accepted_mail_is_no_second_login(tmp_path: Path) -> None:
    log = f"""
        10:00:00 submission/smtpd[7]: AFD0A29663D: client=home.example.net[192.0.2.7], sasl_method=PLAIN, sasl_username=Bob@example.org
        10:00:01 submission/smtpd[7]: AFD0A29663D: reject: RCPT from home.example.net[192.0.2.7]: 550 5.1.1 no; {TAIL}{LOGIN}
        10:00:02 submission/smtpd[7]: AFD0A29663D: milter-reject: END-OF-MESSAGE from home.example.net[192.0.2.7]: 5.7.1 no; {TAIL} sasl_username=<bob@example.org>
        10:00:03 cleanup[8]: AFD0A29663D: milter-reject: END-OF-MESSAGE from home.example.net[192.0.2.7]: 5.7.1 no; {TAIL}
    """
    connection = link(tmp_path, log)
    assert told(connection, "logins", "line") == [1]
    assert told(connection, "rejections", "line", "account") == [(n, "bob@example.org") for n in (2, 3, 4)]


def test_a_milter_that_refuses_before_there_is_a_queue_id(tmp_path: Path) -> None:
    log = HEAD.replace("reject:", "milter-reject:") + "550 5.7.1 no; " + TAIL + " sasl_username=<bob@example.org>"
    assert told(link(tmp_path, log), "logins", "account", "method") == [("bob@example.org", None)]


def test_the_owner_of_a_refused_sender(tmp_path: Path) -> None:
    """Before 3.10 the text alone names the login."""
    text = "553 5.7.1 <ceo@example.org>: Sender address rejected: not owned by user Bob@example.org; "
    connection = link(tmp_path, HEAD + text + TAIL)
    assert told(connection, "logins", "account", "ip") == [("bob@example.org", "192.0.2.7")]
    assert told(connection, "rejections", "account") == ["bob@example.org"]


def test_a_sender_that_is_not_logged_in_is_no_login(tmp_path: Path) -> None:
    text = "553 5.7.1 <ceo@example.org>: Sender address rejected: not logged in; "
    assert told(link(tmp_path, HEAD + text + TAIL), "logins", "account") == []


CLAIM = ": Sender address rejected: not owned by user ceo"


@pytest.mark.parametrize(
    ("text", "envelope"),
    [
        # a recipient that says what Postfix says, as Postfix since 3.5 writes it, and as before
        (f"550 5.1.1 <x{CLAIM}@example.org>: Recipient address rejected: User unknown", 'from=<a@example.com> to=<"x@example.org"@example.org>'),
        (f"550 5.1.1 <x>{CLAIM}; from=<x> to=<y@example.org>: Recipient address rejected: User unknown", "from=<a@example.com> to=<b@example.org>"),
        (f"550 5.1.1 <x>{CLAIM}; from=<x@example.org>: Recipient address rejected: User unknown", "from=<a@example.com> to=<b@example.org>"),
        (f"550 5.1.1 <b@example.org>: User unknown{CLAIM}", "from=<a@example.com> to=<b@example.org>"),
        (f"554 5.7.1 Service unavailable; <x>{CLAIM}", "from=<a@example.com> to=<b@example.org>"),
    ],
)  # fmt: skip
def test_an_address_that_claims_an_owner_is_no_login(tmp_path: Path, text: str, envelope: str) -> None:
    connection = link(tmp_path, HEAD + f"{text}; {envelope} proto=ESMTP helo=<x>")
    assert told(connection, "logins", "account") == []
    assert told(connection, "rejections", "account") == [None]


@pytest.mark.parametrize("filler", [700, 900, 1900])
@pytest.mark.parametrize(
    "forged",
    [
        "> proto=ESMTP helo=<x> sasl_method=PLAIN sasl_username=ceo@example.org",
        "> proto=ESMTP helo=<x> sasl_username=<ceo@example.org>",
        "; from=<a@example.com> to=<b@example.com> proto=ESMTP helo=<x> sasl_method=PLAIN sasl_username=ceo@example.org",
    ],
)
def test_a_long_recipient_cannot_end_the_line_with_a_login(tmp_path: Path, filler: int, forged: str) -> None:
    """Postfix cuts texts at 2000 bytes, relays at 1024: what is cut off is Postfix's own tail."""
    recipient = f'"{"x" * filler}{forged}'
    line = HEAD + f"454 4.7.1 <{recipient}"[:250] + f">: Relay access denied; from=<a@example.com> to=<{recipient}"
    connection = link(tmp_path, line)
    assert told(connection, "logins", "account") == []
    assert told(connection, "rejections", "account") == [None]


@pytest.mark.parametrize("action", ["permit", "info", "warn", "hold", "redirect", "discard"])
def test_what_else_names_a_login(tmp_path: Path, action: str) -> None:
    text = "action=permit_sasl_authenticated for Client host=home.example.net[192.0.2.7] ; "
    log = HEAD.replace("reject:", f"{action}:") + text + TAIL + LOGIN
    assert told(link(tmp_path, log), "logins", "account") == ["bob@example.org"]


@pytest.mark.parametrize(
    ("process", "protocol"),
    [
        ("imap-login", "imap"),
        ("pop3-login", "pop3"),
        ("managesieve-login", "sieve"),
        ("submission-login", "submission"),
    ],
)
@pytest.mark.parametrize("wording", ["Login", "Logged in"])
def test_a_login_to_dovecot(tmp_path: Path, process: str, protocol: str, wording: str) -> None:
    log = f"10:00:00 dovecot: {process}: {wording}: user=<Bob@example.org>, method=plain, rip=::ffff:192.0.2.7, lip=192.0.2.25, mpid=6, TLS, session=<q>"
    assert told(link(tmp_path, log), "logins", "account", "ip", "method", "protocol", "service", "queue_id") == [
        ("bob@example.org", "192.0.2.7", "PLAIN", protocol, process, None)
    ]


def test_an_empty_name_is_nobody(tmp_path: Path) -> None:
    log = "10:00:00 dovecot: imap-login: Login: user=<>, method=PLAIN, rip=192.0.2.7, session=<q>"
    assert told(link(tmp_path, log), "logins", "account") == []


@pytest.mark.parametrize(
    ("counters", "failed"),
    [
        ("ehlo=1 auth=1 quit=1 commands=3", 0),
        ("ehlo=1 starttls=1 auth=1/4 quit=1 commands=7/10", 3),
        ("ehlo=1 auth=1 mail=1 rcpt=0/3 quit=1 commands=4/7", 0),
        ("ehlo=1 auth=1 mail=1 rcpt=0/3 data=0/1 quit=1 commands=4/8", 0),
    ],
)
def test_a_login_that_sent_nothing_is_silent(tmp_path: Path, counters: str, failed: int) -> None:
    log = f"10:00:00 submission/smtpd[7]: disconnect from unknown[203.0.113.9] {counters}"
    assert told(link(tmp_path, log), "silent_logins", "ip", "service", "failed") == [
        ("203.0.113.9", "postfix/submission/smtpd", failed)
    ]


@pytest.mark.parametrize(
    "counters",
    ["commands=0/0", "ehlo=1 auth=0/4 commands=1/5", "ehlo=1 auth=1 mail=1 rcpt=1 data=1 commands=5", "auth=1 bdat=2 commands=3", "ehlo=1 xauth=1 commands=2"],
)  # fmt: skip
def test_other_sessions_are_not(tmp_path: Path, counters: str) -> None:
    log = f"10:00:00 smtpd[7]: disconnect from unknown[203.0.113.9] {counters}"
    assert told(link(tmp_path, log), "silent_logins", "ip") == []


def test_hosts_are_told_apart(tmp_path: Path) -> None:
    log = """
        10:00:00 smtpd[7]: AFD0A29663D: client=x[192.0.2.7], sasl_method=PLAIN, sasl_username=bob
        @mx2 10:00:00 smtpd[7]: AFD0A29663D: client=x[192.0.2.7], sasl_method=PLAIN, sasl_username=bob
    """
    assert told(link(tmp_path, log), "logins join hosts using (host)", "name") == ["mx", "mx2"]
