"""Do all kinds of honest people and of break-ins occur, and does everybody live as they should?"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from ipaddress import ip_address
from itertools import pairwise

import pytest
from simulator.attackers.raids import Raid, raids
from simulator.attackers.table import KINDS, unused
from simulator.geography.countries import Place
from simulator.geography.distance import kilometres
from simulator.honest.person import Person
from simulator.honest.routine import live
from simulator.honest.table import EVENTS, ODD
from simulator.honest.temperaments import QUIET
from simulator.month import Wishes, found
from simulator.server.intents import ATTACKER, Fail, Intent, Read, Silent, Submit
from simulator.town import Town

SEEDS = range(1, 21)


@pytest.fixture(scope="module")
def towns() -> list[Town]:
    return [found(Wishes(seed)) for seed in SEEDS]


@pytest.fixture(scope="module")
def planned(towns: list[Town]) -> list[tuple[Town, Raid]]:
    return [(town, raid) for town in towns for raid in raids(town, 0.05)]


def test_every_honest_kind_occurs(towns: list[Town]) -> None:
    seen = Counter(kind for town in towns for person in town.people for kind in person.kinds)
    events = {event.__name__ for event, _, _ in EVENTS}
    assert set(seen) == {odd.name for odd in ODD} | set(QUIET) | events
    assert min(seen[odd.name] for odd in ODD) >= 3


def test_every_break_in_occurs_often_enough(planned: list[tuple[Town, Raid]]) -> None:
    seen = Counter(raid.kind.name for _, raid in planned)
    assert set(seen) == {kind.name for kind in KINDS}
    assert min(seen.values()) >= 10


def test_there_are_enough_account_months(towns: list[Town]) -> None:
    assert sum(len(town.people) for town in towns) > 5000
    odd = {odd.name for odd in ODD}
    people = [person for town in towns for person in town.people]
    assert 0.10 < sum(bool(odd & set(person.kinds)) for person in people) / len(people) < 0.15


def test_nobody_is_a_victim_twice(towns: list[Town]) -> None:
    for town in towns:
        victims = [victim.account for raid in raids(town, 0.05) for victim in raid.victims]
        assert len(victims) == len(set(victims))


def test_logins_are_unique(towns: list[Town]) -> None:
    for town in towns:
        logins = [person.account.lower() for person in town.people]
        assert len(logins) == len(set(logins))


def test_intruders_say_so_and_dormant_accounts_are_dormant(planned: list[tuple[Town, Raid]]) -> None:
    for town, raid in planned[:40]:
        acts = list(raid.kind.act(raid.victims, town.scene("raid", raid.number, raid.kind.name)))
        successes = [act for act in acts if isinstance(act, Submit | Read | Silent)]
        assert successes
        assert all(act.by == ATTACKER for act in successes)
        assert {act.account for act in successes} <= {victim.account.lower() for victim in raid.victims}
        if raid.kind.name == "dormant_woken":
            assert all(unused(victim) for victim in raid.victims)


def _acts(town: Town, kind: str) -> tuple[Person, list[Intent]] | None:
    for person in town.people:
        if kind in person.kinds:
            acts = live(person, town.month, town.outside, town.scene("life", person.account).rng)
            return person, sorted(acts, key=lambda act: act.at)
    return None


def _examples(towns: list[Town], kind: str) -> list[tuple[Person, list[Intent]]]:
    examples = [example for town in towns if (example := _acts(town, kind)) is not None]
    assert examples
    return examples


def test_unused_accounts_are_not_used(towns: list[Town]) -> None:
    for _, acts in _examples(towns, "never_logs_in"):
        assert not [act for act in acts if isinstance(act, Submit | Read)]


def test_returners_are_away_before(towns: list[Town]) -> None:
    for person, acts in _examples(towns, "back_from_leave"):
        logins = [act.at for act in acts if isinstance(act, Submit | Read)]
        away = person.stays[-1]
        assert not [at for at in logins if away.begin <= at < away.end]
        assert len([at for at in logins if at >= away.end]) > 5


def test_stale_passwords_fail_often_and_the_owner_still_comes_in(towns: list[Town]) -> None:
    for _, acts in _examples(towns, "stale_password_phone"):
        assert sum(isinstance(act, Fail) for act in acts) > 10
        assert any(isinstance(act, Read) for act in acts)


def test_a_circular_has_dead_addresses(towns: list[Town]) -> None:
    sent = dead = 0
    for _, acts in _examples(towns, "club_secretary"):
        for act in acts:
            if isinstance(act, Submit) and (wide := [letter for letter in act.letters if len(letter.recipients) > 20]):
                sent += sum(len(letter.recipients) for letter in wide)
                dead += sum(not one.exists for letter in wide for one in letter.recipients)
    assert 0.04 < dead / sent < 0.13


def test_a_newsletter_goes_to_each_reader_alone(towns: list[Town]) -> None:
    for _, acts in _examples(towns, "newsletter_sender"):
        big = [act for act in acts if isinstance(act, Submit) and len(act.letters) > 5]
        assert sum(len(act.letters) for act in big) > 60
        assert all(len(letter.recipients) == 1 for act in big for letter in act.letters)


def test_an_office_worker_works_in_the_week_and_sleeps_at_night(towns: list[Town]) -> None:
    inside = total = 0
    for town in towns[:4]:
        for person in town.people:
            if person.kinds == ("office_worker",) and not person.stays:
                acts = live(person, town.month, town.outside, town.scene("life", person.account).rng)
                hours = [(act.at / 3600 + person.domain.offset) % 24 for act in acts if isinstance(act, Submit)]
                inside += sum(6 <= hour <= 20 for hour in hours)
                total += len(hours)
    assert inside / total > 0.9


def _fixed_places(town: Town) -> list[tuple[int, int, int, Place]]:
    """Version, first and last address, and place of all blocks that stay where they are."""
    still = [block for block in town.world.blocks if block.operator.kind in ("fixed", "business")]
    spans = [(block.network.version, int(block.network[0]), int(block.network[-1]), block.place) for block in still]
    return sorted(spans, key=lambda span: span[:2])


def _place(spans: list[tuple[int, int, int, Place]], ip: str) -> Place | None:
    address = ip_address(ip)
    at = bisect_right([span[:2] for span in spans], (address.version, int(address))) - 1
    return spans[at][3] if at >= 0 and int(address) <= spans[at][2] and address.version == spans[at][0] else None


def test_quiet_people_are_never_in_two_cities_at_once(towns: list[Town]) -> None:
    """Over fixed lines: where a mobile carrier lets its customers out is another matter."""
    checked = 0
    for town in towns[:6]:
        spans = _fixed_places(town)
        for person in town.people:
            if set(person.kinds) <= set(QUIET):
                acts = live(person, town.month, town.outside, town.scene("life", person.account).rng)
                seen = [(act.at, _place(spans, act.client.ip)) for act in acts if isinstance(act, Submit | Read)]
                known = sorted(((at, place) for at, place in seen if place is not None), key=lambda pair: pair[0])
                for (earlier, one), (later, other) in pairwise(known):
                    assert kilometres(one, other) <= 1000 * (later - earlier) / 3600 + 1, (person.account, earlier)
                    checked += one != other
    assert checked > 20
