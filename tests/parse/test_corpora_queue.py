"""Do the formats of Postfix's queue and delivery daemons read the lines of other projects' test suites?

Every line of these daemons is read, or its being unread is a decision in UNREAD with its reason.
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
from postwarden.parse.formats.mail_system import GROUPS
from postwarden.parse.reference import pattern, read_text

CORPORA = Path(__file__).parents[3] / "shared" / "corpora"
if not CORPORA.is_dir():
    warnings.warn(f"{CORPORA} is absent: the lines of other projects are not checked", stacklevel=1)
    pytest.skip(f"{CORPORA} is absent", allow_module_level=True)

# Pattern of whyscream's grok file → the daemon whose lines it is for.
WHYSCREAM = {
    "BOUNCE": "bounce",
    "CLEANUP": "cleanup",
    "DISCARD": "discard",
    "ERROR": "error",
    "LMTP": "lmtp",
    "LOCAL": "local",
    "MASTER": "master",
    "PICKUP": "pickup",
    "PIPE": "pipe",
    "POSTDROP": "postdrop",
    "POSTMAP": "postmap",
    "POSTSUPER": "postsuper",
    "QMGR": "qmgr",
    "SCACHE": "scache",
    "SCRIPT": "postfix-script",
    "SENDMAIL": "sendmail",
    "SMTP": "smtp",
    "TLSMGR": "tlsmgr",
    "TRIVIAL_REWRITE": "trivial-rewrite",
    "VERIFY": "verify",
    "VIRTUAL": "virtual",
}
WITH_ENVELOPES = (
    "msimerson-postfix-parser/lines.log",
    "postfix_exporter-hsn723/lines.log",
    "postfix_exporter-kumina/lines.log",
    "crowdsec-hub/*/*.log",
)
ENVELOPE = re.compile(r"^.*? postfix[^ \[]*?/([a-z-]+)\[[0-9]+\]: (.*)$")

_NO_ID = "what that project's first pass leaves of a line: Postfix logs it with its queue id"
_CUT = "cut inside the recipient: there is no result that could be read"
UNREAD = {
    "3mPVKl0Mhjz7sXv: to=<56597@con": _CUT,
    "message-id=<3mKxs308vpz7sXd@mx14.example.net>": _NO_ID,
    "uid=1206 from=<system>": _NO_ID,
    "sender non-delivery notification: 3mKxYH0vl4z7sWS": _NO_ID,
    "from=<spruit@example.org>, size=11445, nrcpt=1 (queue active)": _NO_ID,
    "to=<susan.bck@example.org>, relay=mpafm.example.org[24.100.200.21]:25, conn_use=2, delay=1.2, "
    "delays=0.76/0.01/0.09/0.34, dsn=2.0.0, status=sent (250 2.0.0 t5UI2nBt018923-t5UI2nBw018923 "
    "Message accepted for delivery)": _NO_ID,
    "to=<rcarey@example.tv>, relay=none, delay=165276, delays=165276/0.09/0/0.09, dsn=4.4.1, status=deferred "
    "(delivery temporarily suspended: connect to 24.200.177.247[24.200.177.247]:25: Connection timed out)": _NO_ID,
    "to=<logspam@system.alerts>, relay=local, delay=3.1, delays=1.8/0.86/0/0.44, dsn=2.0.0, status=sent "
    "(forwarded as 3mLQKK4rDdz7sVS)": _NO_ID,
}
OTHER_DAEMONS = ("WHITELISTED [",)  # postscreen's, without an envelope that would say so


@cache
def formats_of(daemon: str) -> tuple[tuple[Format, re.Pattern[bytes]], ...]:
    group = next(group for group in GROUPS if daemon in group.daemons)
    return tuple((form, pattern(form.parts)) for form in group.formats)


def whyscream() -> Iterator[tuple[str, str]]:
    for line in (CORPORA / "whyscream-postfix-grok-patterns" / "tests.jsonl").read_text().splitlines():
        case = json.loads(line)
        name = re.sub(r"\W|POSTFIX_", "", case["pattern"])
        if name in WHYSCREAM:
            yield WHYSCREAM[name], case["line"]


def with_envelopes() -> Iterator[tuple[str, str]]:
    known = {daemon for group in GROUPS for daemon in group.daemons}
    for path in sorted(path for glob in WITH_ENVELOPES for path in CORPORA.glob(glob)):
        for line in path.read_text(errors="replace").splitlines():
            found = ENVELOPE.match(line)
            if found and found[1] in known:
                yield found[1], found[2]


def without_envelopes() -> Iterator[str]:
    for line in (CORPORA / "msimerson-postfix-parser" / "lines.log").read_text().splitlines():
        if line.strip() and not re.match(r"[A-Z][a-z]{2} +[0-9]+ [0-9:]{8} ", line):
            yield line


def reader(daemon: str, text: str) -> str | None:
    found = read_text(text.encode(), formats_of(daemon))
    return found[0].name if found else None


def test_the_corpora_hold_lines_of_these_daemons() -> None:
    assert len(list(whyscream())) > 80
    assert len(list(with_envelopes())) > 60
    assert len(list(without_envelopes())) > 40


def test_lines_of_a_named_daemon_are_read() -> None:
    lines = [*whyscream(), *with_envelopes()]
    assert [(daemon, text) for daemon, text in lines if text not in UNREAD and reader(daemon, text) is None] == []


def test_lines_without_an_envelope_are_read_by_some_daemon() -> None:
    daemons = [group.daemons[0] for group in GROUPS]
    unread = [text for text in without_envelopes() if not any(reader(daemon, text) for daemon in daemons)]
    assert [text for text in unread if text not in UNREAD and not text.startswith(OTHER_DAEMONS)] == []


def test_decisions_are_about_lines_that_are_there_and_unread() -> None:
    there = {text for _, text in (*whyscream(), *with_envelopes())} | set(without_envelopes())
    daemons = [group.daemons[0] for group in GROUPS]
    assert set(UNREAD) <= there
    assert [text for text in UNREAD if any(reader(daemon, text) for daemon in daemons)] == []


def test_whyscreams_expectations_of_deliveries_hold() -> None:
    names = {"postfix_dsn": "dsn", "postfix_status": "status", "postfix_to": "recipient", "postfix_relay": "relay"}
    checked = 0
    for line in (CORPORA / "whyscream-postfix-grok-patterns" / "tests.jsonl").read_text().splitlines():
        case = json.loads(line)
        found = read_text(case["line"].encode(), formats_of("smtp"))
        if found is None or found[0].table != "delivery":
            continue
        for theirs, ours in names.items():
            if theirs in case["expect"]:
                assert found[1][ours].decode() == str(case["expect"][theirs]), case["id"]
                checked += 1
    assert checked > 10
