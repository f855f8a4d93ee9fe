"""Do both matchers read the same, whatever an attacker, a broken disk or a shipper writes?"""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("postwarden.parse.matcher", reason="the native matcher is not built: no compiler?")

from matcher_difference import difference, seeds, words

GOLDEN = sorted((Path(__file__).parents[1] / "lab/golden").glob("*/*/*.log*"))
CORPORA = Path(__file__).resolve().parents[2].parent / "shared" / "corpora"
SEEDS = [seed[1:].rstrip(b"\n") for seed in seeds()]
WORDS = sorted(words())
ENVELOPES = (
    b"Nov 20 23:26:59 mail ",
    b"Nov  2 23:26:59 mail ",
    b"Sep 8 07:46:30 mail ",
    b"Feb 29 10:92:01 mail ",
    b"2026-11-20T23:26:59.098333+00:00 mail ",
    b"2026-11-20T23:26:59.098333+00:00 INFO ",
    b"2026-11-20 23:26:59,098 +0100 mail ",
    b'<22>1 2026-11-20T23:26:59.098333+00:00 mail.example.org postfix 264 - [a@1 b="c\\"]"] ',
    b"<22>Nov 20 23:26:59 mail mail.info ",
    b"mailserver  | Feb  8 22:34:40 mail ",
    b"2026-11-20T23:26:59.098333000Z stdout F Nov 20 23:26:59 mail ",
    b"2026-10-04T06:02:04+00:00 host smtp-out[985]: Oct 04 06:02:04 host ",
    b"Fri 2026-11-20 23:26:59 UTC mail ",
    b"1763682419.098333 mail ",
    b"Feb 23 11:57:42 ",
    b"",
)
PROGRAMS = (
    b"postfix/smtpd[284]: ",
    b"postfix/127.0.0.1:10025/smtpd[284]: ",
    b"postfix-170.55.103.23/qmgr[1]: ",
    b"dovecot: imap-login: Info: ",
    b"dovecot[7]: imap(bob)<263><VQ2X>: ",
    b"imap-login: Info: ",
    b"last message repeated 3 times",
    b"postfix/smtpd[284]: message repeated 2 times: [ ",
    b"CRON[1]: ",
    b"postfix[9]: ",
)

pieces = st.one_of(
    st.sampled_from(WORDS),
    st.sampled_from([b'"', b"\\", b"[", b"]", b"<", b">", b": ", b", ", b" ", b"\r", b"unknown", b"::ffff:192.0.2.1"]),
    st.binary(max_size=6).map(lambda raw: raw.replace(b"\n", b"").replace(b"\0", b"")),
)


def valid(line: bytes) -> bytes:
    """What sources/ makes of any line: UTF-8 without NUL."""
    return line.decode("utf-8", "replace").encode().replace(b"\0", "\ufffd".encode())


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    line = draw(st.sampled_from(SEEDS))
    for _ in range(draw(st.integers(0, 3))):
        at = draw(st.integers(0, len(line)))
        line = line[:at] + draw(pieces) + line[at + draw(st.integers(0, 4)) :]
    return valid(line)


@st.composite
def composed(draw: st.DrawFn) -> bytes:
    tail = b"".join(draw(st.lists(pieces, max_size=12)))
    return valid(draw(st.sampled_from(ENVELOPES)) + draw(st.sampled_from(PROGRAMS)) + tail)


@given(st.binary(min_size=1, max_size=1), st.lists(mutated(), min_size=1, max_size=5))
@settings(max_examples=400, deadline=None)
def test_on_lines_that_are_nearly_right(choice: bytes, lines: list[bytes]) -> None:
    assert difference(choice + b"\n".join(lines) + b"\n") is None


@given(st.binary(min_size=1, max_size=1), st.lists(composed(), min_size=1, max_size=5))
@settings(max_examples=400, deadline=None)
def test_on_lines_of_every_envelope(choice: bytes, lines: list[bytes]) -> None:
    assert difference(choice + b"\n".join(lines) + b"\n") is None


@given(st.binary(min_size=1, max_size=1), st.binary(max_size=400))
@settings(max_examples=300, deadline=None)
def test_on_arbitrary_bytes(choice: bytes, data: bytes) -> None:
    assert difference(choice + valid(data) + b"\n") is None


def test_on_every_sample() -> None:
    for seed in seeds():
        assert difference(seed) is None


@pytest.mark.skipif(
    not CORPORA.is_dir(), reason="SKIPPED LOUDLY: the corpora of other projects are not beside the checkout"
)
def test_on_the_corpora() -> None:
    for log in sorted(CORPORA.rglob("*.log")):
        assert difference(b"\0" + valid(log.read_bytes()) + b"\n") is None, log


@pytest.mark.parametrize("log", GOLDEN, ids=lambda log: "/".join(log.parts[-3:]))
def test_on_golden_logs(log: Path) -> None:
    raw = log.read_bytes()
    assert difference(b"\0" + valid(gzip.decompress(raw) if log.suffix == ".gz" else raw) + b"\n") is None
