"""In which words are the verdict, the damage and the coverage told, on the terminal and on the page alike?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import PurePath

from postwarden.model.coverage import Coverage
from postwarden.model.findings import AccountVerdict, Attacker, Blast, Evidence, Reason, Report, Verdict, Window
from postwarden.report.clock import Clock
from postwarden.report.countries import country_name

_OWN = 3
_RANK = {Verdict.COMPROMISED: 0, Verdict.SUSPICIOUS: 1, Verdict.UNKNOWN: 2}

Row = tuple[str, str]
"""A label and what is said under it."""


def count(number: int, one: str, many: str | None = None) -> str:
    """1 message, 2,345 messages."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def listed(names: Sequence[str], limit: int) -> str:
    """The first names, and how many more there are."""
    more = len(names) - limit
    return ", ".join(names[:limit]) + (f" and {more:,} more" if more > 0 else "")


def worst_first(accounts: Sequence[AccountVerdict]) -> list[AccountVerdict]:
    """The accounts that something is said about; the clean ones are only named."""
    found = (account for account in accounts if account.verdict is not Verdict.CLEAN)
    return sorted(found, key=lambda account: (_RANK[account.verdict], -account.score, account.account))


def clean_names(accounts: Sequence[AccountVerdict]) -> list[str]:
    return sorted(account.account for account in accounts if account.verdict is Verdict.CLEAN)


def weightiest_first(reasons: Sequence[Reason]) -> list[Reason]:
    return sorted(reasons, key=lambda reason: -reason.points)


def judged_accounts(report: Report) -> int:
    return report.clean_accounts + sum(account.verdict is not Verdict.CLEAN for account in report.accounts)


def headline(report: Report) -> str:
    """The verdict in one line."""
    if report.verdict is Verdict.UNKNOWN:
        return f"UNKNOWN: {blindness(report.coverage)[0]}"
    found = Counter(account.verdict for account in report.accounts)
    parts = []
    if found[Verdict.COMPROMISED]:
        parts.append(count(found[Verdict.COMPROMISED], "account") + " COMPROMISED")
    if found[Verdict.SUSPICIOUS]:
        alone = "" if parts else " account" if found[Verdict.SUSPICIOUS] == 1 else " accounts"
        parts.append(f"{found[Verdict.SUSPICIOUS]:,}{alone} suspicious")
    if not parts:
        parts.append(f"nothing found in {count(judged_accounts(report), 'account')}")
    if report.server:
        parts.append(count(len(report.server), "problem") + " of the server itself")
    return ", ".join(parts)


def meaning(report: Report) -> str:
    """What the headline means for whoever reads it, in one or two sentences."""
    match report.verdict:
        case Verdict.COMPROMISED:
            return "Strangers are using the accounts marked COMPROMISED: act now, see below."
        case Verdict.SUSPICIOUS:
            if any(account.verdict is Verdict.SUSPICIOUS for account in report.accounts):
                return "Something is unusual, but not proven. Ask the owners before you lock anybody out."
            return "The accounts show nothing, but the server itself needs attention, see below."
        case Verdict.UNKNOWN:
            return f"This is not an all-clear. {blindness(report.coverage)[1]}"
    return "No account shows signs of a break-in in the logs that were read."


def blindness(coverage: Coverage) -> Row:
    """Why nothing can be said, and what would help."""
    broken = sum(source.error is not None for source in coverage.sources)
    if coverage.blind:
        return "most lines of the mail server are in a wording that is not known", "What could be seen stands below."
    if broken and broken == len(coverage.sources):
        return "no log could be read", "The reasons stand below."
    if coverage.unseen:
        return coverage.unseen, "What is known about it stands below."
    if broken:
        number = f"{broken:,} of {count(len(coverage.sources), 'log')}"
        return f"{number} could not be read; nothing found in the rest", "Mend what stands below and check again."
    return (
        "these logs show no logins, so no account can be judged",
        "Give the log that Postfix and Dovecot write their logins to: its lines say “sasl_username=” or "
        "“imap-login: Login”.",
    )


def judged_window(report: Report, clock: Clock) -> str:
    if not report.window.from_ or not report.window.to:
        return f"The logs gave no time. Accounts seen: {judged_accounts(report):,}"
    span = f"{clock.minute(report.window.from_)} to {clock.minute(report.window.to)}"
    return f"{span} ({clock.name}), {count(judged_accounts(report), 'account')}"


