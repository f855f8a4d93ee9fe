"""Is it told what a configuration puts into effect?"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from postwarden.app.configuration import Configuration, configured
from postwarden.app.in_effect import InEffect, in_effect

TODAY = date(2026, 11, 21)
OWN = """-- asks = "Who?"
-- key = "account"
-- axis = "access"
-- attack = "T1078"
-- weight = 0.5
-- lookback = "1 day"
-- tells = "x"

select account, time, source, line from logins
"""


def effect(folder: Path, *lines: str) -> InEffect:
    path = folder / "postwarden.toml"
    path.write_text("\n".join(lines))
    return in_effect(configured(path, today=TODAY), TODAY)


def test_without_a_file_only_the_detectors_are_told() -> None:
    found = in_effect(Configuration(), TODAY)
    assert [label for label, _ in found.rows] == ["detectors"]
    assert (found.notes, found.broken) == ((), ())


def test_what_differs_is_told_and_counted(tmp_path: Path) -> None:
    homes = ", ".join(f'"{code}"' for code in ("DE", "AT", "CH", "FR", "BE", "NL", "LU", "DK", "PL"))
    found = effect(tmp_path, f"home_countries = [{homes}]", "[bulk_senders]", "n = 20_000", '"@x" = "unlimited"')
    assert found.rows[:2] == (
        ("home_countries", "DE, AT, CH, FR, BE, NL, LU, DK and 1 more"),
        ("bulk_senders", "2 of them: n = 20,000, @x = unlimited"),
    )


def test_detectors_that_differ_are_told(tmp_path: Path) -> None:
    (tmp_path / "mine.sql").write_text(OWN)
    (tmp_path / "broken.sql").write_text("select 1")
    found = effect(
        tmp_path,
        f'detectors_folder = "{tmp_path}"',
        "[detectors.sending_burst]",
        "weight = 0.5",
        "limits = { day_messages = 400, cold = 0.3 }",
        "[detectors.many_to_one]",
        "enabled = false",
        "[detectors.mine]",
    )
    rows = dict(found.rows)
    assert rows["detectors"].endswith(f" shipped ones, 1 own in {tmp_path}: mine")
    assert rows["turned off"] == "many_to_one"
    assert rows["changed"] == "sending_burst: weight 0.5, day_messages 400, cold 0.3"
    [complaint] = found.broken
    assert complaint.startswith(f"detector left out: {tmp_path}/broken.sql:1: no header")


def test_who_is_at_home_in_one_country_only_is_doubted(tmp_path: Path) -> None:
    homes = ["[home_countries_of]", '"a@x" = ["US"]']
    assert "is abroad" in effect(tmp_path, *homes).notes[0]
    assert effect(tmp_path, 'home_countries = ["DE"]', *homes).notes == ()


def test_a_name_without_a_domain_is_doubted_where_others_have_one(tmp_path: Path) -> None:
    assert effect(tmp_path, 'shared_mailboxes = ["info", "sales@x"]').notes == (
        "info has no domain, others have: it means logins by exactly this name",
    )
    assert effect(tmp_path, 'shared_mailboxes = ["info", "sales"]').notes == ()


def test_silences_are_told_and_doubted(tmp_path: Path) -> None:
    found = effect(
        tmp_path,
        '[[silence]]\nuntil = 2026-12-31\nwhy = "x"\ndetector = "many_origins"\naccount = "a@x"',
        '[[silence]]\nuntil = 2030-01-01\nwhy = "y"\nnetwork = "192.0.2.0/24"',
        '[[silence]]\nuntil = 2026-11-20\nwhy = "z"\ndetector = "many_origins"',
    )
    assert found.rows[1:] == (
        ("silenced", "many_origins about a@x until 2026-12-31: x"),
        ("silenced", "everything about 192.0.2.0/24 until 2030-01-01: y"),
        ("silenced", "many_origins until 2026-11-20: z"),
    )
    assert found.notes == (
        f"{tmp_path}/postwarden.toml:10: the silence until 2026-11-20 has ended (z): what came later is judged; "
        "extend it or take it out",
        "everything about 192.0.2.0/24 is silenced for more than a year: who will remember it?",
        "everything about 192.0.2.0/24 is silenced: name a detector, or a break-in will not be told either",
    )
