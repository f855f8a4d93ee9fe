"""Does Dovecot itself accept what it is told, in the language of each version?"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from lab.dovecot import dovecot_conf
from lab.namespaces import refused, unshare
from lab.place import Place

TRIXIE = Path(__file__).parents[2] / ".lab/trixie"
# $1 is the root folder, $2 the one that holds the file; doveconf of 2.4 does not run without /dev/null.
_IN_ROOT = 'mount --rbind /dev "$1/dev"; mount --bind "$2" "$1/mnt"; exec chroot "$1" doveconf -n -c /mnt/dovecot.conf'

# What must come through, besides the settings whose names differ: `doveconf -n` tells what is not the default.
_BOTH = (
    "protocols = imap pop3 lmtp sieve",
    "auth_mechanisms = plain login",
    "auth_verbose = yes",
    "base_dir = /srv/lab/dovecot/run",
    "state_dir = /srv/lab/dovecot/state",
    "unix_listener /srv/lab/queue/private/auth {",
    "unix_listener /srv/lab/queue/private/dovecot-lmtp {",
    "unix_listener anvil-auth-penalty {",
    "service managesieve-login {",
)

needs_doveconf = pytest.mark.skipif(
    shutil.which("doveconf") is None, reason="there is no `doveconf` to ask (Debian package dovecot-core)"
)
needs_trixie = pytest.mark.skipif(
    not TRIXIE.is_dir() or refused() is not None,
    reason=refused() or f"no Dovecot 2.4 to ask: {TRIXIE} is missing (`python tests/lab/debian_root.py trixie`)",
)


def installed(text: str, folder: Path) -> subprocess.CompletedProcess[str]:
    file = folder / "dovecot.conf"
    file.write_text(text)
    return subprocess.run(["doveconf", "-n", "-c", str(file)], capture_output=True, text=True)


def trixie(text: str, folder: Path) -> subprocess.CompletedProcess[str]:
    (folder / "dovecot.conf").write_text(text)
    command = [*unshare(), "sh", "-ec", _IN_ROOT, "sh", str(TRIXIE), str(folder)]
    return subprocess.run(command, capture_output=True, text=True)


@needs_doveconf
def test_the_installed_dovecot_accepts_it(tmp_path: Path) -> None:
    version = Place(Path("/")).version("dovecot")
    done = installed(dovecot_conf(version, "/srv/lab", auth_verbose=True, environment=["LD_PRELOAD"]), tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    told = {line.strip() for line in done.stdout.splitlines()}
    assert told >= set(_BOTH)
    if version < (2, 4):
        assert told >= {"import_environment = TZ LD_PRELOAD", "args = uid=5000 gid=5000 home=/srv/lab/mail/%u"}


@needs_doveconf
def test_the_installed_dovecot_would_refuse_what_it_does_not_know(tmp_path: Path) -> None:
    text = dovecot_conf(Place(Path("/")).version("dovecot"), "/srv/lab")
    assert "nonsense" in installed(text + "nonsense = yes\n", tmp_path).stderr


@needs_trixie
def test_dovecot_2_4_accepts_it(tmp_path: Path) -> None:
    done = trixie(dovecot_conf((2, 4), "/srv/lab", auth_verbose=True, environment=["LD_PRELOAD"]), tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    told = {line.strip() for line in done.stdout.splitlines()}
    assert told >= {*_BOTH, "LD_PRELOAD = %{env:LD_PRELOAD}", "home = /srv/lab/mail/%{user}", "path = ~/sieve"}


@needs_trixie
def test_dovecot_2_4_would_refuse_the_language_of_2_3(tmp_path: Path) -> None:
    done = trixie(dovecot_conf((2, 3), "/srv/lab"), tmp_path)
    assert done.returncode != 0
    assert "dovecot_config_version" in done.stderr


@pytest.mark.parametrize("version", [(2, 3), (2, 4)])
def test_failures_are_explained_only_where_that_is_wanted(version: tuple[int, int]) -> None:
    assert "auth_verbose = no\n" in dovecot_conf(version, "/srv/lab")
    assert "auth_verbose = yes\n" in dovecot_conf(version, "/srv/lab", auth_verbose=True)
