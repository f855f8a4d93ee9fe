"""Who keeps a lab running? The first process of its namespaces: when it ends, everything in them ends.

Started by lab.py as `python -m lab.keeper`. It obeys lines of JSON on standard input and answers each with one line;
at the end of its input it kills what it has started and removes the lab's folder.
"""

from __future__ import annotations

import asyncio
import contextlib
import importlib
import json
import os
import shutil
import signal
import sys
import traceback
from collections.abc import Coroutine
from pathlib import Path
from threading import Thread
from typing import Any, TypeVar

import msgspec

import lab.acts
import lab.administrator
from lab.certificate import certificate
from lab.clock import ZONE, Clock, RealClock, StoryClock, moment
from lab.dovecot import dovecot_conf
from lab.nameserver import Nameserver
from lab.namespaces import ask_dns_for_names, furnish, in_memory, name_addresses, release_memory
from lab.outside import MAIL_SERVERS, Outside
from lab.place import Place
from lab.postfix import Postfix
from lab.rsyslog import Rsyslog
from lab.scenario import Scenario
from lab.setup import HOST, HOST_IP, HOST_IP6, Setup
from lab.stage import Stage

Result = TypeVar("Result")


class Order(msgspec.Struct, frozen=True):
    """Where the lab is, and whose scenario (`module:NAME`) it plays."""

    folder: str
    root: str
    scenario: str


def scenario_named(name: str) -> Scenario:
    module, _, attribute = name.partition(":")
    found = getattr(importlib.import_module(module), attribute)
    if not isinstance(found, Scenario):
        raise TypeError(f"{name} is no scenario")
    return found


async def keep(order: Order) -> None:
    """Start the servers, then play when asked. What fails is told; the servers stay up, to be looked at."""
    orders: asyncio.Queue[str] = asyncio.Queue()
    Thread(target=_listen, args=(asyncio.get_running_loop(), orders, order), daemon=True).start()
    scenario = scenario_named(order.scenario)
    place = Place(Path(order.folder), Path(order.root))
    stage = await _told(_start(place, scenario.setup))
    while stage and (order_now := await orders.get()):
        await _told(_play(stage, scenario) if order_now == "play" else _act(stage, order_now))
    await orders.get()


async def _told(work: Coroutine[Any, Any, Result]) -> Result | None:
    """Do it, and answer how it went."""
    task = asyncio.create_task(work)
    await asyncio.wait({task})
    if error := task.exception():
        _answer("failed " + json.dumps("".join(traceback.format_exception(error))))
        return None
    _answer("done")
    return task.result()


async def _play(stage: Stage, scenario: Scenario) -> None:
    stage.truth.tells = scenario.tells
    stage.truth.intruders = {account: tuple(sorted(ips)) for account, ips in scenario.intruders.items()}
    await stage.play(scenario.moments())
    stage.log.date(stage.clock.now())
    stage.truth.write(stage.place.folder / "truth.json")


async def _act(stage: Stage, expression: str) -> None:
    """An act in the words of the scenario language, as a person in the lab's shell writes it."""
    act = eval(expression, {**vars(lab.administrator), **vars(lab.acts)})
    await stage.act(act)
    stage.truth.write(stage.place.folder / "truth.json")


async def _start(place: Place, setup: Setup) -> Stage:
    for name in ("log", "dovecot"):
        (place.folder / name).mkdir()
    in_memory(place)
    clock = _clock(place, setup)
    environment = clock.environment()
    postfix = Postfix(place, setup, environment)
    postfix.prepare()
    furnish(place, HOST, (HOST_IP, HOST_IP6))
    name_addresses(
        place,
        {"127.0.0.1": "localhost", HOST_IP: HOST, **{ip: name for name, ip in MAIL_SERVERS.values()}, **setup.names},
    )
    certificate(place)
    postfix.check()
    log = Rsyslog(place, environment)
    log.start()
    outside = Outside()
    stage = Stage(place, clock, postfix, log, outside)
    asyncio.get_running_loop().set_exception_handler(lambda _loop, context: stage.problems.append(context))
    await outside.listen()
    await stage.policy.listen()
    await stage.filter.listen()
    await Nameserver(setup.records).listen()
    _start_dovecot(place, setup, stage)
    postfix.start()
    if any(name.endswith(".arpa") for name in setup.records):
        ask_dns_for_names(place)
    return stage


def _clock(place: Place, setup: Setup) -> Clock:
    if setup.begins is None:
        return RealClock()
    library = place.faketime()
    if library is None:
        raise FileNotFoundError("libfaketime is missing (Debian package libfaketime): scenarios lie in the past")
    return StoryClock(place.folder / "offset", moment(setup.begins), f"{place.inner}/offset", library)


def _start_dovecot(place: Place, setup: Setup, stage: Stage) -> None:
    for account, password in setup.accounts.items():
        stage.know(account, password)
    stage.postfix.tell_accounts(setup.accounts)
    stage.postfix.tell_routes({domain: name for domain, (name, _) in MAIL_SERVERS.items()})
    os.chown(place.folder / "mail", 5000, 5000)
    stage.auth_verbose = setup.auth_verbose
    text = dovecot_conf(
        place.version("dovecot"), place.inner, auth_verbose=setup.auth_verbose, auth_debug=setup.auth_debug
    )
    (place.folder / "dovecot/dovecot.conf").write_text(text)
    place.run("dovecot", "-c", f"{place.inner}/dovecot/dovecot.conf", environment={"TZ": ZONE.key})


def _listen(loop: asyncio.AbstractEventLoop, orders: asyncio.Queue[str], order: Order) -> None:
    """Whoever started us may end at any moment, even while a server is being started: then all is torn down."""
    for line in sys.stdin:
        loop.call_soon_threadsafe(orders.put_nowait, line.strip())
    _end(Path(order.folder))
    os._exit(0)


def _answer(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def main() -> None:
    order = msgspec.json.decode(sys.stdin.readline(), type=Order)
    try:
        asyncio.run(keep(order))
    finally:
        _end(Path(order.folder))


def _end(folder: Path) -> None:
    """We are process 1 here: this reaches everything that was started, and nothing else."""
    if os.getpid() == 1:
        with contextlib.suppress(ProcessLookupError):
            os.kill(-1, signal.SIGKILL)
        with contextlib.suppress(ChildProcessError):
            while True:  # whoever is not dead yet may still write into the folder
                os.waitpid(-1, 0)
        release_memory(folder)
    shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
