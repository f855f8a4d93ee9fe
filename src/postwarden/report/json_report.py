"""What is a report as JSON, and which schema describes it?"""

from __future__ import annotations

import ast
import inspect
import json
from collections.abc import Callable
from typing import Any

import msgspec

from postwarden.model import (
    access,
    coverage,
    daily,
    explanation,
    findings,
    meaning,
    plain_words,
    replay,
    statistics,
    timeline,
    trace,
)
from postwarden.model.access import Failures, Logins
from postwarden.model.daily import Daily
from postwarden.model.findings import Report
from postwarden.model.plain_words import PlainWords
from postwarden.model.replay import Replay
from postwarden.model.statistics import Statistics
from postwarden.model.timeline import Timeline
from postwarden.model.trace import Trace
from postwarden.report.neutral import json_visible

_NAMES = {"from_": "from"}
"""Fields that Python does not let us call by their JSON name."""

Told = Report | Replay | Statistics | Logins | Failures | PlainWords | Trace | Timeline | Daily
"""What commands say."""

_MODULES = (access, coverage, daily, explanation, findings, meaning, plain_words, replay, statistics, timeline, trace)
_MODELS = {name: model for module in _MODULES for name, model in vars(module).items()}

_COMMANDS = {
    Report: "check",
    Replay: "replay",
    Statistics: "stats",
    Logins: "logins",
    Failures: "failures",
    Trace: "trace",
    Timeline: "timeline",
    PlainWords: "explain",
    Daily: "report",
}

SCHEMA_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def encode(report: Told) -> bytes:
    """UTF-8 JSON, indented, in the order of the model, ending in a newline; harmless when printed to a terminal."""
    plain = _renamed(msgspec.to_builtins(report))
    text = json.dumps(plain, ensure_ascii=False, indent=2)  # msgspec's encoder refuses what broken bytes become
    return (json_visible(text) + "\n").encode()


def _renamed(value: Any) -> Any:
    if isinstance(value, dict):
        return {_NAMES.get(name, name): _renamed(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_renamed(item) for item in value]
    return value


def schema(report: type[Told] = Report) -> dict[str, Any]:
    """JSON Schema 2020-12 of a report, generated from the classes of the model and their remarks."""
    command = _COMMANDS[report]
    (root,), parts = msgspec.json.schema_components((report,), ref_template="#/$defs/{name}")
    return {
        "$schema": SCHEMA_DIALECT,
        "$id": f"urn:postwarden:{command}:1",
        "title": f"What `postwarden {command} --format json` prints",
        **root,
        "$defs": {name: _described(name, part) for name, part in sorted(parts.items())},
    }


def _described(name: str, part: dict[str, Any]) -> dict[str, Any]:
    """Every field is always printed, so all are required; the remark under a field becomes its description."""
    fields = part.get("properties")
    if fields is None:
        return {**part, "description": inspect.getdoc(_MODELS[name])}
    remarks = _remarks(_MODELS[name])
    described = {_NAMES.get(field, field): _field(field, rule, remarks) for field, rule in fields.items()}
    return {**part, "properties": described, "required": list(described)}


def _field(name: str, rule: dict[str, Any], remarks: dict[str, str]) -> dict[str, Any]:
    rule = {key: value for key, value in rule.items() if key != "default"}
    if name == "version":
        rule["const"] = 1
    return {**rule, "description": remarks[name]} if name in remarks else rule


def _remarks(model: Callable[..., object]) -> dict[str, str]:
    """The string under each field of a class, as its author wrote it."""
    (definition,) = ast.parse(inspect.getsource(model)).body
    assert isinstance(definition, ast.ClassDef)
    remarks = {}
    for field, remark in zip(definition.body, definition.body[1:], strict=False):
        match field, remark:
            case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(value=ast.Constant(value=str(words))):
                remarks[name] = " ".join(words.split())
    return remarks