def time_seen(window: Window, clock: Clock) -> str:
    """Of what time it is told."""
    if not window.from_ or not window.to:
        return "The logs gave no time."
    return f"{clock.minute(window.from_)} to {clock.minute(window.to)} ({clock.name})"


def bad_time(account: AccountVerdict, clock: Clock) -> str:
    """Since when, until when, how long."""
    if not account.first_bad:
        return "no single moment"
    last = account.last_bad or account.first_bad
    weekday = clock.read(account.first_bad).strftime("%a")
    if last == account.first_bad:
        return f"{weekday} {clock.minute(last)}"
    span, length = clock.span(account.first_bad, last), clock.lasting(account.first_bad, last)
    return f"{weekday} {span} ({length})"


def account_rows(account: AccountVerdict, clock: Clock) -> list[Row]:
    """When it happened, what was done, and which addresses are the owner's."""
    own = [f"{net.network} ({country_name(net.country)})" for net in account.owner]
    owner = [("owner", f"comes from {listed(own, _OWN)}")] if own else []
    return [("when", bad_time(account, clock)), *blast_rows(account.blast), *owner]


def blast_rows(blast: Blast) -> list[Row]:
    """The blast radius in words; what did not happen is left out."""
    rows = [
        ("came in", _origins(blast)),
        ("sent", _sent(blast)),
        ("sent as", _senders(blast)),
        ("outcome", _outcome(blast)),
        ("queue", _queued(blast)),
    ]
    return [(label, words) for label, words in rows if words]


def _origins(blast: Blast) -> str:
    if not blast.sessions and not blast.addresses:
        return ""
    words = f"{count(blast.sessions, 'login')} from {count(blast.addresses, 'address', 'addresses')}"
    names = [country_name(code) for code in blast.countries]
    if not names:
        return words
    number = count(len(names), "country", "countries")
    return f"{words} in {names[0]}" if len(names) == 1 else f"{words} in {number}: {listed(names, 8)}"


def _sent(blast: Blast) -> str:
    if not blast.messages:
        return "no mail" if blast.sessions else ""
    return f"{count(blast.messages, 'message')} to {count(blast.recipients, 'recipient')}"


def _senders(blast: Blast) -> str:
    if not blast.sender_count:
        return ""
    names = [sender or "<> (empty)" for sender in blast.senders]
    rest = max(blast.sender_count - 3, 0)
    shown = ", ".join(names[:3]) + (f" and {rest:,} more" if rest and names else "")
    return shown or count(blast.sender_count, "sender address", "sender addresses")


def _outcome(blast: Blast) -> str:
    parts = [
        (blast.delivered, "delivered"),
        (blast.bounced, "returned as undeliverable"),
        (blast.deferred, "put off for later"),
    ]
    return ", ".join(f"{number:,} {words}" for number, words in parts if number)


def _queued(blast: Blast) -> str:
    if not blast.queued:
        return ""
    return f"{count(blast.queued, 'message')} STILL QUEUED when the log ended: not yet out, can be stopped"


def reason_when(reason: Reason, clock: Clock) -> str:
    times = f", {reason.count:,} times" if reason.count > 1 else ""
    return clock.span(reason.first, reason.last) + times


def reason_background(reason: Reason) -> str:
    """Where the reason comes from, for those who want to know."""
    half = {"access": "who came in", "use": "what was done"}.get(reason.axis, reason.axis)
    return f"detector {reason.detector}, speaks for {half}; MITRE ATT&CK technique {reason.attack}"


RULE = (
    "Points add up to the score. Odd logins alone make an account suspicious; compromised needs odd logins and odd use "
    "together, or one overwhelming sign."
)


def attacker_headline(attackers: Sequence[Attacker]) -> str:
    failures = sum(attacker.failures for attacker in attackers)
    return f"{count(len(attackers), 'network')} tried to get in, {count(failures, 'failed login')}"


def owners(attacker: Attacker) -> str:
    """The warning for a network that honest people need, too; empty where nobody does."""
    return f"do not ban: {'; '.join(attacker.spared)}" if attacker.spared else ""


def short_sources(report: Report) -> dict[str, str]:
    """File names without their folders, where that leaves no doubt."""
    paths = {source.path for source in report.coverage.sources}
    names = Counter(PurePath(path).name for path in paths)
    return {path: PurePath(path).name for path in paths if names[PurePath(path).name] == 1}


def location(evidence: Evidence, short: dict[str, str]) -> str:
    return f"{short.get(evidence.source, evidence.source)}:{evidence.line}"


def heading_of_refusals(number: int) -> str:
    return f"{count(number, 'refusal')} before there was a mail"
