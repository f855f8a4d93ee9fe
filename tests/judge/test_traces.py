"""Is what an account had done before its incident told from what it did in it?"""

from __future__ import annotations

from detect.tables import AWAY, HOME, empty_tables, insert, login
from judge.findings import ANNA, BEGIN, DAY, access, use
from judge.test_judge import NIGHT, findings, story
from postwarden.judge.judge import judge
from postwarden.judge.traces import NamedNetwork, Traces, traces

LAGOS = str(AWAY["ip_net"])


def test_a_stranger_is_unknown() -> None:
    connection = story()
    anna = traces(connection, judge(connection, findings()).accounts, None)[ANNA]
    assert anna.named == (NamedNetwork(LAGOS, "NG", "Lagoon Cable", 0, None, False, False),)
    assert (anna.login_days, anna.logins, anna.same_hour_days) == (12, 24, 0)
    assert (anna.mail_days, anna.most_before, anna.most_during) == (12, 2, 14)


def test_a_new_network_of_a_known_country_and_provider() -> None:
    connection = story()
    cafe = HOME | {"ip": "198.51.100.8", "ip_net": "198.51.100.0/24"}
    insert(connection, "logins", [login(NIGHT, ANNA, cafe), login(BEGIN + 3 * DAY, ANNA, AWAY)])
    named = [access(60, time=NIGHT, network="198.51.100.0/24"), access(50, "b", time=NIGHT, network=LAGOS), use(70)]
    cafe_seen, lagos = traces(connection, judge(connection, named).accounts, None)[ANNA].named
    assert (cafe_seen.country_known, cafe_seen.provider_known, cafe_seen.logins_before) == (True, True, 0)
    assert (lagos.logins_before, lagos.first_before) == (1, BEGIN + 3 * DAY)


def test_an_account_without_logins_has_no_traces() -> None:
    connection = empty_tables()
    assert traces(connection, judge(connection, [use(95)]).accounts, None) == {ANNA: Traces()}
    assert traces(connection, (), None) == {}
