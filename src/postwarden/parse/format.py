"""What is a format? One wording of one daemon, as a template, with samples of what it reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from postwarden.model.meaning import UNTOLD, Meaning
from postwarden.model.records import RECORDS
from postwarden.parse.template import Part, TemplateError, captures, compile_template

Sample = Mapping[str, str | int | float]


@dataclass(frozen=True, slots=True)
class Format:
    """A wording that a daemon logs.

    `name` is `daemon/what`, e.g. `smtpd/login`. `table` is the record table that a matched line goes to
    (postwarden.model.records), or None where the line is understood and says nothing that is kept.
    `samples` maps example texts (what follows `program[pid]: `) to the fields that they must yield.
    """

    name: str
    template: str
    table: str | None = None
    samples: Mapping[str, Sample] = field(default_factory=dict, compare=False)
    since: str = ""
    """First version that logs this wording, e.g. `3.9`, `Dovecot 2.4`."""
    means: Meaning = field(default=UNTOLD, compare=False)
    """What `postwarden explain` says of such a line; formats of one event share it (parse/meanings)."""
    parts: tuple[Part, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "parts", compile_template(self.template))
        columns = RECORDS[self.table] if self.table else {}
        for capture in captures(self.parts):
            if capture.name and capture.name not in columns:
                raise TemplateError(f"format {self.name}: table {self.table} has no column {capture.name!r}")
            if capture.name and columns[capture.name] != "text" and capture.kind != columns[capture.name]:
                raise TemplateError(f"format {self.name}: {capture.name!r} must be captured as {columns[capture.name]}")
        if strange := self.means.columns() - set(columns):
            raise TemplateError(f"format {self.name}: its meaning asks for {min(strange)!r}, no column of {self.table}")


@dataclass(frozen=True, slots=True)
class Group:
    """The formats of one daemon, or of a few that log alike; the first that matches wins."""

    daemons: tuple[str, ...]
    """Last component of the program name: `smtpd`; for Dovecot the process: `imap-login`."""
    formats: tuple[Format, ...]
