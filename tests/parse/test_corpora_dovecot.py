"""Do the formats of Dovecot read the lines of other projects' test suites, and say of them what those projects say?"""

from __future__ import annotations

import re
import warnings
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from postwarden.parse.format import Format
from postwarden.parse.formats.dovecot import GROUPS
from postwarden.parse.reference import pattern, read_text

CORPORA = Path(__file__).parents[3] / "shared" / "corpora"
if not CORPORA.is_dir():
    warnings.warn(f"{CORPORA} is absent: the lines of other projects are not checked", stacklevel=1)
    pytest.skip(f"{CORPORA} is absent", allow_module_level=True)

ENVELOPE = re.compile(r" dovecot(?:\[[0-9]+\])?: ([a-z0-9-]+)(?:: )?(?:Info: )?(.*)$")


@cache
def formats_of(process: str) -> tuple[tuple[Format, re.Pattern[bytes]], ...]:
    group = next(group for group in GROUPS if process in group.daemons)
    return tuple((form, pattern(form.parts)) for form in group.formats)


def dovecot_lines() -> list[tuple[str, str, str]]:
    """Folder, process and text of every line that Dovecot logged."""
    found = []
    for path in sorted(CORPORA.rglob("*.log")):
        for line in path.read_text(errors="replace").splitlines():
            if envelope := ENVELOPE.search(line):
                found.append((path.parent.name, envelope[1], envelope[2]))
    return found


def read(process: str, text: str) -> tuple[Format, dict[str, str]] | None:
    found = read_text(text.encode(), formats_of(process))
    return (found[0], {name: value.decode() for name, value in found[1].items()}) if found else None


def test_every_line_of_dovecot_is_read() -> None:
    lines = dovecot_lines()
    assert len(lines) > 40
    assert [(process, text) for _, process, text in lines if read(process, text) is None] == []


def test_every_line_of_a_brute_force_is_a_failure_with_its_address() -> None:
    for folder, process, text in dovecot_lines():
        if folder == "dovecot-logs":
            continue
        found = read(process, text)
        assert found is not None
        assert found[0].table in ("dovecot_failure", "dovecot_auth"), text
        assert found[1]["ip"], text
        assert found[1]["account"], text


def test_the_mixed_lines_are_what_they_say() -> None:
    tables = Counter(
        found[0].table if (found := read(process, text)) else "unread"
        for folder, process, text in dovecot_lines()
        if folder == "dovecot-logs"
    )
    assert tables == {"dovecot_auth": 8, "dovecot_failure": 5, "dovecot_login": 1, None: 1}


def test_no_given_password_gets_into_a_column() -> None:
    given = [(process, text) for _, process, text in dovecot_lines() if "given password" in text]
    assert len(given) == 2
    for process, text in given:
        found = read(process, text)
        assert found is not None
        assert found[0].name.endswith("-given-password")
        password = text.rpartition(": ")[2].rstrip(")")
        assert all(password not in value for value in found[1].values())
