"""Does a log give the same records however it is cut into blocks, and as many rows as its formats hit?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parse.blocks import KINDS, Record, add_up, build, records
from postwarden.parse.carry import Carry
from postwarden.parse.dating import YearMonth, Zone, survey
from postwarden.parse.known import format_tables
from postwarden.parse.parsed import Counts

BERLIN = ZoneInfo("Europe/Berlin")
START = YearMonth(2025, 10)

STAMPS = st.sampled_from(
    [
        *(f"Oct 26 0{hour}:{minute}:07" for hour in (1, 2, 3) for minute in ("00", "20", "40", "59")),
        "Dec 31 23:59:59",
        "Jan  1 00:00:00",
        "Feb 29 12:00:00",
        "Jun 30 12:00:00",
        "2026-07-05T10:92:01Z",
        "2026-01-05T12:00:00.5+01:00",
        "<22>1 2026-01-05T12:00:00Z",
        "mailserver  | Feb  8 22:34:40",
    ]
)
NONSENSE = st.sampled_from(["", "nonsense", "Nov", "2026-01-05T12:00:00Z no tag"])
TEXTS = st.sampled_from(
    [
        "mail postfix/smtpd[264]: connect from unknown[192.0.2.7]",
        "mail postfix/smtpd[264]: AFD0A29663D: client=x[192.0.2.7], sasl_method=PLAIN, sasl_username=bob",
        "mail postfix/qmgr[210]: AFD0A29663D: removed",
        "mail postfix/smtpd[264]: message repeated 2 times: [ connect from unknown[192.0.2.8]]",
        "mail dovecot: imap-login: Login: user=<bob>, method=PLAIN, rip=192.0.2.7",
        "mail postfix/smtpd[264]: what no format reads",
        "mail CRON[12]: (root) CMD (true)",
        "mail last message repeated 2 times",
        "last message repeated 3 times",
    ]
)
FIRST = b"Oct 26 01:00:00 mail postfix/smtpd[1]: connect from unknown[192.0.2.1]"
LINES = st.lists(st.tuples(STAMPS, TEXTS).map(" ".join) | NONSENSE, max_size=12).map(
    lambda lines: [FIRST, *(line.encode() for line in lines)]
)


def blocks_of(lines: list[bytes], cuts: set[int]) -> Iterator[bytes]:
    edges = sorted({0, len(lines), *(cut for cut in cuts if cut < len(lines))})
    for begin, end in pairwise(edges):
        yield b"".join(line + b"\n" for line in lines[begin:end])


def read(kind: str, blocks: Iterator[bytes]) -> tuple[Counts, Counter[str], dict[str, list[Record]]]:
    """As app/log_reader.py does: first line, calendar and the line before go from block to block."""
    matcher, names = build(kind, BERLIN)
    counts, hits, told = Counts(), Counter[str](), dict[str, list[Record]]()
    number, carry, zone = 1, Carry(START), Zone(BERLIN)
    for block in blocks:
        carry = carry.at_start(block, zone, names)
        parsed = matcher.parse(block, number, carry.calendar.year, carry.calendar.month, carry.previous)
        lines, months = survey(block)
        number += lines
        carry = carry.after(block, months, zone, names)
        counts.add(parsed.counts)
        hits.update({form.name: n for form, n in zip(format_tables().formats, parsed.hits, strict=True) if n})
        for table, rows in records(parsed, names).items():
            told.setdefault(table, []).extend(rows)
    return counts, hits, told


@pytest.mark.parametrize("kind", KINDS)
@given(lines=LINES, cuts=st.sets(st.integers(1, 11)))
@settings(max_examples=300, deadline=None)
def test_blocks_make_no_difference(kind: str, lines: list[bytes], cuts: set[int]) -> None:
    assert read(kind, blocks_of(lines, cuts)) == read(kind, blocks_of(lines, set()))


@pytest.mark.parametrize("kind", KINDS)
@given(lines=LINES)
@settings(max_examples=200, deadline=None)
def test_a_row_for_every_hit(kind: str, lines: list[bytes]) -> None:
    """Repeated lines are one hit and several rows; everything else is one row for one line."""
    lines = [line for line in lines if b"repeated" not in line]
    counts, hits, told = read(kind, blocks_of(lines, set()))
    assert add_up(counts)
    assert counts.lines == len(lines)
    assert counts.read == hits.total()
    assert counts.unread == len(told.get("unread", []))
    rows = Counter(record["format"] for table, records in told.items() if table != "unread" for record in records)
    assert rows == hits


@pytest.mark.parametrize("kind", KINDS)
def test_a_row_for_every_hit_of_every_format(kind: str) -> None:
    tables = format_tables()
    programs = {group: b"postfix/" + name + b"[7]: " for name, group in tables.postfix.items() if name != b"postfix"}
    programs |= {group: b"dovecot: " + name + b": " for name, group in tables.dovecot.items()}
    matcher, names = build(kind, BERLIN)
    for group, program in programs.items():
        for form in (tables.formats[at] for at in tables.groups[group]):
            lines = [b"Nov 20 23:26:59 mail " + program + sample.encode() + b"\n" for sample in form.samples]
            parsed = matcher.parse(b"".join(lines), 1, 2026, 11, b"")
            expected = {form.table: len(lines)} if form.table else {}
            told = {table: len(rows) for table, rows in records(parsed, names).items()}
            assert (sum(parsed.hits), told) == (len(lines), expected), form.name
