"""What speaks for the owner of an account? Known networks, habits, colleagues, and what the administrator has told."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from postwarden.app.coverage import stamp
from postwarden.judge.judgement import AccountJudgement
from postwarden.judge.traces import NamedNetwork, Traces
from postwarden.model.coverage import Silenced
from postwarden.model.explanation import Plea
from postwarden.model.settings import Settings
from postwarden.model.values import Account
from postwarden.report.countries import country_name
from postwarden.report.wording import count, listed

_NAMED = 3


def pleas(
    judged: AccountJudgement,
    before: Traces,
    settings: Settings,
    silenced: Sequence[Silenced],
    colleagues: Mapping[str, Collection[str]],
) -> Iterator[Plea]:
    """One sentence each; none where nothing speaks for him."""
    yield from _networks(before.named)
    yield from _colleagues(judged.account, before.named, colleagues)
    yield from _homes(judged.account, before.named, settings)
    yield from _habits(before)
    yield from _lists(judged.account, settings)
    yield from _silences(judged.account, silenced)


def _networks(named: Sequence[NamedNetwork]) -> Iterator[Plea]:
    for net in named:
        if net.first_before is not None:
            logins = count(net.logins_before, "login")
            text = f"{net.network}, which findings name, was used before: {logins} since {stamp(net.first_before)[:10]}"
            yield Plea("network", text)
    if known := {country_name(net.country) for net in named if net.country_known}:
        number = sum(net.country_known for net in named)
        yield Plea("country", f"{_share(number, named)} in {listed(sorted(known), _NAMED)}, where it had been before")
    if providers := {net.provider or "an unnamed provider" for net in named if net.provider_known}:
        number = sum(net.provider_known for net in named)
        text = f"{_share(number, named)} with a provider that it had used before: {listed(sorted(providers), _NAMED)}"
        yield Plea("provider", text)


def _share(number: int, named: Sequence[NamedNetwork]) -> str:
    """How many of the networks lie somewhere."""
    if len(named) == 1:
        return "the network that findings name lies"
    return f"{number:,} of {len(named):,} networks that findings name {'lies' if number == 1 else 'lie'}"


def _colleagues(
    account: str, named: Sequence[NamedNetwork], colleagues: Mapping[str, Collection[str]]
) -> Iterator[Plea]:
    for net in named:
        if others := [other for other in colleagues.get(net.network, ()) if other != account]:
            comes = "comes" if len(others) == 1 else "come"
            yield Plea("colleagues", f"{listed(others, _NAMED)} {comes} from {net.network}, too")


def _homes(account: str, named: Sequence[NamedNetwork], settings: Settings) -> Iterator[Plea]:
    homes = {str(code) for code in settings.home_countries}
    homes |= {str(code) for who, codes in settings.home_countries_of.items() if who.covers(account) for code in codes}
    at_home = [net for net in named if net.country in homes]
    if at_home:
        names = sorted({country_name(net.country) for net in at_home})
        yield Plea("home", f"{_share(len(at_home), named)} in a home country (home_countries): {', '.join(names)}")


def _habits(before: Traces) -> Iterator[Plea]:
    if before.same_hour_days > 1:
        text = f"it logged in at this hour on {before.same_hour_days:,} of {count(before.login_days, 'earlier day')}"
        yield Plea("hours", text)
    if before.mail_days and before.most_during <= before.most_before:
        text = (
            f"it wrote to no more than {count(before.most_during, 'recipient')} a day; "
            f"{before.most_before:,} on its busiest earlier day"
        )
        yield Plea("volume", text)


def _lists(account: str, settings: Settings) -> Iterator[Plea]:
    def told(names: Collection[Account]) -> list[Account]:
        return [name for name in names if name.covers(account)]

    for _ in told(settings.shared_mailboxes)[:1]:
        yield Plea("list", "several people use it (shared_mailboxes)")
    for name in told(settings.devices):
        yield Plea("list", f"it is a device that sends from {listed(settings.devices[name], _NAMED)} (devices)")
    for name in told(settings.bulk_senders):
        most = settings.bulk_senders[name]
        limit = "any number of recipients" if most is None else f"up to {most:,} recipients a day"
        yield Plea("list", f"{limit} are usual for it (bulk_senders)")
    for name in told(settings.send_as):
        yield Plea("list", f"it may write as {listed(settings.send_as[name], _NAMED)} (send_as)")


def _silences(account: str, silenced: Sequence[Silenced]) -> Iterator[Plea]:
    for one in silenced:
        if one.account is not None and Account(one.account).covers(account):
            of = f" of {one.detector}" if one.detector else ""
            text = f"{count(one.findings, 'finding')}{of} about {one.account} not judged until {one.until}: {one.why}"
            yield Plea("silence", text)
