"""`python -m postwarden` is `postwarden`."""

from postwarden.cli.main import run

run()
