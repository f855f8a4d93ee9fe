"""What is to be told to the monitoring about the last minutes of a log? From its place in the log to the sighting."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from functools import cache
from pathlib import Path

import msgspec

from postwarden.app.block_reader import BlockReader
from postwarden.app.opening import NothingToRead, opened
from postwarden.enrich.networks import NetworkIndex, OwnNetworks, mynetworks
from postwarden.enrich.places import Places
from postwarden.model.memory import Memory
from postwarden.model.monitoring import DAY, MINUTE, Place, Sighting, Status, Suspect, Thresholds
from postwarden.model.settings import DEFAULTS, Settings
from postwarden.model.verdict import Verdict
from postwarden.monitor import counting, ranges
from postwarden.monitor.events import KINDS, events, forget
from postwarden.monitor.figures import beyond, figures
from postwarden.monitor.rule import Known, suspects
from postwarden.sources.follow import Follower
from postwarden.sources.near_end import near_end
from postwarden.sources.origin import Problem, SourceError
from postwarden.sources.position import Position
from postwarden.store.kept import KeptError, alone, load, save

LOGS = tuple(f"/var/log/{name}" for name in ("mail.log", "maillog", "mail", "zimbra.log", "syslog", "messages"))
FIRST_LOOK = 32 << 20
"""Bytes of a large log that the first run reads: a plug-in has ten seconds."""
AHEAD = 5 * MINUTE  # clocks of two machines differ
_MOST_STEPS = 1_000
_VERSION = 1


@dataclass(frozen=True, slots=True)
class Asked:
    """What the operator asked for. Times are µs, moments µs UTC."""

    state: Path
    log: str = ""
    """Empty: this machine's."""
    window: int = 15 * MINUTE
    stale: int = 60 * MINUTE
    now: int = 0
    thresholds: Thresholds = field(default_factory=lambda: Thresholds({}, {}))
    accept: tuple[str, ...] = ()
    learn: tuple[str, ...] = ()
    settings: Settings = DEFAULTS
    zone: tzinfo = UTC


class Blind(Exception):
    """Nothing can be said; the text says why, and what to do."""


def find_log() -> str:
    """The log of this machine that is followed. Raises Blind."""
    for path in LOGS:
        if Path(path).is_file():
            return path
    raise Blind(f"no mail log on this machine: neither {' nor '.join(LOGS)}; name one")


def look(asked: Asked) -> Sighting:
    """Read on, judge, and keep the place for the next run. Raises Blind."""
    log = str(Path(asked.log or find_log()).absolute())
    try:
        with alone(asked.state):
            memory = _recall(asked.state, log)
            reader = BlockReader(asked.zone, KINDS)
            problems = _read_on(memory, reader, asked, log)
            counting.accept(memory, [account.lower() for account in asked.accept])
            sighting = _judged(memory, reader, asked, problems)
            forget(memory.mails, asked.now)
            counting.forget(memory, asked.now)
            save(asked.state, msgspec.json.encode(memory))
    except KeptError as error:
        raise Blind(str(error)) from error
    return sighting


def _recall(path: Path, log: str) -> Memory:
    text = load(path)
    if text is None:
        return Memory(log)
    try:
        memory = msgspec.json.decode(text, type=Memory)
    except msgspec.DecodeError as error:
        raise Blind(
            f"{path} is damaged ({error}): restore it, or remove it; then what is usual is learnt anew"
        ) from error
    if memory.version != _VERSION:
        raise Blind(f"{path} was written by another version: remove it; then what is usual is learnt anew")
    if memory.log != log:
        raise Blind(f"{path} is about {memory.log}, not about {log}: name another file with --state")
    return memory


def _read_on(memory: Memory, reader: BlockReader, asked: Asked, log: str) -> tuple[Problem, ...]:
    """Count what has come since the last run. Raises Blind."""
    place, now = _placing(asked.settings), datetime.fromtimestamp(asked.now / 1e6, UTC)
    with _follower(memory, log, learnt=bool(asked.learn)) as follower:
        if asked.learn and not memory.looked:
            _learn(memory, reader, asked.learn, place)
        source = ""
        for block in follower.read():
            if source != block.path:
                reader.begin()
                source = block.path
            counting.count(memory, events(reader.read(block.text, now).tables, memory.mails, reader.formats), place)
        if follower.position:
            memory.position = msgspec.Raw(follower.position.to_json())
        return follower.problems


def _follower(memory: Memory, log: str, *, learnt: bool) -> Follower:
    if bytes(memory.position) == b"null":
        return Follower(log, start="end") if learnt else Follower(log, near_end(log, FIRST_LOOK), start="beginning")
    try:
        return Follower(log, Position.from_json(bytes(memory.position)))
    except SourceError as error:
        raise Blind(f"the place in {log} that was kept {error}") from error


def _learn(memory: Memory, reader: BlockReader, logs: tuple[str, ...], place: counting.Placing) -> None:
    try:
        with opened(logs, hashing=False) as sources:
            for reading in sources.readings:
                reader.begin()
                for block in reading.blocks():
                    found = reader.read(block, reading.dated).tables
                    counting.count(memory, events(found, memory.mails, reader.formats), place)
    except NothingToRead as error:
        raise Blind(str(error)) from error


