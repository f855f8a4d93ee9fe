"""Are databases found, described and refused as they should be?"""

from __future__ import annotations

import socket
from datetime import date
from pathlib import Path

import mmdb_writer
import pytest

from enrich.databases import make
from postwarden.enrich import databases
from postwarden.enrich.databases import DOCUMENTATION, SHIPPED, Database, DatabaseError
from postwarden.enrich.places import Places

TODAY = date(2026, 11, 21)
GERMANY = {"192.0.2.0/24": {"country_code": "DE"}}
NOVEMBER_20 = 1_795_132_800


@pytest.fixture(autouse=True)
def nothing_installed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The machine's own databases are not the test's."""
    folder = tmp_path / "GeoIP"
    folder.mkdir()
    monkeypatch.setattr(databases, "FOLDERS", (folder, tmp_path / "absent"))
    return folder


def test_name_date_and_age_are_told(tmp_path: Path) -> None:
    path = make(tmp_path / "some.mmdb", GERMANY, built=NOVEMBER_20)
    assert Places([path], shipped=False).descriptions(TODAY) == (f"{path}, 2026-11-20, 1 day old",)


def test_the_shipped_table_is_called_by_its_name() -> None:
    (said,) = Places().descriptions(TODAY)
    built = Database(SHIPPED).built
    assert said == f"country table shipped with postwarden, {built}, {(TODAY - built).days} days old"


def test_data_from_the_future_is_not_minus_days_old(tmp_path: Path) -> None:
    path = make(tmp_path / "some.mmdb", GERMANY, built=NOVEMBER_20)
    assert Database(path).described(date(2026, 1, 1)).endswith("0 days old")


def test_databases_of_the_machine_are_found_and_asked_before_the_shipped_table(nothing_installed: Path) -> None:
    make(nothing_installed / "asn.mmdb", {"203.0.113.0/24": {"country_code": "NG", "asn": "AS65536"}})
    places = Places()
    assert [said.split(",")[0] for said in places.descriptions()] == [
        str(nothing_installed / "asn.mmdb"),
        "country table shipped with postwarden",
    ]
    assert places.place("203.0.113.1").country == "NG"


def test_a_broken_database_of_the_machine_is_told_of_and_left_out(nothing_installed: Path) -> None:
    (nothing_installed / "broken.mmdb").write_bytes(b"rubbish")
    said = Places().descriptions()
    assert len(said) == 2
    assert said[1].startswith(f"left out: {nothing_installed / 'broken.mmdb'}: is no MMDB file: expected")


@pytest.mark.parametrize("content", [b"", b"192.0.2.0/24 DE\n", b"\0" * 5000])
def test_a_file_that_is_no_database_is_refused_by_name(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(content)
    with pytest.raises(DatabaseError, match=r"table\.csv: is no MMDB file: expected a database such as GeoLite2-City"):
        Places([path])


def test_a_missing_file_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(DatabaseError, match=r"absent\.mmdb: cannot be read: No such file"):
        Places([tmp_path / "absent.mmdb"])


def test_a_cut_off_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "cut.mmdb"
    path.write_bytes(DOCUMENTATION.read_bytes()[:3000])
    with pytest.raises(DatabaseError, match=r"cut\.mmdb"):
        Places([path])


def damaged(folder: Path) -> Path:
    path = make(folder / "damaged.mmdb", GERMANY)
    content = path.read_bytes()
    at = content.index(b"\x4ccountry_code")
    path.write_bytes(content[:at] + b"\x5f" + content[at + 1 :])
    return path


def test_a_damaged_file_that_nobody_named_is_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = damaged(tmp_path)
    monkeypatch.setattr("postwarden.enrich.databases.FOLDERS", (tmp_path,))
    places = Places()
    assert places.place("192.0.2.1").ip_net == "192.0.2.0/24"
    assert f"left out: {path}: damaged: fetch the database again" in places.descriptions()


def test_a_damaged_record_is_an_error_that_names_the_file(tmp_path: Path) -> None:
    path = damaged(tmp_path)
    with pytest.raises(DatabaseError, match=r"damaged\.mmdb: damaged: fetch the database again"):
        Places([path], shipped=False).place("192.0.2.1")


def test_the_shipped_table_covers_the_public_addresses() -> None:
    places = Places()
    sample = [f"{first}.{second}.7.7" for first in range(1, 224) for second in range(3, 256, 16)]
    outside = [place for place in map(places.place, sample) if not place.internal]
    assert len(outside) > 3000
    assert sum(place.country is not None for place in outside) / len(outside) > 0.9
    assert len({place.country for place in outside}) > 80


def test_the_shipped_table_covers_ipv6() -> None:
    places = Places()
    sample = [
        f"2{block:03x}:{rest:x}::1" for block in (0xA00, 0xA01, 0x600, 0x400, 0x800) for rest in range(0x100, 0x900, 16)
    ]
    assert sum(places.place(ip).country is not None for ip in sample) / len(sample) > 0.5


FOUR = {
    "192.0.2.0/25": {"asn": 1},
    "192.0.2.200": {"asn": 2},
    "203.0.113.0/28": {"asn": 3},
    "2001:db8:40::/42": {"asn": 4},
}
WIDE = {"0.0.0.0/8": {"bulk": bytes(2**24)}}  # pushes all other records behind what 24 bits can point to


@pytest.mark.parametrize(("record_size", "records"), [(24, FOUR), (28, WIDE | FOUR), (32, WIDE | FOUR)])
def test_addresses_with_one_number_share_a_record(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, record_size: int, records: dict[str, dict[str, object]]
) -> None:
    monkeypatch.setattr(mmdb_writer.TreeWriter, "_adjust_record_size", lambda tree: _resize(tree, record_size))
    database = Database(make(tmp_path / "sized.mmdb", records))
    seen: dict[int, object] = {}
    for number in range(256):
        for ip in (f"192.0.2.{number}", f"203.0.{number}.1", f"2001:db8:{number:x}::1", f"2001:db8::{number:x}:1"):
            record = database.record(ip)
            family = socket.AF_INET6 if ":" in ip else socket.AF_INET
            assert seen.setdefault(database.find(socket.inet_pton(family, ip)), record) == record
    assert sorted(map(str, seen.values())) == ["None", *(str(record) for record in FOUR.values())]


def _resize(tree: mmdb_writer.TreeWriter, record_size: int) -> None:
    tree.record_size = record_size
