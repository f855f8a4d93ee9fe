"""Is it told who comes from a network as himself, and who does not?"""

from __future__ import annotations

import pytest

from detect.tables import AWAY, HOME, WEBMAIL, empty_tables, insert, login
from judge.findings import ANNA, BEGIN, DAY, HOUR, access
from judge.test_judge import NIGHT, findings, story
from postwarden.judge.judge import judge
from postwarden.judge.owners import Guilt, own_networks, owners

CARL = "carl@example.org"
HOME_NET, LAGOS = str(HOME["ip_net"]), str(AWAY["ip_net"])


@pytest.mark.parametrize(
    ("begin", "bad", "owns"), [(None, False, True), (11, True, True), (10, True, False), (10, False, True)]
)
def test_who_owns_a_network(begin: int | None, bad: bool, owns: bool) -> None:
    """Somebody came at 10: before the first incident it was the owner, whatever happened from there later."""
    guilt = Guilt({} if begin is None else {ANNA: begin}, {(ANNA, LAGOS)} if bad else ())
    assert guilt.owns(ANNA, LAGOS, 10) is owns


def test_the_intruder_is_no_owner_and_colleagues_are() -> None:
    connection = story()
    insert(connection, "logins", [login(BEGIN, CARL, AWAY), login(NIGHT + HOUR, CARL, WEBMAIL)])
    judged = judge(connection, findings())
    assert judged.owners == {LAGOS: (CARL,)}
    robbed = access(60, time=BEGIN, key=CARL, network=LAGOS)
    insert(connection, "logins", [login(BEGIN - DAY, CARL)])
    assert judge(connection, [*findings(), robbed]).owners == {}


def test_where_the_owner_comes_from() -> None:
    connection = story()
    insert(connection, "logins", [login(BEGIN, ANNA, WEBMAIL)])
    [anna] = judge(connection, findings()).accounts
    [home] = anna.own
    assert (home.network, home.country, home.provider, home.addresses, home.days) == (HOME_NET, "DE", "Home Net", 1, 14)
    assert home.first == BEGIN + 8 * HOUR
    assert home.logins == 2 * 14 + 1


def test_what_was_used_before_the_first_incident_is_the_owners_though_it_is_bad_later() -> None:
    connection = empty_tables()
    insert(connection, "logins", [login(BEGIN + day * DAY) for day in range(10)])
    guilt = Guilt({ANNA: BEGIN + 5 * DAY}, {(ANNA, HOME_NET)})
    [home] = own_networks(connection, [ANNA], guilt, None)[ANNA]
    assert (home.days, home.last) == (5, BEGIN + 4 * DAY)
    assert owners(connection, [HOME_NET], guilt, None) == {HOME_NET: (ANNA,)}


def test_nothing_later_is_known() -> None:
    connection = empty_tables()
    insert(connection, "logins", [login(BEGIN + day * DAY) for day in range(3)])
    guilt = Guilt({}, ())
    assert owners(connection, [HOME_NET], guilt, BEGIN) == {}
    assert own_networks(connection, [ANNA], guilt, BEGIN + 2 * DAY)[ANNA][0].days == 2


def test_only_the_most_used_are_listed() -> None:
    connection = empty_tables()
    for n in range(5):
        net = HOME | {"ip": f"2001:db8:{n}::7", "ip_net": f"2001:db8:{n}::/48"}
        insert(connection, "logins", [login(BEGIN + day * DAY, ANNA, net) for day in range(n + 1)])
    found = own_networks(connection, [ANNA], Guilt({}, ()), None, most=2)[ANNA]
    assert [(own.network, own.days) for own in found] == [("2001:db8:4::/48", 5), ("2001:db8:3::/48", 4)]
