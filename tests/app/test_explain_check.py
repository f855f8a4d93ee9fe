"""Does `check --explain` explain who was asked for, also in JSON, and nobody unasked?"""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema

from app.test_sparing import EVE, LAGOS, robbed
from judge.month import PLACES, Month
from pipeline import database
from postwarden.app.asked import CheckOptions
from postwarden.app.check import check
from postwarden.app.configuration import configured
from postwarden.model.findings import Report, Verdict
from postwarden.report import json_report

CAFE = "198.51.100.8"
CARL, DORA = "carl@example.org", "dora@example.org"


def report(folder: Path, *accounts: str, explain: bool = True) -> Report:
    month = Month()
    robbed(month)
    month.read("carl", 11, 9, CAFE)
    (folder / "mail.log").write_bytes(b"".join(line + b"\n" for line in month.log()))
    (folder / "postwarden.toml").write_text(
        f'geo_databases = ["{database(folder / "places.mmdb", PLACES)}"]\ntimezone = "UTC"\n'
        'home_countries_of = { "@example.org" = ["US"] }\nhome_countries = ["DE"]\n'
        "[detectors.forged_sender]\nweight = 0.4\n"
    )
    known = configured(folder / "postwarden.toml")
    logs = (str(folder / "mail.log"),)
    options = CheckOptions(logs, accounts=accounts, configuration=known, detectors=(), hashing=False, explain=explain)
    return check(options)


def test_a_break_in_is_explained(tmp_path: Path) -> None:
    told = report(tmp_path)
    [eve] = told.accounts
    assert (eve.account, eve.verdict) == (EVE, Verdict.COMPROMISED)
    why = eve.explanation
    assert why is not None
    assert [(w.detector, round(w.points)) for w in why.weighed] == [(r.detector, r.points) for r in eve.reasons]
    for weighed in why.weighed:
        assert weighed.weight is not None
        assert abs(100 * weighed.weight * weighed.strength - weighed.points) <= 0.5
    assert [w.weight for w in why.weighed if w.detector == "forged_sender"] == [0.4]
    assert why.clauses[0].met
    assert why.lacking == ()
    jsonschema.validate(json.loads(json_report.encode(told)), json_report.schema())


def test_named_accounts_are_explained_and_listed_though_clean(tmp_path: Path) -> None:
    carl, dora = report(tmp_path, CARL, DORA).accounts
    assert (carl.account, carl.verdict, dora.account, dora.verdict) == (CARL, Verdict.CLEAN, DORA, Verdict.CLEAN)
    assert carl.explanation is not None
    assert len(carl.explanation.lacking) == 3
    assert "home" in {plea.about for plea in carl.explanation.pleas}
    assert dora.explanation is None, "nothing was found in it: there is nothing to weigh"
    assert LAGOS not in {own.network for own in carl.owner}


def test_unasked_nothing_is_explained(tmp_path: Path) -> None:
    [eve] = report(tmp_path, explain=False).accounts
    assert eve.explanation is None
    assert report(tmp_path, CARL, explain=False).accounts == ()
