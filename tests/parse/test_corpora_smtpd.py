"""Do the formats of smtpd, postscreen, dnsblog, tlsproxy and anvil read the lines of other projects' test suites?

Every message of these daemons is read, or its being unread is a decision in UNREAD with its reason.
"""

from __future__ import annotations

import json
import re
import warnings
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from postwarden.parse.format import Format
from postwarden.parse.formats.smtp_server import GROUPS
from postwarden.parse.reference import pattern, read_text

CORPORA = Path(__file__).parents[3] / "shared" / "corpora"
if not CORPORA.is_dir():
    warnings.warn(f"{CORPORA} is absent: the lines of other projects are not checked", stacklevel=1)
    pytest.skip(f"{CORPORA} is absent", allow_module_level=True)

# Name of the grok pattern → the daemon whose messages it is for.
WHYSCREAM = {
    "SMTPD": "smtpd",
    "POSTSCREEN": "postscreen",
    "DNSBLOG": "dnsblog",
    "TLSPROXY": "tlsproxy",
    "ANVIL": "anvil",
}
# Pieces of messages that the project tests on their own: no daemon logs them as a line.
PIECES = {
    "COMMAND_COUNTER_DATA": "the counters at the end of a disconnect line",
    "DELAYS": "the delays= field of a delivery",
    "RELAY": "the relay= field of a delivery",
    "TLS_FEATURES": "the tls= field of a delivery",
}
WITH_ENVELOPES = (
    "msimerson-postfix-parser/lines.log",
    "postfix_exporter-hsn723/lines.log",
    "postfix_exporter-kumina/lines.log",
    "crowdsec-hub/*/*.log",
)
ENVELOPE = re.compile(r"^.*? postfix[^ \[]*?/([a-z-]+)\[[0-9]+\]: (.*)$")
WITHOUT_ENVELOPE = {"WHITELISTED [10.2.2.91]:56553": "postscreen"}
UNREAD: dict[str, str] = {}
DAEMONS = frozenset(daemon for group in GROUPS for daemon in group.daemons)


@cache
def formats_of(daemon: str) -> tuple[tuple[Format, re.Pattern[bytes]], ...]:
    group = next(group for group in GROUPS if daemon in group.daemons)
    return tuple((form, pattern(form.parts)) for form in group.formats)


def grok_cases() -> Iterator[tuple[str, str]]:
    """(name of the pattern, text) of every case of postfix-grok-patterns."""
    for row in (CORPORA / "whyscream-postfix-grok-patterns" / "tests.jsonl").read_text().splitlines():
        case = json.loads(row)
        yield re.sub(r"\W|POSTFIX_", "", case["pattern"]), case["line"]


def log_lines() -> Iterator[str]:
    for glob in WITH_ENVELOPES:
        for path in sorted(CORPORA.glob(glob)):
            yield from path.read_text().splitlines()


def messages() -> Iterator[tuple[str, str]]:
    """(daemon, text) of everything that concerns these daemons."""
    for name, text in grok_cases():
        if name in WHYSCREAM:
            yield WHYSCREAM[name], text
    for line in log_lines():
        match = ENVELOPE.match(line)
        if match and match[1] in DAEMONS:
            yield match[1], match[2]
        elif line in WITHOUT_ENVELOPE:
            yield WITHOUT_ENVELOPE[line], line


MESSAGES = sorted(set(messages()))


def test_the_corpora_hold_messages_of_every_daemon() -> None:
    assert {daemon for daemon, _ in MESSAGES} == DAEMONS
    assert len(MESSAGES) > 100


def test_no_grok_case_of_these_daemons_goes_by_another_name() -> None:
    names = {name for name, _ in grok_cases()}
    assert set(WHYSCREAM) | set(PIECES) <= names


@pytest.mark.parametrize(("daemon", "text"), MESSAGES)
def test_every_message_is_read_or_its_being_unread_is_a_decision(daemon: str, text: str) -> None:
    found = read_text(text.encode(), formats_of(daemon))
    assert (found is None) == (text in UNREAD), text


def test_no_reject_of_the_corpora_is_read_only_in_part() -> None:
    """The formats for cut lines take what no other takes; whole lines must not end there."""
    whole = [text for daemon, text in MESSAGES if "reject: RCPT" in text and "helo=<" in text and daemon == "smtpd"]
    names = {found[0].name for text in whole if (found := read_text(text.encode(), formats_of("smtpd")))}
    assert names == {"smtpd/reject"}
