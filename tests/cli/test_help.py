"""Does the command line explain itself, at once, to people and to shells?"""

from __future__ import annotations

import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import click
import pytest

from cli.console import environment, run, told
from postwarden import __version__
from postwarden.cli.main import COMMANDS, postwarden

ROOT = Path(__file__).parents[2]
HEAVY = ("duckdb", "rich", "nanoarrow", "maxminddb", "msgspec", "asyncio")


def below(group: click.Group, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Every command and group by the words that call it."""
    for name in group.list_commands(click.Context(group)):
        found = group.get_command(click.Context(group), name)
        assert found is not None
        yield (*path, name), found
        if isinstance(found, click.Group):
            yield from below(found, (*path, name))


ALL = dict(below(postwarden))


def options() -> Iterator[tuple[str, click.Option]]:
    for path, command in ALL.items():
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                yield " ".join(path), parameter


@pytest.mark.parametrize("arguments", [(), *ALL], ids=" ".join)
def test_help_has_examples_and_fits_80_columns(arguments: tuple[str, ...]) -> None:
    done = run(*arguments, "--help", env={"COLUMNS": "80"})
    assert done.returncode == 0
    text = done.stdout.decode()
    assert "Examples:\n" in text
    assert [line for line in text.splitlines() if len(line) > 80] == []


def test_every_option_has_help() -> None:
    assert [(name, option.name) for name, option in options() if not (option.help or "").endswith((".", "]"))] == []


def test_every_option_of_an_example_exists() -> None:
    known = {word for _, option in options() for word in option.opts} | {"--help"}
    texts = [postwarden.epilog or "", *(command.epilog or "" for command in ALL.values())]
    used = {
        word
        for text in texts
        for line in text.splitlines()
        for word in line.partition("postwarden ")[2].partition("|")[0].split()
        if word.startswith("--")
    }
    assert used
    assert used <= known


def test_the_list_of_commands_says_what_their_help_says() -> None:
    for name, short in COMMANDS.items():
        assert (ALL[(name,)].help or "").startswith(short)


@pytest.mark.parametrize(
    "arguments",
    [
        ("--help",),
        ("--version",),
        ("check", "--help"),
        ("unread", "--help"),
        ("config", "--help"),
        ("stats", "--help"),
        ("explain", "--help"),
        ("logins", "--help"),
        ("failures", "--help"),
        ("trace", "--help"),
        ("timeline", "--help"),
        ("config", "check", "--help"),
    ],
)
def test_help_loads_nothing_heavy(arguments: tuple[str, ...]) -> None:
    script = (
        "import sys\n"
        "from postwarden.cli.main import run\n"
        "try: run()\n"
        f"finally: print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments], env=environment(), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0
    assert done.stderr == "[]\n"


def test_version() -> None:
    assert told(run("--version")) == f"postwarden {__version__}"


def test_the_console_script_is_run() -> None:
    script = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["scripts"]["postwarden"]
    module, _, function = script.partition(":")
    assert callable(getattr(import_module(module), function))


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_is_for_that_shell(shell: str) -> None:
    done = run("completion", shell)
    assert done.returncode == 0
    assert b"_POSTWARDEN_COMPLETE=" + shell.encode() + b"_complete" in done.stdout


def test_completion_for_bash_is_bash() -> None:
    script = run("completion", "bash").stdout
    assert subprocess.run(["bash", "-n"], input=script, check=False, capture_output=True).stderr == b""


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        (
            "postwarden ",
            {
                "check",
                "config",
                "explain",
                "failures",
                "install",
                "logins",
                "nagios",
                "replay",
                "report",
                "stats",
                "timeline",
                "trace",
                "unread",
                "completion",
            },
        ),
        ("postwarden config ", {"check", "init", "show"}),
        ("postwarden check --conf", {"--config"}),
        ("postwarden che", {"check"}),
        ("postwarden check --for", {"--format"}),
        ("postwarden check --format ", {"text", "json", "html"}),
        ("postwarden check --un", {"--until"}),
        ("postwarden explain --format ", {"table", "json"}),
        ("postwarden stats --format ", {"table", "json", "csv"}),
        ("postwarden stats --only senders", {"senders_by_count", "senders_by_size"}),
        ("postwarden logins --by ", {"account", "ip", "network", "country", "as", "day", "hour"}),
        ("postwarden completion ", {"bash", "zsh", "fish"}),
    ],
)
def test_bash_is_offered_what_fits(typed: str, offered: set[str]) -> None:
    words = typed.split(" ")
    around = {"_POSTWARDEN_COMPLETE": "bash_complete", "COMP_WORDS": typed, "COMP_CWORD": str(len(words) - 1)}
    done = run(env=around)
    assert done.returncode == 0
    assert {line.partition(",")[2] for line in done.stdout.decode().splitlines()} == offered
