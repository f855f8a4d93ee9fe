"""Is what is no log told from what is one?"""

from __future__ import annotations

import io
import tarfile
import zipfile
from pathlib import Path

import pytest

from postwarden.sources.doubt import doubt


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Nov 20 23:26:59 mail postfix/qmgr[210]: removed\n",
        "Nov 20 23:26:59 mail dovecot: imap-login: Grüße an 日本語\r\n",
        "\x1b[1mcoloured\x1b[0m\tby a container\n",
    ],
)
def test_logs(text: str) -> None:
    assert doubt(text.encode()) is None


def test_a_few_odd_bytes_do_not_make_a_log_binary() -> None:
    assert doubt(b"Nov 20 23:26:59 mail postfix/smtpd[1]: helo=<\xff\xfe\0>\n") is None


def test_binary() -> None:
    assert doubt(Path("/bin/ls").read_bytes()[:65536]) == "looks like binary data: is this a log?"
    assert doubt(bytes(100)) == "looks like binary data: is this a log?"


def test_utf16() -> None:
    assert "UTF-16" in (doubt("Nov 20".encode("utf-16")) or "")


def test_archives() -> None:
    zipped, tarred = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(zipped, "w") as archive:
        archive.writestr("mail.log", "x")
    with tarfile.open(fileobj=tarred, mode="w") as tar:
        tar.addfile(tarfile.TarInfo("mail.log"))
    assert "ZIP archive" in (doubt(zipped.getvalue()) or "")
    assert "tar archive" in (doubt(tarred.getvalue()) or "")
