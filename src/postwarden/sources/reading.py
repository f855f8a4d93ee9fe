"""How is one source read: its blocks of lines, what proves which bytes were read, and single lines once more?"""

from __future__ import annotations

import hashlib
from collections.abc import Generator, Iterable, Iterator
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from postwarden.sources.ahead import ahead
from postwarden.sources.doubt import SIZE, doubt
from postwarden.sources.inputs import Pipe, RegularFile, open_input, reason
from postwarden.sources.journal import Journal
from postwarden.sources.json_lines import is_json, rewrite
from postwarden.sources.lines import BLOCK, LARGE_BLOCK, LINE, LineTools, clean, shorten, whole_lines
from postwarden.sources.origin import Origin, SourceError
from postwarden.sources.packing import SNIFF, Packing, packing_of, peek, unpack
from postwarden.sources.recall import Recall
from postwarden.sources.spool import Spool

_NOT_KEPT = "its lines cannot be kept as evidence: {}"


PLAIN_TOOLS = LineTools()
LARGE_FILE = 128 << 20  # bytes on the disk


class Reading:
    """One source being read. Nothing that is wrong with it raises: it is told in `problem`, and the rest is read.

    `lines`, `bytes`, `sha256`, `cut_lines` and `problem` are final when `blocks()` is exhausted. `bytes` and
    `sha256` are of the bytes as they lie on the disk (packed ones for a packed file) or came out of the pipe;
    the digest of a file is made in the thread that reads ahead. `dated` is the best guess of the moment of the last
    line: the date in the file's name, the time in a gzip header, or the file's own; None where only "now" is known.
    """

    def __init__(
        self,
        origin: Origin,
        number: int,
        *,
        hashing: bool = True,
        scratch: Path,
        tools: LineTools = PLAIN_TOOLS,
    ) -> None:
        self.origin = origin
        self.number = number
        self.lines = 0
        self.bytes = 0
        self.cut_lines = 0
        self.sha256: str | None = None
        self.problem: str | None = None
        self.dated: datetime | None = None
        self._digest = hashlib.sha256() if hashing else None
        self._packing: Packing | None = None
        self._json = False
        self._running: Generator[bytes, None, None] | None = None
        self._input: RegularFile | Pipe | Journal | None = None
        self._recall: Recall | None = None
        try:
            self._input = open_input(origin, scratch)
            self._recall = Recall(self._kept(self._input, scratch), tools, _block_size(self._input))
            self.dated = self._input.dated
        except (OSError, SourceError) as error:
            self._note(reason(error, origin.target))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def blocks(self) -> Iterator[bytes]:
        """Blocks of about 4 MiB of whole lines, each ended by a newline; valid UTF-8 without NUL; once.

        What is no UTF-8, and NUL, is U+FFFD; a line longer than 16 KiB is cut there and counted in `cut_lines`.
        """
        if not self._input or not self._recall:
            return iter(())
        self._running = self._blocks(self._input, self._recall)
        return self._running

    def evidence(self, numbers: Iterable[int]) -> dict[int, str]:
        """The lines of those numbers as they stand in the source (JSON too), cut and cleaned as in blocks().

        A line that is no longer there is left out. Ask once for all numbers: a packed file is unpacked again.
        """
        if not self._recall:
            return {}
        try:
            found = self._recall.lines(numbers, self._packing, self.bytes)
        except OSError as error:
            self._note(f"lines cannot be shown: {error.strerror or error}")
            return {}
        return {number: clean(line[:LINE]).decode().removesuffix("\r") for number, line in found.items()}

    def close(self) -> None:
        """Give file and spool back; evidence cannot be had afterwards."""
        for open_thing in (self._running, self._recall, self._input):
            if open_thing:
                open_thing.close()
        self._running = self._recall = self._input = None

    def _kept(self, source: RegularFile | Pipe | Journal, scratch: Path) -> RegularFile | Spool | None:
        if isinstance(source, RegularFile):
            return source
        try:
            return Spool(scratch)
        except OSError as error:
            self._note(_NOT_KEPT.format(error.strerror or error))
            return None

    def _blocks(self, source: RegularFile | Pipe | Journal, recall: Recall) -> Generator[bytes, None, None]:
        whole = whole_lines(self._text(source), size=recall.block_size)
        # A pipe is not read ahead: a thread that waits for somebody to write could not be stopped
        for block in ahead(whole) if isinstance(source, RegularFile) else whole:
            try:
                recall.remember(block)
            except OSError as error:
                self._note(_NOT_KEPT.format(error.strerror or error))
            self.lines = recall.line_count
            text, cut = shorten(rewrite(block.text) if self._json else block.text, LINE)
            self.cut_lines += cut
            yield clean(text)
        self.sha256 = self._digest.hexdigest() if self._digest else None

    def _text(self, source: RegularFile | Pipe | Journal) -> Iterator[bytes]:
        """The unpacked bytes. Looks at the first of them; reads on to the end where unpacking has failed."""
        head, chunks = peek(self._tapped(source), SNIFF)
        self._packing = packing_of(head)
        text = unpack(chunks, self._packing, self._note) if self._packing else chunks
        head, text = peek(text, SIZE)
        self._json = is_json(head)
        if odd := doubt(head):
            self._note(odd)
        yield from text
        for _ in chunks:
            pass

    def _tapped(self, source: RegularFile | Pipe | Journal) -> Iterator[bytes]:
        try:
            for chunk in source.chunks():
                self.bytes += len(chunk)
                if self._digest:
                    self._digest.update(chunk)
                yield chunk
        except OSError as error:
            self._digest = None  # the digest of a part of a file would prove nothing
            self._note(f"could be read only up to byte {self.bytes}: {error.strerror or error}")
        except SourceError as error:
            self._note(str(error))

    def _note(self, text: str) -> None:
        self.problem = f"{self.problem}; {text}" if self.problem else text


def _block_size(source: RegularFile | Pipe | Journal) -> int:
    return LARGE_BLOCK if isinstance(source, RegularFile) and source.size >= LARGE_FILE else BLOCK
