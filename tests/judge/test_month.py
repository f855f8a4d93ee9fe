"""Are the honest people of a month left in peace, and is each kind of break-in found, from raw lines to verdict?"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from judge.month import ABROAD, FRIENDS, HOME, OFFICE, PLACES, Month
from pipeline import tables_from_lines
from postwarden.detect import engine
from postwarden.judge.judge import judge
from postwarden.judge.judgement import AccountJudgement
from postwarden.model.findings import Verdict

CLEAN, SUSPICIOUS, COMPROMISED = Verdict.CLEAN, Verdict.SUSPICIOUS, Verdict.COMPROMISED
Story = Callable[[Month], None]


def traveller(m: Month) -> None:
    m.office_life("eve", range(14))
    for day in range(15, 22):
        m.read("eve", day, 14, "198.51.100.8")
        m.send("eve", day, 16, "198.51.100.8")
    m.office_life("eve", range(24, 28))


def mobile_carrier(m: Month) -> None:
    m.office_life("eve", range(28))
    for n in range(28 * 8):
        m.read("eve", n // 8, 6 + 2 * (n % 8), f"2001:db8:a{n % 40:02x}::9")


def train_through_holes_in_the_network(m: Month) -> None:
    m.office_life("eve", range(20))
    for n in range(40):
        m.read("eve", 20, 6 + n / 4, f"2001:db8:a{n:02x}::9")
        m.send("eve", 20, 6.05 + n / 4, f"2001:db8:a{n:02x}::9", circles=FRIENDS)


def shops_share_an_account(m: Month) -> None:
    for day in range(28):
        for n in range(30):
            m.send("eve", day, 8 + n / 4, f"2001:db8:a{n:02x}::9", circles=60)


def vpn_from_the_first_day(m: Month) -> None:
    m.office_life("eve", range(28))
    for day in range(28):
        m.read("eve", day, 8.4, "198.51.100.8")
        m.send("eve", day, 20, "198.51.100.8")


def weekly_newsletter(m: Month) -> None:
    m.office_life("eve", range(28))
    for week in range(4):
        for n in range(40):
            m.send("eve", 7 * week + 1, 15 + n / 60, OFFICE, to=20, lost=1 if n % 2 else 0, circles=40)


def old_password_on_the_telephone(m: Month) -> None:
    m.office_life("eve", range(28))
    for n in range(300):
        m.fail("eve", 10 + n // 100, 7 + n % 100 / 8, OFFICE)
    m.read("eve", 13, 19, "2001:db8:a05::9")


def new_colleague(m: Month) -> None:
    for name in ("carl", "dora", "emil"):
        m.office_life(name, range(28))
    m.office_life("eve", range(20, 28))


def office_moves(m: Month) -> None:
    m.office_life("eve", range(14))
    m.office_life("eve", range(14, 28), HOME)


def writes_for_the_boss(m: Month) -> None:
    m.office_life("eve", range(28))
    for day in range(28):
        m.send("eve", day, 16, OFFICE, sender="boss@example.org")


def shared_mailbox_in_two_countries(m: Month) -> None:
    for day in range(28):
        for n in range(6):
            m.read("eve", day, 8 + n, OFFICE)
            m.read("eve", day, 8.3 + n, "198.51.100.8")
        m.send("eve", day, 10, OFFICE)
        m.send("eve", day, 11.2, "198.51.100.8")


def mistyped_in_a_hotel(m: Month) -> None:
    m.office_life("eve", range(14))
    for n in range(4):
        m.fail("eve", 15, 18 + n / 60, "198.51.100.8")
    for day in range(15, 19):
        m.read("eve", day, 18.2, "198.51.100.8")
        m.send("eve", day, 19, "198.51.100.8")
    m.office_life("eve", range(20, 28))


def web_form_writes_as_its_visitors(m: Month) -> None:
    for day in range(28):
        for n in range(2):
            m.send("eve", day, 9 + 5 * n, OFFICE, sender=f"visitor{day}.{n}@example.com")


def back_from_holiday(m: Month) -> None:
    m.office_life("eve", range(6))
    for n in range(60):
        m.send("eve", 27, 8 + n / 10, HOME, circles=FRIENDS)


def guest_network_full_of_typing_errors(m: Month) -> None:
    """A hotel where many guests fail, and one of ours logs in for the first time."""
    m.office_life("eve", range(14))
    for n in range(30):
        m.fail(f"guest{n}", 15, 17 + n / 30, "198.51.100.8")
    m.read("eve", 15, 18.2, "198.51.100.8")


@pytest.mark.parametrize(
    "story",
    [
        shared_mailbox_in_two_countries,
        mistyped_in_a_hotel,
        web_form_writes_as_its_visitors,
        back_from_holiday,
        guest_network_full_of_typing_errors,
        traveller,
        mobile_carrier,
        train_through_holes_in_the_network,
        shops_share_an_account,
        vpn_from_the_first_day,
        weekly_newsletter,
        old_password_on_the_telephone,
        new_colleague,
        office_moves,
        writes_for_the_boss,
    ],
)
def test_honest(story: Story, tmp_path: Path, geography: str) -> None:
    judged = verdicts(story, tmp_path, geography)
    assert {a.account: (a.verdict, [r.text for r in a.reasons]) for a in judged if a.verdict != CLEAN} == {}


def spam_from_one_address(m: Month) -> None:
    m.office_life("eve", range(28))
    for n in range(200):
        m.send("eve", 20, 3 + n / 100, ABROAD, sender=f"x{n}@example.com", to=3, lost=n % 2)


def botnet(m: Month) -> None:
    m.office_life("eve", range(28))
    for n in range(120):
        m.send("eve", 18 + n / 24, 0.2, f"2001:db8:b{n % 40:02x}::5", sender="win@example.com", to=2, lost=1)


def botnet_of_neighbours(m: Month) -> None:
    """All in the owner's country and with one provider."""
    m.office_life("eve", range(28))
    for n in range(80):
        m.send("eve", 18, 2 + n / 20, f"2001:db8:a{n % 40:02x}::5", sender=f"x{n}@example.com", to=5, lost=1)


