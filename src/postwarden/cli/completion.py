"""How does a shell learn to complete postwarden's commands and options?"""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

EPILOG = """\
\b
Examples:
  postwarden completion bash > /etc/bash_completion.d/postwarden
  postwarden completion zsh > "${fpath[1]}/_postwarden"
  postwarden completion fish > ~/.config/fish/completions/postwarden.fish
"""


@click.command("completion", epilog=EPILOG)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def command(shell: str) -> None:
    """Print the shell completion for bash, zsh or fish."""
    from postwarden.cli.main import postwarden

    kind = get_completion_class(shell)
    assert kind is not None
    click.echo(kind(postwarden, {}, "postwarden", "_POSTWARDEN_COMPLETE").source())
