"""Does the engine ask safely, in a fixed order, and within the window that it was given?"""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from detect.shipped import NAMES, shipped
from detect.tables import AWAY, BEGIN, DAY, HOUR, empty_tables, history, insert, login
from pipeline import tables_from_files
from postwarden.app.check import DEMO
from postwarden.app.lists import fill_lists
from postwarden.detect import engine, window
from postwarden.detect.detector import Detector, DetectorError, read
from postwarden.model.findings import Line
from postwarden.model.settings import DEFAULTS, Settings
from postwarden.model.values import Country

HEADER = """-- asks     = "Who?"
-- key      = "{key}"
-- axis     = "access"
-- attack   = "T1078"
-- weight   = 0.5
-- lookback = "1 day"
-- tells    = "{tells}"

"""
LOGINS = "select account, time, source, line from logins order by account, time, source, line"


def detector(folder: Path, sql: str, *, tells: str = "seen", key: str = "account", name: str = "mine") -> Detector:
    path = folder / f"{name}.sql"
    path.write_text(HEADER.replace("{key}", key).replace("{tells}", tells) + sql, encoding="utf-8")
    return read(path)


@pytest.mark.parametrize("name", NAMES)
def test_shipped_detectors_find_nothing_in_empty_tables(name: str) -> None:
    assert engine.run(empty_tables(), [shipped(name)]) == []


@pytest.mark.parametrize(
    ("sql", "says"),
    [
        ("select * from read_csv('/etc/passwd')", "disabled"),
        ("select content from read_text('/etc/passwd')", "disabled"),
        ("select * from glob('/etc/*')", "disabled"),
        ("with x as (insert into logins (account) values ('eve') returning account) select * from x", "read-only"),
        ("with x as (delete from stays returning account) select * from x", "read-only"),
        ("select * from enable_logging()", "locked"),
        ("select account, time, source, line, nothing from logins", "nothing"),
        ("select account, time from logins", "must return line"),
        ("select account::blob as account, time, source, line from logins", "account must be a text"),
        ("select account, time, source, line, 'much' as strength from logins", "strength must be a number"),
        ("select account, time, source, line, line as lines from logins", "lines must be a list"),
    ],
)
def test_errors_of_a_users_detector(tmp_path: Path, sql: str, says: str) -> None:
    connection = empty_tables()
    history(connection, 2)
    errors: list[DetectorError] = []
    good = detector(tmp_path, LOGINS, name="good")
    found = engine.run(connection, [detector(tmp_path, sql), good], failed=errors.append)
    assert [(error.path.name, error.line) for error in errors] == [("mine.sql", 9)]
    assert says in errors[0].text
    assert {f.detector for f in found} == {"good"}
    assert connection.execute("select count(*) from logins").fetchone() == (2,)


def test_an_error_without_a_listener_is_raised(tmp_path: Path) -> None:
    with pytest.raises(DetectorError, match="nowhere"):
        engine.run(empty_tables(), [detector(tmp_path, "select * from nowhere")])


@pytest.mark.parametrize(
    ("sql", "says"),
    [
        ("select sum(hash(a.i, b.i)) from range(9999999) a(i), range(9999999) b(i)", "no answer within 0.3 seconds"),
        (
            "select 'x' as account, i as time, 0 as source, 1 as line from range(1000001) t(i)",
            "more than 1,000,000 rows",
        ),
    ],
)
def test_a_detector_without_end_does_not_stop_the_check(tmp_path: Path, sql: str, says: str) -> None:
    errors: list[DetectorError] = []
    connection = empty_tables()
    history(connection, 1)
    asked = [detector(tmp_path, sql), detector(tmp_path, LOGINS, name="other")]
    found = engine.run(connection, asked, failed=errors.append, patience_s=0.3 if "answer" in says else 60)
    assert says in errors[0].text
    assert [f.detector for f in found] == ["other"]


def test_a_sql_error_names_the_line_of_the_file(tmp_path: Path) -> None:
    with pytest.raises(DetectorError) as caught:
        engine.run(empty_tables(), [detector(tmp_path, "select account\nfrom logins\nwhere nonsense > 1")])
    assert caught.value.line == 11


