"""What does somebody see who waits for a long check or replay? A bar on stderr, on terminals only."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import click

from postwarden.app.check import Watch

_BAR_FROM = 64 << 20  # bytes: less is read before a bar could be drawn
_SHOWN = 6


@contextmanager
def watching(*, say_sources: bool) -> Iterator[Watch]:
    """A Watch that draws a bar where stderr is a terminal and the logs are large."""
    watch = Watch()
    if say_sources:
        watch.begin = _say
    if sys.stderr.isatty():
        with _bar(watch), _looks(watch):
            yield watch
    else:
        yield watch


@contextmanager
def _bar(watch: Watch) -> Iterator[None]:
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

    columns = TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn()
    progress = Progress(*columns, console=Console(stderr=True), transient=True)
    task = progress.add_task("reading", start=True)
    say = watch.begin

    def begin(sources: Sequence[str], size: int) -> None:
        say(sources, size)
        progress.update(task, total=size or None)
        if size >= _BAR_FROM or not size:
            progress.start()

    watch.begin = begin
    watch.read = lambda done: progress.update(task, completed=done)
    watch.step = lambda name: progress.update(task, description=name)
    try:
        yield
    finally:
        progress.stop()


@contextmanager
def _looks(watch: Watch) -> Iterator[None]:
    """The bar of a replay, which begins when all is read."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    columns = TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn()
    progress = Progress(*columns, console=Console(stderr=True), transient=True)
    task = progress.add_task("looking", start=True, total=1)
    done = 0.0

    def look(moment: str, share: float) -> None:
        nonlocal done
        done = max(done, share)  # some looks go back into the day before
        progress.update(task, completed=done, description=f"looking at {moment[:16].replace('T', ' ')}")
        progress.start()

    watch.look = look
    try:
        yield
    finally:
        progress.stop()


def _say(sources: Sequence[str], size: int) -> None:
    shown = ", ".join(sources[:_SHOWN]) + (f" and {len(sources) - _SHOWN} more" if len(sources) > _SHOWN else "")
    click.echo(f"reading {shown} ({size / 1e6:,.1f} MB)", err=True)