def guessed_then_used(m: Month) -> None:
    m.office_life("eve", range(28))
    for n in range(60):
        m.fail("eve", 20, 1 + n / 60, ABROAD)
    for n in range(150):
        m.send("eve", 20, 3 + n / 150, ABROAD)


def log_begins_with_it(m: Month) -> None:
    for n in range(200):
        m.send("eve", 20, 3 + n / 100, ABROAD, sender=f"x{n}@example.com", to=3, lost=2)
    m.read("eve", 20, 3.1, OFFICE)
    m.send("eve", 20, 3.2, OFFICE)
    m.read("eve", 20, 5, OFFICE)


def malware_on_the_owners_computer(m: Month) -> None:
    m.office_life("eve", range(28))
    for n in range(200):
        m.send("eve", 20, 14 + n / 210, OFFICE, to=2, lost=1)


@pytest.mark.parametrize(
    ("story", "messages", "least"),
    [
        (spam_from_one_address, 200, 200),
        (botnet, 120, 115),
        (botnet_of_neighbours, 80, 80),
        (guessed_then_used, 150, 150),
        (log_begins_with_it, 200, 200),
        (malware_on_the_owners_computer, 200, 200),
    ],
)
def test_break_in(story: Story, messages: int, least: int, tmp_path: Path, geography: str) -> None:
    [eve] = [a for a in verdicts(story, tmp_path, geography) if a.account == "eve@example.org"]
    assert eve.verdict == COMPROMISED, [(r.detector, r.points, r.text) for r in eve.reasons]
    assert least <= eve.blast.messages <= messages + 3
    assert not {"192.0.2.0/24", "2001:db8:1::/48"} & set(eve.bad_networks), "the owner's own"


def reads_only(m: Month) -> None:
    """Payment fraud sends little: somebody reads from abroad while the owner works."""
    m.office_life("eve", range(28))
    m.read("eve", 20, 8.5, ABROAD)
    m.read("eve", 20, 11.5, ABROAD)


def test_reading_from_abroad_is_suspicious(tmp_path: Path, geography: str) -> None:
    [eve] = verdicts(reads_only, tmp_path, geography)
    blind = geography == "nothing"  # then nobody can tell what is abroad
    assert eve.verdict == (CLEAN if blind else SUSPICIOUS)
    assert eve.bad_networks == (() if blind else ("203.0.113.0/24",))


def test_same_verdicts_with_two_threads(tmp_path: Path, geography: str) -> None:
    assert verdicts(botnet, tmp_path / "1", geography) == verdicts(botnet, tmp_path / "2", geography, 2)


@pytest.fixture(params=["cities and providers", "countries", "nothing"])
def geography(request: pytest.FixtureRequest) -> str:
    """The shipped data knows countries only (no provider, and a country's middle as the place), and not all of them."""
    return str(request.param)


def verdicts(story: Story, folder: Path, geography: str, threads: int = 1) -> tuple[AccountJudgement, ...]:
    month = Month()
    story(month)
    folder.mkdir(exist_ok=True)
    connection = tables_from_lines(month.log(), folder, PLACES, threads=threads).connection
    for table in ("addresses", "logins", "failures", "silent_logins"):
        if geography != "cities and providers":
            connection.execute(f"update {table} set asn = null, as_name = null, place = country, radius_km = 400")
            connection.execute(f"update {table} set lat = 51.2, lon = 10.4 where country = 'DE'")
        if geography == "nothing":
            connection.execute(f"update {table} set country = null, place = null, lat = null, lon = null")
    return judge(connection, engine.run(connection, engine.load())).accounts