def test_window(tmp_path: Path) -> None:
    connection = empty_tables()
    history(connection, 10)
    mine = detector(tmp_path, LOGINS)
    found = engine.run(connection, [mine], since=BEGIN + 3 * DAY, until=BEGIN + 5 * DAY)
    assert [f.time for f in found] == [BEGIN + 3 * DAY + 8 * HOUR, BEGIN + 4 * DAY + 8 * HOUR]
    assert len(engine.run(connection, [mine])) == 10, "the window is closed again"


def test_nothing_after_until_is_looked_at(tmp_path: Path) -> None:
    connection = empty_tables()
    mail = {"account": "anna@example.org", "queue_id": "A1B2C3", "ended": "removed"}
    insert(connection, "messages", [{"time": BEGIN, "end_time": BEGIN + DAY, **mail}])
    sql = "select account, time, source, line, ended, end_time from messages"
    [found] = engine.run(connection, [detector(tmp_path, sql)], until=BEGIN + HOUR)
    assert (found.facts["ended"], found.facts["end_time"]) == (None, None)


def test_what_later_lines_tell_of_a_mail_is_not_known_before(tmp_path: Path) -> None:
    connection = empty_tables()
    mail = {"account": "anna@example.org", "queue_id": "A1B2C3", "sender": "boss@example.net", "recipients": 2}
    insert(connection, "messages", [{"time": BEGIN, "told_time": BEGIN + HOUR, **mail}])
    mine = detector(tmp_path, "select account, time, source, line, sender, recipients from messages")
    [early] = engine.run(connection, [mine], until=BEGIN + HOUR)
    [late] = engine.run(connection, [mine], until=BEGIN + HOUR + 1)
    told = [(f.facts["sender"], f.facts["recipients"]) for f in (early, late)]
    assert told == [(None, None), ("boss@example.net", 2)]


def test_a_connection_is_not_known_before_it_ends(tmp_path: Path) -> None:
    connection = empty_tables()
    insert(connection, "connections", [{"time": BEGIN, "end_time": BEGIN + HOUR, "ip": AWAY["ip"], "auth_ok": 1}])
    mine = detector(tmp_path, "select ip as account, time, source, line from connections")
    assert engine.run(connection, [mine], until=BEGIN + HOUR) == []
    assert len(engine.run(connection, [mine], until=BEGIN + HOUR + 1)) == 1


def test_history_before_since_is_the_baseline() -> None:
    connection = empty_tables()
    history(connection, 12)
    insert(connection, "logins", [login(BEGIN + 12 * DAY, origin=AWAY)])
    shipped = [one for one in engine.load() if one.name == "new_origin"]
    assert len(engine.run(connection, shipped, since=BEGIN + 11 * DAY)) == 1


def test_home_countries_are_no_news_and_others_are_without_history() -> None:
    connection = empty_tables()
    history(connection, 12)
    insert(connection, "logins", [login(BEGIN + 12 * DAY, origin=AWAY), login(BEGIN, "new@example.org", AWAY)])
    shipped = [one for one in engine.load() if one.name in ("new_origin", "impossible_travel")]

    def found() -> list[tuple[str, str]]:
        return [(f.key, f.text.split(":")[0]) for f in engine.run(connection, shipped)]

    assert found() == [("anna@example.org", "first login ever from the country NG")]
    fill_lists(connection, Settings(home_countries=(Country("DE"), Country("NG"))))
    assert found() == [("anna@example.org", "first login ever from the provider Lagoon Cable")]
    fill_lists(connection, Settings(home_countries=(Country("DE"),)))
    assert found()[1] == ("new@example.org", "first login ever from outside the home countries")


def test_order_and_threads(tmp_path: Path) -> None:
    found = []
    for threads in (1, 2):
        connection = empty_tables(threads)
        rows = [login(BEGIN, f"user{n % 7}@example.org", source=n % 3, line=99 - n) for n in range(60)]
        insert(connection, "logins", rows if threads == 1 else rows[::-1])
        found.append(engine.run(connection, [detector(tmp_path, LOGINS), detector(tmp_path, LOGINS, name="other")]))
    assert found[0] == found[1]
    order = [(f.key, f.time, f.evidence[0].source, f.evidence[0].line, f.detector) for f in found[0]]
    assert order == sorted(order)


