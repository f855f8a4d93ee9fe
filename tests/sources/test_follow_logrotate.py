"""Is a log followed over what logrotate really does?"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from postwarden.sources.follow import Follower
from postwarden.sources.position import Position

LOGROTATE = shutil.which("logrotate", path="/usr/sbin:/sbin:/usr/bin:/bin")
pytestmark = pytest.mark.skipif(LOGROTATE is None, reason="logrotate is not installed: apt-get install logrotate")

MODES = {
    "rename": "create",
    "rename without create": "nocreate",
    "rename and gzip": "create\ncompress",
    "rename and gzip a rotation later": "create\ncompress\ndelaycompress",
    "rename to a date": "create\ncompress\ndelaycompress\ndateext\ndateformat -%Y%m%d-%s",
    "rename between stem and extension": "create\nextension .log",
    "rename and pack with xz": f"create\ncompress\ncompresscmd {shutil.which('xz')}\ncompressext .xz",
    "copy and truncate": "copytruncate",
    "copy, truncate and gzip": "copytruncate\ncompress",
    "copy, truncate and gzip a rotation later": "copytruncate\ncompress\ndelaycompress",
}


class Rotated:
    """A log, a program that writes to it, and its rotation."""

    def __init__(self, folder: Path, mode: str) -> None:
        self.log = folder / "mail.log"
        self.written = b""
        self._config = folder / "rotate.conf"
        self._config.write_text(f"{self.log} {{\nrotate 9\nmissingok\n{MODES[mode]}\n}}\n")
        self._config.chmod(0o644)
        self.reopen()

    def write(self, count: int) -> None:
        for _ in range(count):
            text = b"Nov 20 23:26:59 mail postfix/qmgr[210]: %08X: removed\n" % len(self.written)
            self._writer.write(text)
            self.written += text

    def rotate(self) -> None:
        state = self._config.with_name("state")
        done = subprocess.run(
            [str(LOGROTATE), "--force", "--state", state, self._config], capture_output=True, text=True, check=False
        )
        assert (done.returncode, done.stderr) == (0, "")

    def reopen(self) -> None:
        self._writer = self.log.open("ab", buffering=0)

    def close(self) -> None:
        self._writer.close()


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("looks", ["before", "between", "after", "often", "never"])
@pytest.mark.parametrize("restarted", [False, True])
def test_nothing_is_lost_and_nothing_given_twice(tmp_path: Path, mode: str, looks: str, restarted: bool) -> None:
    if "None" in MODES[mode]:
        pytest.skip("xz is not installed: apt-get install xz-utils")
    tmp_path.chmod(0o700)
    rotated = Rotated(tmp_path, mode)
    follower = Follower(rotated.log)
    given = b""
    dated = "date" in mode

    def look(*moments: str) -> None:
        nonlocal follower, given
        if looks not in moments:
            return
        if restarted and follower.position:
            follower.close()
            follower = Follower(rotated.log, Position.from_json(follower.position.to_json()))
        given += b"".join(appended.text for appended in follower.read())
        assert follower.problems == ()

    for _ in range(1 if dated else 4):  # the names of two rotations within a second would be the same
        rotated.write(30)
        look("before", "often")
        rotated.write(3)
        rotated.rotate()
        look("often")
        if "compress" not in MODES[mode] or "delaycompress" in MODES[mode]:
            rotated.write(2)  # into a file that is packed already they would be lost for everybody
        look("between", "often")
        rotated.close()
        rotated.reopen()
        look("often")
        rotated.write(1)
        look("after", "often")
    looks = "often"
    look("often")
    rotated.close()
    follower.close()
    assert given == rotated.written
