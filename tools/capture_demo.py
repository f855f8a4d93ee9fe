#!/usr/bin/env python3
"""How does the shipped demo incident come about? `python tools/capture_demo.py`, as root on Debian 12.

Needs the packages postfix, dovecot-imapd, dovecot-pop3d, dovecot-lmtpd, libfaketime, openssl and iproute2. None of
their services has to run, and none is touched. See src/postwarden/app/demo/README.md.
"""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path
from random import Random

from demo.attack import break_in, brute_force, spraying
from demo.clock import StoryClock, library, moment
from demo.journal import Journal, listen
from demo.ledger import Ledger
from demo.network import furnish, in_namespaces, start_again_in_namespaces
from demo.ordinary import END, ordinary_life
from demo.output import write_logs, write_truth
from demo.outside import MAIL_SERVERS, OutsideWorld
from demo.people import HOST_IP, HOST_IP6, NAMES
from demo.play import Moment, Stage
from demo.servers import Servers
from demo.visitors import visitors

_Captured = tuple[list[str], list[str], Ledger]  # the log, what is still queued, what was really done
_START = moment("2026-09-13 23:59:30")
_SEED = 1848
_PROGRAMS = ("postfix", "dovecot", "doveadm", "openssl", "ip", "mount", "unshare")


def main() -> None:
    folder = in_namespaces()
    if folder is None:
        if missing := _missing():
            raise SystemExit(f"missing: {', '.join(missing)} (see the packages named at the top of {__file__})")
        raise SystemExit(start_again_in_namespaces())
    lines, queued, ledger = asyncio.run(_capture(folder))
    write_logs(lines)
    write_truth(lines, queued, ledger)


def _missing() -> list[str]:
    programs = [name for name in _PROGRAMS if shutil.which(name) is None]
    return programs if library() else [*programs, "libfaketime"]


async def _capture(folder: Path) -> _Captured:
    names = {"127.0.0.1": "localhost", **NAMES, **{ip: name for name, ip in MAIL_SERVERS.values()}}
    clock = StoryClock(folder / "offset", _START)
    journal = await listen(furnish(folder, (HOST_IP, HOST_IP6), names), clock)
    outside = OutsideWorld(clock)
    await outside.listen()
    servers = Servers(folder, clock)
    await asyncio.to_thread(servers.start)
    return await _play(Stage(clock, servers, journal, Random(_SEED)), _story(outside), servers, journal)  # noqa: S311


async def _play(stage: Stage, story: list[Moment], servers: Servers, journal: Journal) -> _Captured:
    journal.lines.clear()  # the servers have been running for long when the log begins
    try:
        await stage.play(story)
        return list(journal.lines), servers.deferred(), stage.ledger
    finally:
        await asyncio.to_thread(servers.stop)


def _story(outside: OutsideWorld) -> list[Moment]:
    random = Random(_SEED)  # noqa: S311 - a play, not a secret
    acts = (ordinary_life(random), visitors(random), brute_force(random), spraying(random), break_in(random, outside))
    return [planned for act in acts for planned in act if planned.time <= END]


if __name__ == "__main__":
    main()
