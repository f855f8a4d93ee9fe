"""Is a detector file read strictly, and does every mistake in it name its file and line?"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from detect.shipped import NAMES, shipped
from postwarden.detect.detector import DetectorError, Limit, read

GOOD = """-- asks     = "Who logs in at all?"
-- key      = "account"
-- axis     = "access"
-- attack   = "T1078"
-- weight   = 0.5
-- lookback = "2 days"
-- tells    = "{account} logged in"
-- [limits]
-- least = 1                     # once is enough

select account, time, source, line
from logins
where length(account) >= $least
order by account, time, source, line
"""


def written(folder: Path, text: str, name: str = "mine.sql") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def error_of(folder: Path, text: str) -> DetectorError:
    with pytest.raises(DetectorError) as caught:
        read(written(folder, text))
    return caught.value


def test_good_file(tmp_path: Path) -> None:
    detector = read(written(tmp_path, GOOD))
    assert (detector.name, detector.card.weight, detector.lookback_s) == ("mine", 0.5, 172_800)
    assert [(limit.name, limit.value, limit.reason) for limit in detector.limits] == [("least", 1, "once is enough")]
    assert detector.first_line == 11


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("-- weight ", "-- wieght ", 5, "did you mean 'weight'"),
        ("0.5", "1.5", 5, "weight"),
        ('"account"', '"acount"', 2, "key"),
        ('"access"', '"acces"', 3, "axis"),
        ("T1078", "1078", 4, "attack"),
        ("2 days", "two days", 6, "lookback"),
        ('"{account} logged in"', '"unclosed', 7, "header"),
        ("$least", "$leest", 11, "did you mean 'least'"),
        ("$least", "1", 1, "'least' is not used"),
        ("select account", "delete from logins; select account", 11, "one SELECT statement, found 2"),
        ("select account, time, source, line\nfrom logins", "selekt account\nfrom logins", 11, "syntax error"),
    ],
)
def test_mistakes_name_their_line(tmp_path: Path, old: str, new: str, line: int, says: str) -> None:
    error = error_of(tmp_path, GOOD.replace(old, new))
    assert (error.line, error.path.name) == (line, "mine.sql")
    assert says in error.text


@pytest.mark.parametrize(
    "statement",
    [
        "copy logins to '/tmp/stolen.csv'",
        "attach '/tmp/other.db'",
        "install httpfs",
        "pragma version",
        "create table mine as select 1",
        "set threads = 1",
        "insert into logins select * from logins",
        "drop table logins",
        "",
    ],
)
def test_only_one_select(tmp_path: Path, statement: str) -> None:
    header = GOOD.split("-- [limits]")[0]
    assert "SELECT" in error_of(tmp_path, f"{header}\n{statement}\n").text


def test_no_header(tmp_path: Path) -> None:
    assert "no header" in error_of(tmp_path, "select 1").text


def test_missing_key_is_named(tmp_path: Path) -> None:
    assert "attack" in error_of(tmp_path, GOOD.replace('-- attack   = "T1078"\n', "")).text


def test_unreadable_and_badly_named_files(tmp_path: Path) -> None:
    (tmp_path / "binary.sql").write_bytes(b"\xff\xfe")
    for path, says in ((tmp_path / "binary.sql", "cannot be read"), (tmp_path / "gone.sql", "cannot be read")):
        with pytest.raises(DetectorError, match=says):
            read(path)
    with pytest.raises(DetectorError, match="named like"):
        read(written(tmp_path, GOOD, "My Detector.sql"))


@pytest.mark.parametrize(
    ("value", "least", "most"),
    [(5, 0, 1_000_000), (2.5, 0, 1_000_000), (0.5, 0, 1), (1, 0, 1_000_000), (-3, -3, 1_000_000)],
)
def test_a_share_stays_a_share(value: float, least: float, most: float) -> None:
    assert Limit("name", value, "reason").range == (least, most)


@pytest.mark.parametrize("name", NAMES)
def test_shipped_limits_have_reasons(name: str) -> None:
    detector = shipped(name)
    assert [limit.name for limit in detector.limits if not limit.reason] == []
    assert detector.card.asks.endswith("?")
    assert detector.sql.rstrip().splitlines()[-1].startswith("order by")
    assert re.search(r"(\w\.)?time, (\w\.)?source, (\w\.)?line", detector.sql.rstrip().splitlines()[-1])
