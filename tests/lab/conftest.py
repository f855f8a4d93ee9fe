"""What do the tests of the lab need? Debian's servers and namespaces; where those are missing, that is said."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

from lab.namespaces import refused
from lab.place import Place
from lab.playing import Played, play_once, release

_PROGRAMS = ("postfix", "dovecot", "rsyslogd", "openssl", "ip", "unshare", "nsenter", "setpriv")
_PACKAGES = "postfix dovecot-imapd dovecot-pop3d dovecot-lmtpd dovecot-managesieved dovecot-sieve rsyslog libfaketime"
_PARAMETERS = "scenario", "story"  # as tests call the name of one


def missing() -> str | None:
    """Why no lab can be started here, if so."""
    if release() == "installed":
        lacking = [name for name in _PROGRAMS if shutil.which(name, path="/usr/sbin:/usr/bin:/sbin:/bin") is None]
        if lacking or not Place(Path("/")).faketime():
            return f"no mail server to try: {', '.join(lacking) or 'libfaketime'} (Debian packages {_PACKAGES})"
    return refused()


@pytest.fixture(scope="session")
def lab_ready() -> None:
    """Skips what needs a lab, where there can be none."""
    if reason := missing():
        pytest.skip(reason)


@pytest.fixture(scope="session")
def played(
    lab_ready: None, tmp_path_factory: pytest.TempPathFactory, worker_id: str, request: pytest.FixtureRequest
) -> Callable[[str], Played]:
    """Plays a scenario, once for all tests."""
    own = tmp_path_factory.getbasetemp()
    shared = own if worker_id == "master" else own.parent
    wanted = list(dict.fromkeys(_scenarios(request.session.items)))
    return lambda scenario: play_once(scenario, shared, wanted)


def _scenarios(tests: Iterable[pytest.Item]) -> Iterator[str]:
    """What the tests of this run are about."""
    for test in tests:
        if isinstance(test, pytest.Function) and hasattr(test, "callspec"):
            yield from (str(test.callspec.params[name]) for name in _PARAMETERS if name in test.callspec.params)
