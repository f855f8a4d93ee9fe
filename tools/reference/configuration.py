"""What does the page of the configuration say? Each setting, as its class tells it."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from typing import Any

import msgspec
from msgspec import inspect as shapes

from postwarden.app.configuration import LARGEST
from postwarden.app.sample import example
from postwarden.model import values
from postwarden.model.settings import DEFAULT_FILE, DetectorSettings, Field, Settings, Silence, fields

ABOUT = f"""# Configuration

`{DEFAULT_FILE}`, or the file that `--config` names, is [TOML](https://toml.io). Nothing in it is needed: it
tells what cannot be known from the logs. `postwarden config init` prints a sample, `postwarden config check` says
whether a file is understood and what is in effect. How to begin: [Tell postwarden about your
server](../how-to/configure.md).

- An option of the command line takes the place of its setting.
- A file that cannot be read, an unknown setting or a value that makes no sense is an error (exit code 64); all of them
  are named with their lines, and nothing is checked meanwhile.
- Accounts are compared in lower case. `name@domain` is the login name as the log has it; where people log in without a
  domain, it is `name` alone. `@domain` stands for all accounts of a domain, not of its subdomains.
- Paths that do not begin with `/` lie beside the file. It may have {LARGEST >> 20} MiB.
- Settings without a heading stand above the first heading.
- Detectors and their limits stand in the [catalogue](detectors.md).
- `check --demo` reads no configuration unless `--config` names one.
"""


def configuration() -> str:
    """docs/reference/configuration.md"""
    known = fields(Settings)
    overview = ["| setting | is | default |", "|---|---|---|"]
    overview += [f"| [`{field.name}`](#{field.name}) | {_kind(field.type)} | {_default(field)} |" for field in known]
    return "\n".join((ABOUT, *overview, "", *map(_section, known), *_kinds()))


def _section(field: Field) -> str:
    lines = [f"## {field.name}\n", f"{field.meaning}\n"]
    remarks = [f"Command line: `{field.option}`"] if field.option else []
    if field.table:
        remarks.append(f"Detectors see it as [`{field.table}`](tables.md#{field.table})")
    if remarks:
        lines.append(" · ".join(remarks) + "\n")
    lines += {"detectors": _parts(DetectorSettings), "silence": _parts(Silence)}.get(field.name, [])
    return "\n".join((*lines, f"```toml\n{example(field)}\n```\n"))


def _parts(shape: type[DetectorSettings] | type[Silence]) -> list[str]:
    rows = [
        f"| `{part.name}` | {_kind(part.type)} | {'needed' if part.required else _default(part)} | {part.meaning} |"
        for part in fields(shape)
    ]
    return ["| key | is | default | |", "|---|---|---|---|", *rows, ""]


def _kind(kind: shapes.Type) -> str:
    match kind:
        case shapes.CustomType():
            value: Any = kind.cls  # one of postwarden.model.values
            return str(value.kind)
        case shapes.VarTupleType(item_type=shapes.StructType()):
            return "tables"
        case shapes.VarTupleType(item_type=item):
            return f"list: {_kind(item)}"
        case shapes.UnionType(types=(only, shapes.NoneType())):
            return _kind(only)
        case shapes.DictType(key_type=key, value_type=value):
            return f"table: {_kind(key)} = {_kind(value)}"
        case shapes.StructType():
            return "table"
        case shapes.BoolType():
            return "true or false"
        case shapes.DateType():
            return "date"
    return "name"


def _default(field: Field) -> str:
    if isinstance(field.default, bool):
        return str(field.default).lower()
    return "" if field.default in (None, (), msgspec.NODEFAULT) else f"`{field.default}`"


def _kinds() -> Iterator[str]:
    yield "## Kinds of values\n"
    yield "| kind | expected | |"
    yield "|---|---|---|"
    known: list[Any] = [one for one in vars(values).values() if hasattr(one, "expected")]
    for value in known:
        yield f"| {value.kind} | {value.expected} | {(inspect.getdoc(value) or '').splitlines()[0]} |"
    yield ""
