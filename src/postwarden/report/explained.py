"""In which words is a verdict explained, on the terminal and on the page alike?"""

from __future__ import annotations

from collections.abc import Iterator

from postwarden.model.explanation import Clause, Explanation, Weighed
from postwarden.model.findings import AccountVerdict, OwnerNetwork, Verdict
from postwarden.report.clock import Clock
from postwarden.report.countries import country_name
from postwarden.report.wording import count

Section = tuple[str, list[str]]
"""A title and the lines below it."""


def sections(account: AccountVerdict, clock: Clock) -> list[Section]:
    """Everything for and against; nothing where no explanation was asked for."""
    told = account.explanation
    if told is None:
        return []
    nothing = ["nothing that the logs or the configuration tell"]
    found = [
        ("How it is weighed", [*map(_weighed, told.weighed), _together(told)]),
        ("What the rule says", [_clause(clause) for clause in told.clauses]),
        ("What would have made it compromised", list(told.lacking)),
        ("What speaks for the owner", [plea.text for plea in told.pleas] or nothing),
        ("The owner's networks, never proposed for a ban", [_own(own, clock) for own in account.owner]),
        ("Also spared", [f"{one.network}: {'; '.join(one.why)}" for one in account.spared]),
        ("Its other incidents", list(told.incidents)),
    ]
    return [(title, lines) for title, lines in found if lines]


def explained_clean(accounts: tuple[AccountVerdict, ...]) -> Iterator[AccountVerdict]:
    """Accounts that are clean though something was found."""
    return (account for account in accounts if account.verdict is Verdict.CLEAN and account.explanation)


def _weighed(one: Weighed) -> str:
    times = f", the strongest of {one.findings:,}" if one.findings > 1 else ""
    how = "" if one.weight is None else f" (weight {one.weight:g} × strength {one.strength:g})"
    witness = "" if one.witness == one.detector else f", as a witness of {one.witness}"
    return f"{one.axis}: {one.points:g} points by {one.detector}{how}{times}{witness}"


def _together(told: Explanation) -> str:
    return f"all witnesses together: access {told.access:g} of 100, use {told.use:g} of 100"


def _clause(clause: Clause) -> str:
    parts = ", ".join(f"{part.what} {part.reached:g} (needs {part.needed:g})" for part in clause.parts)
    return f"{clause.verdict}, {'reached' if clause.met else 'not reached'}: {parts}"


def _own(own: OwnerNetwork, clock: Clock) -> str:
    where = country_name(own.country) + (f", {own.provider}" if own.provider else "")
    logins = f"{count(own.logins, 'login')} from {count(own.addresses, 'address', 'addresses')}"
    days = (
        clock.day(own.first) if own.days == 1 else f"{own.days:,} days, {clock.day(own.first)} to {clock.day(own.last)}"
    )
    return f"{own.network} ({where}): {logins} on {days}"
