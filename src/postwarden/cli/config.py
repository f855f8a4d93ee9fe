"""How is `postwarden config` called, and how does it show and check the configuration?"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from postwarden.cli.output import save_new, show
from postwarden.cli.parameters import configuration
from postwarden.cli.wishes import DETECTORS, KNOWN, MEANS, forms, options, settled

if TYPE_CHECKING:
    from postwarden.app.configuration import Configuration

LABEL = 18  # columns

EPILOG = """\
\b
Examples:
  postwarden config init
  postwarden config init --output /etc/postwarden/postwarden.toml
  postwarden config check
  postwarden config show
"""
SHOW_EPILOG = """\
\b
Examples:
  postwarden config show
  postwarden config show --config ./postwarden.toml --home DE
  postwarden config show --all | grep sending_burst
  postwarden config show --format json | jq .settings
"""
INIT_EPILOG = """\
\b
Examples:
  postwarden config init | less
  postwarden config init --output /etc/postwarden/postwarden.toml
"""
CHECK_EPILOG = """\
\b
Examples:
  postwarden config check
  postwarden config check ./postwarden.toml

Exit code: 0; 64 when there is something wrong.
"""


@click.group("config", epilog=EPILOG)
def command() -> None:
    """Begin a configuration, or check it.

    Without a configuration everything works; it tells what cannot be known from the logs: home countries, scanners,
    newsletters, findings that are accepted. It is read from /etc/postwarden/postwarden.toml.
    """


@command.command("init", epilog=INIT_EPILOG)
@click.option(
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write it to this new file instead of printing it.",
)
def init(output: Path | None) -> None:
    """Print a configuration that explains every setting. None is in effect in it."""
    from postwarden.app.sample import sample

    if output is None:
        show(sample())
        return
    save_new(output, sample().encode())
    click.echo(f"{output} is written: edit it, then run `postwarden config check`", err=True)


@command.command("check", epilog=CHECK_EPILOG)
@click.argument("file", required=False, type=click.Path(path_type=Path, readable=False))
def check(file: Path | None) -> None:
    """Say whether a configuration can be used, and what is in effect.

    Without FILE, the usual one is checked.
    """
    from postwarden.app.in_effect import in_effect
    from postwarden.report.neutral import visible

    known = configuration(file)
    found = in_effect(known)
    lines = [_headline(known), *(f"  {label:{LABEL}}{words}" for label, words in found.rows)]
    lines += [f"  ! {note}" for note in found.notes]
    show("\n".join(map(visible, lines)))
    if found.broken:
        raise click.ClickException("\n".join(map(visible, found.broken)))


@command.command("show", epilog=SHOW_EPILOG)
@options(
    *KNOWN,
    DETECTORS,
    *MEANS,
    click.option("--all", "everything", is_flag=True, help="Every weight and limit of every detector, too."),
    forms("text", "json"),
)
def shown(file: Path | None, detectors: tuple[Path, ...], everything: bool, form: str, **told: Any) -> None:
    """Show each setting that is in effect, and where its value comes from.

    Options tell what they tell `postwarden check`: they win over the file, and the file wins over what is shipped.
    """
    from postwarden.app.origins import in_force
    from postwarden.report.neutral import json_visible, visible

    found = in_force(settled(file, detectors=detectors, **told), detectors, everything=everything)
    if form == "json":
        rows = [{"setting": one.setting, "value": one.value, "from": one.source} for one in found]
        show(json_visible(json.dumps({"version": 1, "settings": rows}, ensure_ascii=False, indent=2)))
        return
    widths = [max(len(word) for word in column) for column in zip(*((o.setting, o.source) for o in found), strict=True)]
    show("\n".join(visible(f"{o.setting:{widths[0]}}  {o.source:{widths[1]}}  {o.said}").rstrip() for o in found))


def _headline(known: Configuration) -> str:
    from postwarden.model.settings import DEFAULT_FILE

    if known.file:
        return f"{known.file} is understood"
    return (
        f"there is no {DEFAULT_FILE}: everything is as shipped; `postwarden config init --output {DEFAULT_FILE}` "
        "begins one"
    )
