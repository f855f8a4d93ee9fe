"""Is a verdict explained whole, and in the same words on the terminal and on the page?"""

from __future__ import annotations

from dataclasses import replace

from postwarden.model.findings import Verdict
from postwarden.report import html, terminal
from postwarden.report.clock import Clock
from postwarden.report.explained import sections
from postwarden.report.neutral import visible
from report import sample

CLOCK = Clock.of("UTC")


def test_every_part_is_told() -> None:
    told = dict(sections(sample.compromised(), CLOCK))
    assert told["How it is weighed"] == [
        "use: 40 points by sending_burst (weight 0.7 × strength 0.57), as a witness of volume",
        "access: 25 points by mine, the strongest of 9",
        "all witnesses together: access 25 of 100, use 59.2 of 100",
    ]
    assert told["What the rule says"] == [
        "compromised, not reached: both together 69.4 (needs 70), use 59.2 (needs 35)",
        "suspicious, reached: both together 69.4 (needs 55)",
    ]
    assert told["What would have made it compromised"] == ["both together of 70 (it is 69.4)"]
    [own] = told["The owner's networks, never proposed for a ban"]
    assert own.startswith("192.0.2.0/24 (Germany, Kabel")
    assert own.endswith("109 logins from 2 addresses on 22 days, 2026-10-15 to 2026-11-13")
    assert told["Also spared"] == ["192.0.2.0/24: the owner comes from there"]
    assert len(told) == 7


def test_what_is_empty_is_left_out_but_not_that_nothing_speaks_for_the_owner() -> None:
    bare = replace(sample.explanation(), pleas=(), lacking=(), incidents=())
    told = dict(sections(replace(sample.compromised(), owner=(), spared=(), explanation=bare), CLOCK))
    assert list(told) == ["How it is weighed", "What the rule says", "What speaks for the owner"]
    assert told["What speaks for the owner"] == ["nothing that the logs or the configuration tell"]


def test_without_an_explanation_nothing_is_explained() -> None:
    assert sections(sample.suspicious(), CLOCK) == []


def test_terminal_and_page_tell_the_same() -> None:
    page, text = html.page(sample.incident()), terminal.render(sample.incident(), width=120, colour=False)
    for title, lines in sections(sample.compromised(), CLOCK):
        assert f"\n{title}\n" in text
        assert f"<h3>{title.replace(chr(39), '&#x27;')}</h3>" in page
        assert all(visible(line).split()[0] in text for line in lines)


def test_a_clean_account_that_was_asked_for_is_explained() -> None:
    clean = replace(sample.compromised(), account="calm@example.org", verdict=Verdict.CLEAN, score=30)
    report = replace(sample.quiet(), accounts=(clean,))
    text = terminal.render(report, width=80, colour=False, explain=True)
    assert "CLEAN  calm@example.org  score 30 of 100" in text
    assert "What would have made it compromised" in text
    assert "What would have made it compromised" in html.page(report)
