"""What are the numbers of the demo incident? Counted in the truth; the log gives the stamps only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime

from lab.cast import OFFICE
from lab.demo.attack import BOTNET, BRUTE_FORCE_ADDRESSES, BRUTE_FORCE_NETWORK, CREDENTIAL_TEST, GUESSERS, sprayed
from lab.demo.ordinary import TRAVELS
from lab.demo.people import ACCOUNTS, ANNA, CLARA, JONAS
from lab.truth import Failure, Span, Truth

NOT_KEPT = ("limits",)  # anvil tells its peaks once a day; nobody else has counted them


def summary(truth: Truth, log: Mapping[str, Sequence[str]]) -> dict[str, object]:
    """As in tests/stories/demo_truth.json; `log` maps the names of files to their lines."""
    force = [failure for failure in truth.failures if failure.ip in BRUTE_FORCE_ADDRESSES]
    spraying = [failure for failure in truth.failures if sprayed(failure.ip)]
    stale = Counter(failure.protocol for failure in truth.failures if failure.ip == OFFICE)
    return {
        "zone": "Europe/Berlin",
        "home": ["DE"],
        "lines": {name: len(lines) for name, lines in log.items()},
        "accounts": sorted(ACCOUNTS),
        "compromised": _break_in(truth, [line for lines in log.values() for line in lines]),
        "brute_force": {
            "network": BRUTE_FORCE_NETWORK,
            "addresses": sorted({failure.ip for failure in force}),
            "failures": _attempts(force),
            "accounts": sorted({failure.account for failure in force}),
        },
        "spraying": {"failures": _attempts(spraying), "addresses": sorted({failure.ip for failure in spraying})},
        "stale_password": {"account": CLARA, "address": OFFICE, "failures": dict(sorted(stale.items()))},
        "traveller": {"account": JONAS, "travels": TRAVELS},
    }


def _break_in(truth: Truth, lines: Sequence[str]) -> dict[str, object]:
    logins = [login for login in truth.logins if login.account == ANNA and login.ip in BOTNET]
    spam = {str(login.queue_id) for login in logins}
    mails = [mail for mail in truth.messages if mail.queue_id in spam]
    attempts = [attempt for attempt in truth.deliveries if attempt.queue_id in spam]
    guess = next(failure for failure in truth.failures if failure.account == ANNA and failure.ip in GUESSERS)
    (tested,) = (login for login in truth.silent_logins if login.ip == CREDENTIAL_TEST)
    return {
        "account": ANNA,
        "first_failure": _stamp(lines, guess.span, f"[{guess.ip}]: SASL", "authentication failed"),
        "first_bad": _stamp(lines, tested.span, "disconnect from", f"[{CREDENTIAL_TEST}]"),
        "credential_test_address": CREDENTIAL_TEST,
        "first_message": _stamp(lines, logins[0].span, f"{logins[0].queue_id}: client="),
        "last_message": _stamp(lines, logins[-1].span, f"{logins[-1].queue_id}: client="),
        "messages": len(mails),
        "messages_by_address": dict(sorted(Counter(login.ip for login in logins).items())),
        "countries": sorted({BOTNET[login.ip] for login in logins}),
        "senders": len({mail.sender for mail in mails}),
        "recipients": sum(mail.recipients or 0 for mail in mails),
        "distinct_recipients": len({attempt.recipient for attempt in attempts}),
        "refused_recipients": len({attempt.recipient for attempt in attempts if attempt.status == "bounced"}),
        "still_queued": sorted(spam & {*truth.queued}),
        "still_queued_of_others": sorted({*truth.queued} - spam),
    }


def _attempts(failures: Sequence[Failure]) -> int:
    return sum(failure.attempts for failure in failures)


def _stamp(lines: Sequence[str], span: Span, *words: str) -> str:
    """The stamp of the first line with those words in that time."""
    stamps = (line.partition(" ")[0] for line in lines if all(word in line for word in words))
    return next(stamp for stamp in stamps if span.begin <= datetime.fromisoformat(stamp).timestamp() <= span.end)