def test_finding(tmp_path: Path) -> None:
    connection = empty_tables()
    insert(connection, "logins", [login(BEGIN, line=7)])
    sql = (
        "select account, time, source, line, time + 5 as last_time, 0.5 as strength, 1 as n, null as gone, "
        "['a', 'b'] as both, [{'source': 2, 'line': 3}] as evidence, [4, 7] as lines from logins"
    )
    [found] = engine.run(connection, [detector(tmp_path, sql, tells="{n:time|times} {gone} {both} {time:d}")])
    assert (found.points, found.text, found.attack) == (25.0, f"1 time unknown a, b {BEGIN}", "T1078")
    assert found.evidence == (Line(2, 3), Line(0, 4), Line(0, 7))
    assert (found.time, found.last_time, found.kind, found.axis) == (BEGIN, BEGIN + 5, "account", "access")


@pytest.mark.parametrize("tells", ["{nobody}", "{account.__class__}", "{account:d}"])
def test_wording_that_does_not_fit(tmp_path: Path, tells: str) -> None:
    connection = empty_tables()
    history(connection, 1)
    with pytest.raises(DetectorError, match="tells"):
        engine.run(connection, [detector(tmp_path, LOGINS, tells=tells)])


def test_limits_of_the_administrator() -> None:
    connection = empty_tables()
    failed = {"ip_net": AWAY["ip_net"], "internal": False, "attempts": 1, "cause": "credentials"}
    insert(connection, "failures", [{"time": BEGIN + n, **failed} for n in range(6)])
    shipped = engine.load()
    assert engine.run(connection, shipped) == []
    assert [f.detector for f in engine.run(connection, shipped, {"brute_force": {"day": 5}})] == ["brute_force"]
    for limits, says in (
        ({"brute_farce": {"day": 5}}, "did you mean 'brute_force'"),
        ({"brute_force": {"dax": 5}}, "dax"),
    ):
        with pytest.raises(DetectorError, match=says):
            engine.run(connection, shipped, limits)


@pytest.fixture(scope="module")
def demo_tables(tmp_path_factory: pytest.TempPathFactory) -> duckdb.DuckDBPyConnection:
    logs = [Path(str(DEMO / name)) for name in ("mail.log.2.gz", "mail.log.1", "mail.log")]
    return tables_from_files(logs, tmp_path_factory.mktemp("demo")).connection


def test_asked_alone_a_detector_says_what_it_says_among_others(demo_tables: duckdb.DuckDBPyConnection) -> None:
    together = engine.run(demo_tables, engine.load())
    for one in engine.load():
        alone = engine.run(demo_tables, [one])
        assert alone == [finding for finding in together if finding.detector == one.name], one.name


@pytest.mark.parametrize("name", NAMES)
def test_every_limit_may_be_moved_to_both_ends_and_be_broken(name: str, demo_tables: duckdb.DuckDBPyConnection) -> None:
    detector = shipped(name)
    for limit in detector.limits:
        for value in (*limit.range, limit.value + 0.5):
            engine.run(demo_tables, [detector], {name: {limit.name: value}})


def test_users_folder(tmp_path: Path) -> None:
    detector(tmp_path, LOGINS)
    detector(tmp_path, LOGINS, name="brute_force")
    (tmp_path / "broken.sql").write_text("select 1", encoding="utf-8")
    errors: list[DetectorError] = []
    loaded = engine.load([tmp_path], failed=errors.append)
    assert {"mine", "brute_force"} <= {one.name for one in loaded}
    assert [error.path.name for error in errors] == ["broken.sql", "brute_force.sql"]
    assert "is taken by" in errors[1].text
    with pytest.raises(DetectorError):
        engine.load([tmp_path])


def test_costs_are_told() -> None:
    costs: list[engine.Cost] = []
    shipped = engine.load()
    engine.run(empty_tables(), shipped, profile=costs.append)
    summaries = [cost.name for cost in costs if cost.findings is None]
    assert {"stays", "arrivals", "sent_hours"} <= set(summaries) <= set(window.SUMMARIES)
    assert [cost.name for cost in costs] == [*summaries, *(one.name for one in shipped)]


def test_summaries_are_gone_afterwards() -> None:
    connection = empty_tables()
    fill_lists(connection, DEFAULTS)
    before = connection.execute("select table_name from duckdb_tables() order by 1").fetchall()
    engine.run(connection, engine.load(), until=BEGIN)
    assert connection.execute("select table_name from duckdb_tables() order by 1").fetchall() == before
    assert connection.execute("select count(*) from duckdb_views() where not internal").fetchone() == (0,)
