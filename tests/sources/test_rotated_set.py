"""Are the files of a rotated log found, in order, and is it noticed when they change?"""

from __future__ import annotations

import gzip
from dataclasses import replace
from pathlib import Path

import pytest

from postwarden.sources.rotated_set import Moved, live_member, members_of, open_member, steady


@pytest.fixture
def log(tmp_path: Path) -> Path:
    for name in ("mail.log", "mail.log.1", "mail.log.2", "mail.log.10.gz", "mail.info", "mail.log.3.bak"):
        (tmp_path / name).write_text(name)
    return tmp_path / "mail.log"


def names(log: Path) -> list[str]:
    return [Path(member.name).name for member in members_of(str(log))]


def test_the_oldest_comes_first_and_the_live_log_last(log: Path) -> None:
    assert names(log) == ["mail.log.10.gz", "mail.log.2", "mail.log.1", "mail.log"]
    assert [member.is_live for member in members_of(str(log))] == [False, False, False, True]


def test_a_file_beside_the_one_that_it_is_packed_from_is_left_out(log: Path) -> None:
    log.with_name("mail.log.2.gz").write_bytes(gzip.compress(b"mail")[:5])
    assert "mail.log.2.gz" not in names(log)
    log.with_name("mail.log.2").unlink()
    assert names(log)[1] == "mail.log.2.gz"


def test_a_link_is_followed_to_the_folder_where_the_log_is(log: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    link = tmp_path / "elsewhere" / "postfix.log"
    link.symlink_to(log)
    assert members_of(str(link)) == members_of(str(log))


def test_what_is_no_file_is_no_member(log: Path) -> None:
    log.unlink()
    log.mkdir()
    log.with_name("mail.log.3").symlink_to("nowhere")
    assert names(log) == ["mail.log.10.gz", "mail.log.2", "mail.log.1"]
    assert live_member(str(log)) is None
    assert live_member(str(log / "below" / "mail.log")) is None
    assert members_of(str(log / "below" / "mail.log")) == ()


def test_a_file_is_opened_only_while_it_bears_its_name(log: Path) -> None:
    member = members_of(str(log))[2]
    log.with_name("mail.log.2").rename(member.name)
    with pytest.raises(Moved):
        open_member(member)
    Path(member.name).unlink()
    with pytest.raises(Moved):
        open_member(member)


def test_an_inode_is_the_same_file_only_as_long_as_it_is_open_or_unchanged(log: Path) -> None:
    members = members_of(str(log))
    steady(str(log), members, [])
    changed = [(replace(one, size=1), replace(one, modified_ns=1)) for one in (members[0], members[-1])]
    for oldest, live in zip(*changed, strict=True):
        with pytest.raises(Moved):
            steady(str(log), (oldest, *members[1:]), [])
        steady(str(log), (oldest, *members[1:]), [oldest.identity])
        steady(str(log), (*members[:-1], live), [])
    with pytest.raises(Moved):
        steady(str(log), members[1:], [])
