"""Is nothing proposed for a ban that the owner, colleagues or the administrator's lists need?"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from judge.month import ABROAD, OFFICE, PLACES, Month
from pipeline import database
from postwarden.app.asked import CheckOptions
from postwarden.app.check import check
from postwarden.app.configuration import configured
from postwarden.model.findings import AccountVerdict, Report, Verdict
from postwarden.report import json_report
from postwarden.report.steps import account_steps

EVE, LAGOS, HANOI = "eve@example.org", "203.0.113.0/24", "2001:db8:b07::/48"


def robbed(m: Month) -> None:
    """A stranger in Lagos sends as others; some of it through networks in Hanoi."""
    for name in ("carl", "dora", "emil", "eve"):
        m.office_life(name, range(13))
    m.read("eve", 10, 1, ABROAD)
    for n in range(90):
        ip = ABROAD if n % 3 else f"2001:db8:b{n % 40:02x}::9"
        m.send("eve", 10, 2 + n / 60, ip, sender=f"x{n}@example.com", to=10, lost=4)
    for n in range(60):
        m.fail("root", 10, 3 + n / 60, ABROAD)


def gina_works_there(m: Month) -> None:
    m.office_life("gina", range(13), "203.0.113.200")


def report(folder: Path, told: str, *stories: Callable[[Month], None]) -> Report:
    month = Month()
    for story in (robbed, *stories):
        story(month)
    (folder / "mail.log").write_bytes(b"".join(line + b"\n" for line in month.log()))
    (folder / "postwarden.toml").write_text(
        f'geo_databases = ["{database(folder / "places.mmdb", PLACES)}"]\ntimezone = "UTC"\n{told}\n'
    )
    known = configured(folder / "postwarden.toml")
    return check(CheckOptions(logs=(str(folder / "mail.log"),), configuration=known, detectors=(), hashing=False))


def eve(told: Report) -> AccountVerdict:
    (found,) = [account for account in told.accounts if account.account == EVE]
    assert found.verdict is Verdict.COMPROMISED
    return found


def banned(account: AccountVerdict) -> str:
    said = [str(c) for step in account_steps(account) for c in step.commands if "saddr" in str(c) or "banip" in str(c)]
    return "\n".join(said)


def test_without_a_reason_the_intruders_networks_are_banned(tmp_path: Path) -> None:
    found = eve(report(tmp_path, ""))
    assert found.spared == ()
    assert banned(found).count(LAGOS) == 2
    assert banned(found).count(HANOI) == 2
    assert [own.network for own in found.owner] == ["2001:db8:1::/48"]
    assert OFFICE not in banned(found)


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ('trusted_networks = ["203.0.113.128/25"]', "203.0.113.128/25 (trusted_networks)"),
        ('mail_fetchers = ["203.0.113.250"]', "203.0.113.250/32 (mail_fetchers)"),
        ('mail_fetchers = ["AS64501"]', "AS64501 (mail_fetchers)"),
        ('own_networks = ["203.0.113.192/28"]', "addresses of this house"),
        ('[devices]\n"scanner@example.org" = ["203.0.113.77"]', "203.0.113.77/32 (devices)"),
    ],
)
def test_what_the_administrator_told_is_never_banned(told: str, why: str, tmp_path: Path) -> None:
    found = report(tmp_path, told)
    for spared in eve(found).spared:
        assert (spared.network, len(spared.why)) == (LAGOS, 1)
        assert why in spared.why[0]
    assert eve(found).spared or LAGOS not in eve(found).blast.networks
    assert banned(eve(found)).count(HANOI) == 2
    assert LAGOS not in banned(eve(found))
    for attacker in found.attackers:
        assert (why in " ".join(attacker.spared)) is (attacker.network == LAGOS)


def test_a_whole_trusted_provider_is_never_banned(tmp_path: Path) -> None:
    found = eve(report(tmp_path, 'trusted_as = ["AS64007"]'))
    assert HANOI not in banned(found)
    assert "2001:db8:b06::/48" in banned(found)


def test_where_colleagues_work_is_never_banned(tmp_path: Path) -> None:
    found = report(tmp_path, "", gina_works_there)
    assert [(one.network, one.why) for one in eve(found).spared] == [
        (LAGOS, ("gina@example.org comes from there",)),
    ]
    assert LAGOS not in banned(eve(found))
    [attacker] = [one for one in found.attackers if one.network == LAGOS]
    assert "gina@example.org" in attacker.spared[0]
    plain = json.loads(json_report.encode(replace(found, accounts=(eve(found),))))
    assert plain["accounts"][0]["spared"] == [{"network": LAGOS, "why": ["gina@example.org comes from there"]}]
    assert plain["accounts"][0]["owner"][0]["network"] == "2001:db8:1::/48"
