"""What does the page of the command line say? What `--help` says, and how runs end."""

from __future__ import annotations

import inspect
from collections.abc import Iterator

import click

from postwarden.cli.main import INTERRUPTED, postwarden
from postwarden.model.findings import Exit

WIDTH = 80
MEANINGS = {
    Exit.CLEAN: "nothing found, and enough was seen to say so",
    Exit.SUSPICIOUS: "at least one account is suspicious",
    Exit.COMPROMISED: "at least one account was broken into",
    Exit.UNKNOWN: "the logs do not show enough to judge, or could not be read",
    Exit.USAGE: "wrong call: the message says which option",
}


def command_line() -> str:
    """docs/reference/command-line.md"""
    top = _context(postwarden, "postwarden")
    parts = ["# Commands and options\n", _help(postwarden, top)]
    parts += _below(postwarden, top)
    return "\n".join((*parts, _exit_codes(), _environment()))


def _below(group: click.Group, above: click.Context) -> Iterator[str]:
    """The commands of a group, and those of the groups among them."""
    for name in group.list_commands(above):
        command = group.get_command(above, name)
        assert command is not None
        context = _context(command, name, above)
        yield f"## {context.command_path}\n"
        yield _help(command, context)
        if isinstance(command, click.Group):
            yield from _below(command, context)


def _context(command: click.Command, name: str, above: click.Context | None = None) -> click.Context:
    settings = {**command.context_settings, "terminal_width": WIDTH, "max_content_width": WIDTH}
    return click.Context(command, above, name, **settings)


def _help(command: click.Command, context: click.Context) -> str:
    lines = inspect.cleandoc(command.get_help(context)).splitlines()
    return "```text\n" + "\n".join(line.rstrip() for line in lines) + "\n```\n"


def _exit_codes() -> str:
    rows = [f"| {code.value} | {MEANINGS[code]} |" for code in Exit]
    rows.append(f"| {INTERRUPTED} | interrupted (Ctrl-C); nothing was changed |")
    return "\n".join(("## Exit codes\n", "| code | of `postwarden check` |", "|---|---|", *rows)) + "\n"


def _environment() -> str:
    return """## Environment

| variable | effect |
|---|---|
| `TZ` | zone of times without one, where `--timezone` is not given; else that of `/etc/localtime` |
| `NO_COLOR` | no colours |
| `FORCE_COLOR` | colours even where the output is no terminal |
| `TMPDIR` | where packed standard input and tables larger than `--memory` are kept meanwhile; else `/var/tmp` |
"""
