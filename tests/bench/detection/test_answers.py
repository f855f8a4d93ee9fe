"""Do other mail servers refuse spam and its bystanders, and leave honest mail alone?"""

from __future__ import annotations

from collections import Counter

import pytest
from simulator.chance import source
from simulator.outside.answers import Answer, Answers
from simulator.outside.people import Outside, Recipient
from simulator.outside.providers import LARGE


@pytest.fixture(scope="module")
def outside() -> Outside:
    return Outside(1)


def ask(answers: Answers, at: float, domain: str, spam: float, number: int) -> list[Answer]:
    return [answers.ask(at + n, "a@example.org", Recipient(f"u{n}@{domain}"), spam, 0) for n in range(number)]


def test_honest_mail_to_living_people_is_taken(outside: Outside) -> None:
    answers = Answers(outside, "192.0.2.25", source("honest"))
    results = Counter(answer.dsn for answer in ask(answers, 0, LARGE[0].domain, 0.0, 2000))
    assert results["2.0.0"] > 1950
    assert results["5.7.1"] == results["4.7.0"] == 0


def test_the_dead_are_unknown(outside: Outside) -> None:
    answers = Answers(outside, "192.0.2.25", source("dead"))
    answer = answers.ask(0, "a@example.org", Recipient(f"x@{LARGE[0].domain}", exists=False), 0.0, 0)
    assert (answer.status, answer.dsn) == ("bounced", "5.1.1")


@pytest.mark.parametrize("provider", LARGE)
def test_a_burst_of_spam_is_refused_and_hurts_bystanders_for_hours(outside: Outside, provider: object) -> None:
    domain = getattr(provider, "domain", "")
    answers = Answers(outside, "192.0.2.25", source("spam", domain))
    ask(answers, 0, domain, 1.0, 1200)
    spam = Counter(answer.dsn for answer in ask(answers, 1300, domain, 1.0, 300))
    assert spam["5.7.1"] + spam["4.7.0"] > 150
    innocent = Counter(answer.dsn for answer in ask(answers, 1700, domain, 0.0, 300))
    assert 30 < innocent["5.7.1"] + innocent["4.7.0"] < 200
    much_later = Counter(answer.dsn for answer in ask(answers, 5 * 86400, domain, 0.0, 300))
    assert much_later["5.7.1"] + much_later["4.7.0"] == 0


def test_a_newsletter_draws_no_refusals(outside: Outside) -> None:
    answers = Answers(outside, "192.0.2.25", source("news"))
    results = Counter(answer.dsn for answer in ask(answers, 0, LARGE[0].domain, 0.02, 3000))
    assert results["5.7.1"] + results["4.7.0"] == 0


def test_greylisting_takes_the_second_attempt(outside: Outside) -> None:
    greylists = next(provider for provider in outside.companies if provider.greylists)
    answers = Answers(outside, "192.0.2.25", source("grey"))
    somebody = Recipient(f"x@{greylists.domain}")
    assert answers.ask(0, "new@example.org", somebody, 0, 0).dsn == "4.2.0"
    assert answers.ask(400, "new@example.org", somebody, 0, 1).dsn == "2.0.0"
    assert answers.ask(900, "new@example.org", somebody, 0, 0).dsn == "2.0.0"
