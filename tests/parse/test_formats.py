"""Does every format read its own samples, as the first of its group, with exactly the fields that it declares?"""

from __future__ import annotations

import importlib
import pkgutil
from collections import Counter
from collections.abc import Iterator

import pytest

from postwarden.model.records import RECORDS
from postwarden.parse import formats
from postwarden.parse.format import Format, Group
from postwarden.parse.reference import pattern, read_text


def all_groups() -> Iterator[tuple[str, Group]]:
    """(whose it is, group) of every table of formats."""
    for module in pkgutil.iter_modules(formats.__path__):
        owner = "dovecot" if module.name.startswith("dovecot") else "postfix"
        for group in getattr(importlib.import_module(f"{formats.__name__}.{module.name}"), "GROUPS", ()):
            yield owner, group


OWNED = tuple(all_groups())
GROUPS = tuple(group for _, group in OWNED)
FORMATS = {id(form): form for group in GROUPS for form in group.formats}


def fields(form: Format, captured: dict[str, bytes]) -> dict[str, str | int | float]:
    """What was captured, in the types of the table, without the empty ones."""
    convert = {"int": int, "real": float, "text": str}
    types = RECORDS[form.table] if form.table else {}
    return {name: convert[types[name]](value.decode()) for name, value in captured.items() if value}


def test_there_are_groups() -> None:
    assert GROUPS


def test_names_are_unique() -> None:
    names = Counter(form.name for form in FORMATS.values())
    assert [name for name, count in names.items() if count > 1] == []


def test_each_daemon_is_in_one_group() -> None:
    daemons = Counter((owner, daemon) for owner, group in OWNED for daemon in group.daemons)
    assert [daemon for daemon, count in daemons.items() if count > 1] == []


@pytest.mark.parametrize("form", FORMATS.values(), ids=lambda form: form.name)
def test_a_format_has_samples_and_reads_them(form: Format) -> None:
    assert form.samples
    compiled = [(form, pattern(form.parts))]
    for text, expected in form.samples.items():
        found = read_text(text.encode(), compiled)
        assert found is not None, text
        assert fields(form, found[1]) == expected, text


@pytest.mark.parametrize("group", GROUPS, ids=lambda group: group.daemons[0])
def test_each_sample_is_read_by_its_own_format_first(group: Group) -> None:
    compiled = [(form, pattern(form.parts)) for form in group.formats]
    taken = [
        (text, form.name, found and found[0].name)
        for form in group.formats
        for text in form.samples
        if (found := read_text(text.encode(), compiled)) is None or found[0] is not form
    ]
    assert taken == []