def _judged(memory: Memory, reader: BlockReader, asked: Asked, problems: tuple[Problem, ...]) -> Sighting:
    memory.last_line = reader.last_time or memory.last_line  # not the latest ever: a clock may have run ahead
    found: dict[str, Suspect] = {}
    known = _known(asked.settings)
    for end in _ends(memory.looked, asked):
        begin = end - asked.window
        counting.pass_on(memory, begin)
        window = [minute for number, minute in memory.minutes.items() if number <= end // MINUTE]
        for one in suspects(memory, window, end, known):
            if one.account not in found or found[one.account].verdict != Verdict.COMPROMISED:
                found[one.account] = one
        compromised = (one.account for one in found.values() if one.verdict == Verdict.COMPROMISED)
        memory.held |= dict.fromkeys(compromised, end // DAY)
    memory.looked = asked.now
    shown = sorted(found.values(), key=lambda one: (one.verdict != Verdict.COMPROMISED, one.account))
    return _sighting(memory, reader, asked, problems, tuple(shown))


def _ends(looked: int, asked: Asked) -> Iterator[int]:
    """Where windows end that are judged: all of the time since the last run, though it may be much longer."""
    gap = asked.now - looked
    if looked and asked.window < gap <= _MOST_STEPS * asked.window:
        yield from range(looked + asked.window, asked.now, asked.window)
    yield asked.now


def _sighting(
    memory: Memory, reader: BlockReader, asked: Asked, problems: tuple[Problem, ...], found: tuple[Suspect, ...]
) -> Sighting:
    window = [minute for number, minute in memory.minutes.items() if number <= asked.now // MINUTE]
    counted, top = figures(window, found, max(0, asked.now - memory.last_line) // 1_000_000)
    critical = beyond(counted, asked.thresholds.critical)
    warning = [text for text in beyond(counted, asked.thresholds.warning) if text not in critical]
    blind = _blindness(memory, reader, asked, problems)
    status = Status.WARNING if warning else Status.OK
    status = Status.UNKNOWN if blind else status
    return Sighting(
        status=Status.CRITICAL if critical else status,
        figures=counted,
        window=asked.window,
        suspects=found,
        blind=blind,
        notes=tuple(f"{problem.path}: {problem.text}" for problem in problems),
        beyond=(*critical, *warning),
        top_account=top,
    )


def _blindness(memory: Memory, reader: BlockReader, asked: Asked, problems: tuple[Problem, ...]) -> str:
    lost = next((f"{problem.path}: {problem.text}" for problem in problems if problem.lost), "")
    if lost:
        return lost
    if not memory.last_line:
        there = Path(memory.log).exists()
        return f"{memory.log} {'holds no line of Postfix or Dovecot that is known' if there else 'does not exist'}"
    if reader.counts.unread and not reader.counts.read:
        return f"none of {reader.counts.unread:,} new lines of the mail system could be read: see `postwarden unread`"
    if memory.last_line > asked.now + AHEAD:
        return f"{memory.log}: its last line is {(memory.last_line - asked.now) // MINUTE} min ahead: check --timezone"
    if asked.now - memory.last_line > asked.stale:
        return (
            f"{memory.log}: the mail system's last line is {(asked.now - memory.last_line) // MINUTE} min old: is "
            "syslog at work, and is --timezone right?"
        )
    return ""


def _placing(settings: Settings) -> counting.Placing:
    """Where an address is; None for those that say nothing about whose they are."""
    places = Places(
        [Path(path) for path in settings.geo_databases],
        lambda: OwnNetworks((*mynetworks(), *settings.own_networks)),
    )
    trusted = NetworkIndex((*settings.trusted_networks, *(o for o in settings.mail_fetchers if not o.startswith("AS"))))
    systems = {*settings.trusted_as, *(origin for origin in settings.mail_fetchers if origin.startswith("AS"))}

    @cache
    def place(ip: str) -> Place | None:
        network, internal, where = places.resolve(ip)
        if network is None or internal or trusted.around(ip) or f"AS{where.asn}" in systems:
            return None
        return Place(network, where.country or "")

    return place


def _known(settings: Settings) -> Known:
    return Known(
        homes=frozenset(settings.home_countries),
        homes_of={account: frozenset(codes) for account, codes in settings.home_countries_of.items()},
        shared=frozenset(settings.shared_mailboxes),
        system=frozenset(settings.system_accounts),
        bulk={account: None if n is None else int(n) for account, n in settings.bulk_senders.items()},
        send_as=frozenset(settings.send_as),
    )


def thresholds(warning: Mapping[str, str], critical: Mapping[str, str]) -> Thresholds:
    """Raises ValueError."""
    return Thresholds(
        {name: ranges.read_range(text) for name, text in warning.items()},
        {name: ranges.read_range(text) for name, text in critical.items()},
    )
