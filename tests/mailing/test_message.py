"""Is the mail one that clients show and nobody can forge headers of?"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default

import pytest

from postwarden.mailing.message import BadAddress, Letter, address, message

LETTER = Letter(
    sender="postwarden@mx.example.org",
    recipients=("admin@example.org", "b@example.net"),
    subject="mx.example.org: nothing found in 3 accounts",
    text="plain ─ text\n" + "long " * 400,
    html="<p>rich</p>",
    date=datetime(2026, 11, 20, 6, 0, tzinfo=UTC),
    host="mx.example.org",
)


def test_text_comes_before_html_and_both_are_whole() -> None:
    mail = message_from_bytes(message(LETTER).as_bytes(), policy=default)
    assert mail.get_content_type() == "multipart/alternative"
    text, html = mail.iter_parts()
    assert (text.get_content_type(), html.get_content_type()) == ("text/plain", "text/html")
    assert text.get_content().replace("\r\n", "\n").rstrip() == LETTER.text.rstrip()
    assert html.get_content().strip() == LETTER.html
    assert [mail[name] for name in ("To", "Auto-Submitted", "Importance")] == [
        "admin@example.org, b@example.net",
        "auto-generated",
        None,
    ]


def test_no_line_is_longer_than_mail_servers_take() -> None:
    assert max(map(len, message(LETTER).as_bytes().splitlines())) <= 998


def test_a_subject_stays_one_header() -> None:
    mail = message(replace(LETTER, subject="x\r\nBcc: thief@example.net\n\n" + "y" * 500))
    assert "Bcc" not in mail
    assert str(mail["Subject"]).startswith("x Bcc: thief")


@pytest.mark.parametrize(
    "text", ["", "admin", "@example.org", "a@b c", "a@example.org\nBcc: x@example.net", "-oQ@example.org"]
)
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(BadAddress, match="no mail address"):
        address(text)
