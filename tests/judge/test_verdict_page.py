"""Does the page about the verdict state the numbers that the rule uses?"""

from __future__ import annotations

from pathlib import Path

import pytest

from postwarden.judge import incident
from postwarden.judge import rule as r
from postwarden.model.findings import Verdict

PAGE = (Path(__file__).parents[2] / "docs/explanation/verdict.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "sentence",
    [
        f"access reaches {r.ODD_ACCESS} **and** use reaches {r.ODD_USE}, within {r.NEAR // r.DAY} days",
        f"both together reach {r.TOGETHER}",
        f"use reaches {r.USE_ALONE}, wherever it came from, **and** a second witness of it reaches {r.SECOND_WITNESS}",
        f"one finding reaches {r.OVERWHELMING}",
        f"alone reaches {r.SUSPICIOUS}",
        f"together reach {r.BOTH_WEAK}",
        f"no more than {r.NEAR // r.DAY} days between them",
        f"below {r.NOTICEABLE} points",
        f"at least {incident.BEGINS} points",
    ],
)
def test_numbers_of_the_page(sentence: str) -> None:
    assert sentence in PAGE


@pytest.mark.parametrize("verdict", list(r.SCORES))
def test_scores_of_the_page(verdict: str) -> None:
    low, high = r.SCORES[Verdict(verdict)]
    assert any(f"**{verdict}**" in line and f"| {low}–{high} |" in line for line in PAGE.splitlines())
