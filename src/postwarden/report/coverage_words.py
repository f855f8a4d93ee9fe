"""In which words is it told what could be seen and what could not?"""

from __future__ import annotations

from postwarden.model.coverage import Coverage, Silenced, SourceCoverage
from postwarden.report.clock import Clock
from postwarden.report.wording import Row, count, listed


def coverage_rows(coverage: Coverage) -> list[Row]:
    """What could be seen and what could not."""
    rows = [
        ("read", f"{coverage.read:,} of {count(coverage.lines, 'line')}, {coverage.days:.1f} days"),
        ("seen", _seen(coverage)),
        (
            "bots knocking",
            f"{count(coverage.noise, 'line')} of those read: no login, no mail" if coverage.noise else "",
        ),
        ("not understood", _lines(coverage.unread, "of Postfix or Dovecot in a wording that is not known")),
        ("other programs", _lines(coverage.other_programs, "that do not concern mail logins")),
        ("damaged", _lines(coverage.malformed, "without a usable time or beginning")),
        ("configuration", coverage.configuration),
        ("turned off", listed(coverage.turned_off, len(coverage.turned_off))),
        *(("silenced", _silenced(one)) for one in coverage.silenced),
        ("geography", "; ".join(coverage.geography) or "no data: addresses were not placed"),
        ("not placed", _unplaced(coverage.unplaced)),
    ]
    return [(label, words) for label, words in rows if words]


def counted_lines(coverage: Coverage) -> str:
    """How much was read, in one line."""
    words = f"{coverage.read:,} of {count(coverage.lines, 'line')} read, {coverage.days:.1f} days"
    noise = f", {coverage.noise:,} of bots knocking" if coverage.noise else ""
    return words + noise + (f", {coverage.unread:,} not understood" if coverage.unread else "")


def source_details(source: SourceCoverage, clock: Clock, *, digest: bool = True) -> str:
    """How much of a source was read, from which days, and the beginning of its hash if asked for."""
    if source.error:
        return f"NOT READ TO THE END: {source.error}"
    parts = [count(source.lines, "line")]
    if source.first:
        parts.append(f"{clock.day(source.first)} to {clock.day(source.last)}")
    if source.sha256 and digest:
        parts.append(f"sha256 {source.sha256[:16]}…")
    return ", ".join(parts)


def _seen(coverage: Coverage) -> str:
    return (
        f"{count(coverage.logins, 'login')}, {count(coverage.failures, 'failed login')}, "
        f"{count(coverage.messages, 'message')}, {count(coverage.deliveries, 'delivery', 'deliveries')}"
    )


def _silenced(silenced: Silenced) -> str:
    """Which findings were taken out, until when and why."""
    of = f" of {silenced.detector}" if silenced.detector else ""
    about = " and ".join(name for name in (silenced.account, silenced.network) if name)
    words = count(silenced.findings, "finding") + of + (f" about {about}" if about else "")
    return f"{words} until {silenced.until}: {silenced.why}"


def _lines(number: int, words: str) -> str:
    return f"{count(number, 'line')} {words}" if number else ""


def _unplaced(number: int) -> str:
    if not number:
        return ""
    return f"{count(number, 'address', 'addresses')} that the geography data does not know"
