"""What do these log lines mean, in plain words? Lines that say the same are told once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from postwarden.app.opening import NothingToRead, Opened, opened
from postwarden.app.unread import folded
from postwarden.model.meaning import Concern, Meaning, act, look, ordinary
from postwarden.model.plain_words import Code, Counts, Kind, Known, PlainWords
from postwarden.parse.line_by_line import LineReader, ReadLine
from postwarden.parse.login_dialogues import Answer, Dialogues, Settled
from postwarden.parse.login_names import LoginName, asked_for, shown_login
from postwarden.parse.meanings import debug
from postwarden.parse.redact import redact
from postwarden.parse.reply_codes import code_meaning, codes_in
from postwarden.sources.reading import Reading

MOST_KINDS = 10_000  # a stranger may write each line differently; from here on they are told as one

_CODED = frozenset({"reject", "delivery", "notice", "sasl_failure", "postscreen"})
_TOLD_AS_SECRETS = frozenset({"secret", "dovecot_auth"})
_ANY_WORDS = frozenset({None, "notice", *_TOLD_AS_SECRETS})  # whose lines may hold anything, also a password

UNREAD = look(
    "a line of the mail server in a wording that postwarden does not know",
    "Read its own words. `postwarden unread FILE` lists such lines: please report them as a bug, with the version of"
    " Postfix or Dovecot (look for names and addresses before you send them).",
)
OTHER = ordinary("a line of another program: postwarden reads those of Postfix and Dovecot")
NO_LINE = ordinary(
    "no line of a mail log: it does not begin with a time and the name of a program",
    "Copy whole lines, as they stand in the log.",
)
BEYOND = look(
    f"other kinds of lines, beyond the first {MOST_KINDS:,}", "Explain a part of the log: grep for what matters."
)
_PASSWORD = act(
    "a password stands in this line",
    "Whoever can read this log knows it: change the password, and delete or lock the log.",
)


@dataclass(frozen=True, slots=True)
class _Told:
    """What is said of one line; lines of which the same is said are one kind."""

    known: Known
    meaning: Meaning
    wording: str | None = None
    codes: tuple[str, ...] = ()
    login: LoginName | None = None
    password: bool = False
    shape: str = ""

    @property
    def key(self) -> tuple[object, ...]:
        return self.meaning.text, self.codes, self.login, self.password, self.shape


@dataclass(slots=True)
class _Folded:
    source: int
    line: int
    text: str
    told: _Told
    lines: int = 1


_UNKNOWN = {Known.UNREAD: UNREAD, Known.OTHER: OTHER, Known.NO_LINE: NO_LINE}


class _Account:
    """Keeps the account of what was told: kinds of lines, and words of clients that wait for their explanation."""

    def __init__(self, reader: LineReader) -> None:
        self._reader = reader
        self._kinds: dict[tuple[object, ...], _Folded] = {}
        self._dialogues = Dialogues()
        self.lines = 0

    def block(self, source: int, first: int, block: bytes, previous: bytes) -> bytes:
        """Take the lines of a block; gives back the last one."""
        found = self._reader.read(block, previous)
        lines = block.split(b"\n")[:-1]
        self.lines += len(lines)
        for at, line in enumerate(lines):
            self._line(source, first + at, line, found.get(at))
        return lines[-1] if lines else previous

    def kinds(self) -> list[_Folded]:
        """In the order of their first lines."""
        self._settle(self._dialogues.rest())
        return sorted(self._kinds.values(), key=lambda kind: (kind.source, kind.line))

    def _line(self, source: int, number: int, line: bytes, read: ReadLine | None) -> None:
        text = line.removesuffix(b"\r").decode("utf-8", "replace")
        known = Known.UNREAD if read else Known.OTHER
        if read is None and not self._reader.has_program(line):
            known, read = Known.NO_LINE, self._reader.read_fragment(line)
        if read is None or read.form is None:
            self._fold(source, number, text, _not_read(text, known, read.program if read else ""))
            return
        process = source, read.host, read.program, read.pid
        if read.form.name.startswith("verbose/") and (asked := asked_for(text)):
            self._settle(self._dialogues.prompt(process, asked))
        if shown := debug.ANSWERS.get(read.meaning):
            answer = Answer(source, number, text, read.form.name, shown)
            self._settle(self._dialogues.answer(process, answer))
        else:
            self._fold(source, number, text, _tell(text, read))

    def _settle(self, settled: Iterable[Settled]) -> None:
        for one in settled:
            answer = one.answer
            told = _Told(Known.READ, one.meaning, answer.wording, login=one.login, password=one.login is None)
            self._fold(answer.source, answer.line, answer.text, told)

    def _fold(self, source: int, number: int, text: str, told: _Told) -> None:
        key = told.key
        if key not in self._kinds and len(self._kinds) >= MOST_KINDS:
            told = _Told(told.known, BEYOND, password=told.password)
            key = told.key
        known = self._kinds.get(key)
        if known is None:
            self._kinds[key] = _Folded(source, number, redact(text), told)
            return
        known.lines += 1
        if (source, number) < (known.source, known.line):
            known.source, known.line, known.text = source, number, redact(text)


def plain_words(logs: Sequence[str], least: Concern = Concern.NONE) -> PlainWords:
    """Explain these logs, `-` being standard input; tell kinds of that concern at least. Raises NothingToRead."""
    with opened(logs, hashing=False) as sources:
        account = _Account(LineReader())
        for reading in sources.readings:
            _read(reading, account)
        problems = tuple(_problems(sources))
        if not account.lines:
            raise NothingToRead("; ".join(problems) or "there is no line to explain: what was given is empty")
        return _whole(account, [reading.origin.path for reading in sources.readings], problems, least)


def _read(reading: Reading, account: _Account) -> None:
    number, previous = 1, b""
    for block in reading.blocks():
        previous = account.block(reading.number, number, block, previous)
        number += block.count(b"\n")


def _problems(sources: Opened) -> Iterator[str]:
    for problem in sources.problems:
        yield f"{problem.path}: {problem.text}"
    for reading in sources.readings:
        if reading.problem:
            yield f"{reading.origin.path}: {reading.problem}"


def _tell(text: str, read: ReadLine) -> _Told:
    """What is said of a line that a format reads."""
    assert read.form is not None
    table = read.form.table
    codes = codes_in(text) if table in _CODED else ()
    login = None
    if table == "secret":
        named = LoginName(read.account, whole=True) if read.account else None
        login = shown_login(text) or named
    password = table in _ANY_WORDS and not (login and login.alone) and redact(text) != text
    told = _Told(Known.READ, read.meaning, read.form.name, codes, login, password)
    return told if table in _TOLD_AS_SECRETS else _alarmed(told)


def _not_read(text: str, known: Known, program: str) -> _Told:
    """The same of a line that is not known, or not of the mail server."""
    shown = redact(text)
    shape = f"{program}: {folded(shown)}" if known is Known.UNREAD else ""
    password = shown != text
    login = shown_login(text) if password else None
    return _alarmed(_Told(known, _UNKNOWN[known], login=login, password=password, shape=shape))


def _alarmed(told: _Told) -> _Told:
    """A password is a concern wherever it stands."""
    if not told.password:
        return told
    text = f"{told.meaning.text}; {_PASSWORD.text}"
    return replace(told, meaning=replace(_PASSWORD, text=text))


def _whole(account: _Account, paths: Sequence[str], problems: tuple[str, ...], least: Concern) -> PlainWords:
    kinds = account.kinds()
    asked = [kind for kind in kinds if kind.told.meaning.concern.at_least(least)]
    counts = Counter[Concern]()
    for kind in kinds:
        counts[kind.told.meaning.concern] += kind.lines
    return PlainWords(
        version=1,
        lines=account.lines,
        counts=Counts(counts[Concern.ACT], counts[Concern.LOOK], counts[Concern.NONE]),
        passwords=sum(kind.lines for kind in kinds if kind.told.password),
        problems=problems,
        kinds=tuple(_kind(kind, paths[kind.source]) for kind in asked),
        left_out=len(kinds) - len(asked),
    )


def _kind(kind: _Folded, path: str) -> Kind:
    told = kind.told
    return Kind(
        source=path,
        line=kind.line,
        text=kind.text,
        more=kind.lines - 1,
        known=told.known,
        wording=told.wording,
        means=told.meaning.text,
        concern=told.meaning.concern,
        advice=told.meaning.advice,
        run=told.meaning.run,
        codes=tuple(Code(code, code_meaning(code)) for code in told.codes),
        login=told.login.name if told.login else None,
        login_is_whole=told.login is None or told.login.whole,
        password=told.password,
    )
