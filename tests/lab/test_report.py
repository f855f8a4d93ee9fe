"""Does the daily report reach a mailbox through a real Postfix, by sendmail and by SMTP?"""

from __future__ import annotations

import sys
import time
from email import message_from_string
from email.message import EmailMessage
from email.policy import default

import pytest

from lab.lab import Lab
from lab.playing import release, root_of

_SECONDS = 10


@pytest.mark.usefixtures("lab_ready")
@pytest.mark.parametrize("way", [(), ("--smtp", "smtp://localhost")], ids=["sendmail", "smtp"])
def test_the_report_arrives_whole(way: tuple[str, ...]) -> None:
    with Lab("lab.shell:PLAYGROUND", root_of(release())) as lab:
        lab.act('submit("clara.hoff@example.org", "192.0.2.9", ["office@example.org"])')
        done = lab.run(
            *(sys.executable, "-m", "postwarden", "report", str(lab.log), "--since", "2020-01-01"),
            *("--mail", "anna.berg@example.org", "--from", "postwarden@example.org"),
            *("--state", str(lab.folder / "report.json"), *way),
        )
        assert done.returncode == 0, done.stderr
        mail = _arrived(lab)
    text, html = mail.iter_parts()
    assert "nothing found in" in mail["Subject"]
    assert (text.get_content_type(), html.get_content_type()) == ("text/plain", "text/html")
    assert "Figures\n=======" in text.get_content()
    assert "clara.hoff@example.org" in html.get_content()


def _arrived(lab: Lab) -> EmailMessage:
    """The only mail in the mailbox, which is seen from inside only."""
    new = lab.folder / "mail/anna.berg@example.org/Maildir/new"
    end = time.monotonic() + _SECONDS
    while time.monotonic() < end:
        if mail := lab.run("find", str(new), "-type", "f", "-exec", "cat", "{}", ";").stdout:
            return message_from_string(mail, policy=default)
        time.sleep(0.1)
    raise AssertionError(lab.log.read_text())
