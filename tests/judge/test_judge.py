"""Is the blast put to the intruder and not to the owner, and is every part of the verdict there?"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import duckdb
import pytest

from detect.tables import AWAY, HOME, WEBMAIL, empty_tables, insert, login
from judge.findings import ANNA, BEGIN, DAY, HOUR, access, attack, use
from postwarden.judge.judge import deeds, first_logins, judge, verdicts, visible
from postwarden.judge.moments import moments
from postwarden.model.findings import Blast, Finding, Line, Verdict

SECOND = 1_000_000
NIGHT = BEGIN + 12 * DAY + 3 * HOUR
CAFE = HOME | {"ip": "198.51.100.8", "ip_net": "198.51.100.0/24", "asn": 64507}
LAGOS = AWAY["ip_net"]


def send(
    connection: duckdb.DuckDBPyConnection, time: int, origin: dict[str, Any], account: str = ANNA, **more: Any
) -> None:
    """One mail to two recipients: its login, its message, one delivery that went well and one that bounced."""
    insert(
        connection,
        "logins",
        [login(time, account, origin, protocol="smtp", queue_id=f"Q{time}", line=time // SECOND % 10**9)],
    )
    mail = {
        "time": time,
        "account": account,
        "queue_id": f"Q{time}",
        "ip": origin["ip"],
        "line": time // SECOND % 10**9,
    }
    ended = {"ended": "removed", "end_time": time + 2 * SECOND}
    insert(connection, "messages", [mail | ended | {"sender": account, "recipients": 2, "origin": "login"} | more])
    tried = {"time": time + SECOND, "account": account, "message": f"Q{time}"}
    for recipient, status in (("a@example.net", "sent"), ("b@example.net", "bounced")):
        insert(connection, "deliveries", [tried | {"recipient": recipient, "status": status}])


def story(*, before: int = 12, burst: dict[str, Any] = AWAY, sent: int = 6) -> duckdb.DuckDBPyConnection:
    """The owner reads and writes daily at home, also during the burst and after it."""
    connection = empty_tables()
    for day in range(12 - before, 14):
        insert(connection, "logins", [login(BEGIN + day * DAY + 8 * HOUR)])
        send(connection, BEGIN + day * DAY + 9 * HOUR, HOME)
    send(connection, NIGHT + 90 * SECOND, HOME)
    for n in range(sent):
        send(connection, NIGHT + n * 60 * SECOND, burst, sender=f"x{n % 2}@example.com")
    return connection


def findings(sent: int = 6) -> list[Finding]:
    burst = use(70, time=NIGHT, last=NIGHT + sent * 60 * SECOND)
    return [access(60, time=NIGHT, network=LAGOS), burst]


def test_compromised_from_abroad() -> None:
    connection = story()
    judged = judge(connection, findings())
    [anna] = judged.accounts
    assert (anna.verdict, anna.account, anna.first_bad) == (Verdict.COMPROMISED, ANNA, NIGHT)
    assert anna.last_bad == NIGHT + 360 * SECOND
    blast = anna.blast
    assert (blast.messages, blast.recipients, blast.delivered, blast.bounced) == (6, 12, 6, 6)
    assert (blast.addresses, blast.countries, blast.networks) == (1, ("NG",), (LAGOS,))
    assert blast.queue_ids == tuple(f"Q{NIGHT + n * 60 * SECOND}" for n in range(6))
    assert (blast.senders, blast.sender_count) == (("x0@example.com", "x1@example.com"), 2)
    assert [r.detector for r in anna.reasons] == ["odd_use", "odd_access"]


def test_still_queued() -> None:
    connection = story(sent=2)
    connection.execute("update messages set ended = null, end_time = null where sender = 'x1@example.com'")
    connection.execute("update deliveries set status = 'deferred' where status = 'bounced'")
    [anna] = judge(connection, findings(2)).accounts
    assert (anna.blast.queued, anna.blast.deferred, anna.blast.bounced) == (1, 2, 0)
    assert anna.blast.queued_ids == (f"Q{NIGHT + 60 * SECOND}",)


def test_a_mail_that_a_filter_took_waits_under_its_later_queue_id() -> None:
    connection = story(sent=2)
    connection.execute("update messages set ended = null, end_time = null where sender = 'x1@example.com'")
    connection.execute(
        "update deliveries set queue_id = 'F11TER', status = 'deferred' where message = ?", [f"Q{NIGHT + 60 * SECOND}"]
    )
    [anna] = judge(connection, findings(2)).accounts
    assert anna.blast.queued_ids == ("F11TER",)


def test_a_queue_id_that_is_used_again_is_another_mail() -> None:
    connection = story(sent=1)
    again = {"time": NIGHT + HOUR, "account": ANNA, "message": f"Q{NIGHT}", "recipient": "c@example.net"}
    insert(connection, "deliveries", [again | {"status": "sent"}])
    assert judge(connection, findings(1)).accounts[0].blast.delivered == 1


@pytest.mark.parametrize("before", [12, 0])
def test_the_owners_networks_are_never_bad(before: int) -> None:
    """Also when the log begins with the incident, and the owner writes during it."""
    [anna] = judge(story(before=before), findings()).accounts
    assert anna.bad_networks == (LAGOS,)
    assert anna.blast.messages == 6


def test_the_owners_new_network_after_the_break_in_is_his() -> None:
    connection = story()
    insert(connection, "logins", [login(NIGHT + 5 * HOUR, origin=CAFE)])
    send(connection, NIGHT + 6 * HOUR, CAFE)
    [anna] = judge(connection, findings()).accounts
    assert (anna.bad_networks, anna.blast.messages) == ((LAGOS,), 6)


def test_a_network_of_colleagues_is_not_bad() -> None:
    connection = story()
    for n in range(3):
        insert(connection, "logins", [login(NIGHT + n, f"colleague{n}@example.org", AWAY)])
    odd = [access(60, time=NIGHT), use(70, time=NIGHT, last=NIGHT + HOUR)]
    assert judge(connection, odd).accounts[0].bad_networks == ()


def test_webmail_is_judged_by_the_time_of_its_use() -> None:
    connection = story(burst=WEBMAIL)
    [anna] = judge(connection, [use(95, time=NIGHT, last=NIGHT + 360 * SECOND)]).accounts
    assert anna.verdict == Verdict.COMPROMISED
    assert (anna.bad_networks, anna.blast.networks) == ((), ())
    assert anna.blast.messages == 7, "the owner's own mail of that minute cannot be told apart"


def test_until_hides_what_came_later() -> None:
    [anna] = judge(story(), findings(), until=NIGHT + 150 * SECOND).accounts
    assert anna.blast.messages == 3


def test_verdicts_are_those_of_a_judgement_without_the_deeds() -> None:
    connection = story()
    both = [*findings(), access(20, key="carl@example.org")]
    whole = judge(connection, both).accounts
    assert whole[0].blast.messages
    bare = [replace(one, blast=Blast(), bad_networks=(), own=(), last_bad=both[1].last_time) for one in whole[:1]]
    assert verdicts(both, first_logins(connection, [ANNA])) == (*bare, *whole[1:])
    assert verdicts(both, {}, ["CARL@example.org"]) == whole[1:]


def test_deeds_are_the_mails_that_the_blast_counts() -> None:
    connection = story()
    connection.execute("update messages set ended = null, end_time = null where sender = 'x1@example.com'")
    [anna] = judge(connection, findings()).accounts
    mine = deeds(connection, findings())[ANNA]
    assert [deed.time for deed in mine] == [NIGHT + n * 60 * SECOND for n in range(6)]
    assert sum(deed.recipients for deed in mine) == anna.blast.recipients
    assert sum(deed.end_time is None for deed in mine) == anna.blast.queued == 3
    assert deeds(connection, []) == {}


def test_accounts_and_quiet_ones() -> None:
    connection = story()
    insert(connection, "logins", [login(BEGIN, "carl@example.org"), login(BEGIN + 13 * DAY, "dora@example.org")])
    both = [*findings(), access(20, key="carl@example.org")]
    judged = judge(connection, both)
    assert [(a.account, a.verdict) for a in judged.accounts] == [
        (ANNA, Verdict.COMPROMISED),
        ("carl@example.org", Verdict.CLEAN),
    ]
    assert judged.accounts[1].first_bad is None
    assert judged.quiet == ("dora@example.org",)
    assert judge(connection, [], since=BEGIN + 13 * DAY).quiet == (ANNA, "dora@example.org")
    assert [a.account for a in judge(connection, both, accounts=["Carl@example.org"]).accounts] == ["carl@example.org"]


def test_worst_incident_tells() -> None:
    early = access(60, "early", time=BEGIN)
    [anna] = judge(story(), [early, *findings()]).accounts
    assert [span.verdict for span in anna.incidents] == [Verdict.SUSPICIOUS, Verdict.COMPROMISED]
    assert anna.first_bad == NIGHT
    assert "early" not in [reason.detector for reason in anna.reasons]


def test_reasons_are_grouped_by_detector() -> None:
    repeated = [use(50 + n, time=NIGHT + n) for n in range(4)]
    weak = access(20, time=NIGHT - DAY)
    [anna] = judge(story(), [*repeated, access(60, time=NIGHT), weak]).accounts
    first, second = anna.reasons
    assert (first.detector, second.detector, second.count, second.points) == ("odd_access", "odd_use", 4, 53)
    assert (first.count, first.first) == (1, NIGHT), "the weak one is no part of the sentence"
    assert (second.first, second.last, second.text) == (NIGHT, NIGHT + 3, "odd_use says 53")


def test_attackers() -> None:
    connection = story()
    failed = {**AWAY, "attempts": 3, "account": ANNA}
    insert(connection, "failures", [{"time": NIGHT - n * HOUR, **failed} for n in range(1, 4)])
    insert(connection, "failures", [{"time": NIGHT, **HOME, "attempts": 1, "account": "gone@example.org"}])
    tried = [attack(40, LAGOS), attack(30, LAGOS, "password_spraying"), attack(20, HOME["ip_net"])]
    lagos, home = judge(connection, [*findings(), *tried]).attackers
    assert (lagos.network, lagos.failures, lagos.accounts, lagos.addresses, lagos.country) == (LAGOS, 9, 1, 1, "NG")
    assert (lagos.owners, home.owners) == ((), (ANNA,)), "the owner's network is named as such"
    assert (lagos.first, lagos.last, lagos.points) == (NIGHT - 3 * HOUR, NIGHT - HOUR, 40)


def test_server() -> None:
    leak = Finding("credentials_in_log", "server", "server", "access", BEGIN, BEGIN, 50, "leak", (Line(0, 4),))
    [found] = judge(empty_tables(), [leak]).server
    assert (found.detector, found.evidence) == ("credentials_in_log", (Line(0, 4),))


def test_visible() -> None:
    connection = empty_tables()
    assert not visible(connection)
    insert(connection, "messages", [{"time": BEGIN, "origin": "network"}])
    assert not visible(connection), "mail from other servers tells nothing of accounts"
    insert(connection, "failures", [{"time": BEGIN}])
    assert visible(connection)


def test_moments() -> None:
    connection = story(sent=30)
    [anna] = judge(connection, findings(30)).accounts
    all_of_them = moments(connection, [anna])[ANNA]
    assert (len(all_of_them), sum(m.bad for m in all_of_them)) == (14 * 2 + 1 + 30, 30)
    thinned = moments(connection, [anna], limit=10)[ANNA]
    assert 6 <= len(thinned) <= 10
    assert sum(m.logins for m in thinned) == len(all_of_them)
    assert sum(m.logins for m in thinned if m.bad) == 30
    assert {m.country for m in thinned if m.bad} == {"NG"}
    assert sum(m.messages for m in thinned) == sum(m.messages for m in all_of_them) == 14 + 1 + 30
    assert [m.time for m in thinned] == sorted(m.time for m in thinned)
    assert moments(connection, [anna], since=NIGHT, until=NIGHT + 1)[ANNA][0].recipients == 2


def test_moments_of_several_accounts_stay_apart() -> None:
    connection = story(sent=30)
    clean = "bert@example.org"
    insert(connection, "logins", [login(NIGHT + HOUR, clean, AWAY, line=10**9 + 1)])
    judged = judge(connection, [*findings(30), access(10, time=NIGHT, key=clean)]).accounts
    drawn = moments(connection, judged)
    assert {account: (len(mine), sum(m.bad for m in mine)) for account, mine in drawn.items()} == {
        ANNA: (14 * 2 + 1 + 30, 30),
        clean: (1, 0),
    }
    assert drawn[ANNA] == moments(connection, judged[:1])[ANNA]
    assert moments(connection, []) == {}
