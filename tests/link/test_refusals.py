"""Whom does a refusal name whose addresses were written to be read as something else?"""

from __future__ import annotations

from pathlib import Path

import pytest

from link.logbook import link, told

FORGED = "; from=<ceo@example.org> to=<y> proto=ESMTP helo=<z"


@pytest.mark.parametrize(
    ("text", "envelope"),
    [
        (f"554 5.7.1 <{FORGED}@example.net>: Relay access denied", f'from=<a@example.com> to=<"{FORGED}"@example.net>'),
        ("550 5.1.1 <b@example.org>: User unknown", f'from=<"{FORGED}"@example.net> to=<b@example.org>'),
        ("550 5.1.1 <b@example.org>: User unknown", f'from=<a@example.com> to=<"{FORGED}"@example.net>'),
    ],
)
def test_an_address_that_looks_like_the_rest_of_the_line_names_nobody(tmp_path: Path, text: str, envelope: str) -> None:
    """As Postfix 3.7 and 3.10 write them: the text without the quotes of the address."""
    log = f"10:00:00 smtpd[7]: NOQUEUE: reject: RCPT from unknown[203.0.113.9]: {text}; {envelope} proto=ESMTP helo=<x>"
    found = told(link(tmp_path, log), "rejections", "ip", "stage", "sender", "recipient", "account")
    assert found == [("203.0.113.9", "RCPT", None, None, None)]


def test_of_a_mail_that_is_held_the_forged_address_is_no_sender(tmp_path: Path) -> None:
    envelope = f'from=<"{FORGED}"@example.net> to=<b@example.org> proto=ESMTP helo=<x>'
    log = f"""
        10:00:00 smtpd[7]: AFD0A29663D: client=unknown[203.0.113.9]
        10:00:01 smtpd[7]: AFD0A29663D: hold: RCPT from unknown[203.0.113.9]: <b@example.org>: Recipient address triggers HOLD action; {envelope}
    """
    connection = link(tmp_path, log)
    assert told(connection, "messages", "queue_id", "sender") == [("AFD0A29663D", None)]
    assert told(connection, "rejections", "action", "sender") == [("hold", None)]
