"""What do the format lists say? Every wording that is read, by who logs it, with its samples."""

from __future__ import annotations

import re
from collections.abc import Sequence

from postwarden.model.meaning import Concern, Meaning
from postwarden.parse.format import Format, Group
from postwarden.parse.formats import dovecot, mail_system, smtp_server
from postwarden.report.neutral import visible

CONCERNS = {Concern.NONE: "No concern.", Concern.LOOK: "Worth a look.", Concern.ACT: "Something to act upon."}
MANY = 6
"""A wording that more groups of programs log is listed once, under `many programs`."""

ABOUT = """# What is read of {system}

Each block below is one wording: the template by which it is read, then samples (what follows `program[pid]: `).
**Bold** is the wording's name, → the record table that it fills; one without a table is understood and not kept.
Below it stands what `postwarden explain` says of such a line: what it means, whether that is a concern, what to do.
A line that none of them matches is counted as unread and listed by `postwarden unread`.
How templates are read: [How a line is read](../explanation/how-a-line-is-read.md). How to add one:
[CONTRIBUTING](../../CONTRIBUTING.md#a-wording-that-is-not-read-yet).
"""


def postfix_formats() -> str:
    """docs/reference/formats-postfix.md"""
    return _page("Postfix", (*smtp_server.GROUPS, *mail_system.GROUPS))


def dovecot_formats() -> str:
    """docs/reference/formats-dovecot.md"""
    return _page("Dovecot", dovecot.GROUPS)


def _page(system: str, groups: Sequence[Group]) -> str:
    loggers: dict[Format, list[Group]] = {}
    for group in groups:
        for form in group.formats:
            loggers.setdefault(form, []).append(group)
    sections: dict[str, list[Format]] = {}
    for form, who in loggers.items():
        sections.setdefault(_title(who), []).append(form)
    return "\n".join((ABOUT.format(system=system), *(_section(title, forms) for title, forms in sections.items())))


def _title(groups: Sequence[Group]) -> str:
    if len(groups) >= MANY:
        return "Many programs"
    return ", ".join(daemon for group in groups for daemon in group.daemons)


def _section(title: str, forms: Sequence[Format]) -> str:
    return f"## {title}\n\n" + "\n".join(map(_entry, forms))


def _entry(form: Format) -> str:
    table = f" → `{form.table}`" if form.table else ""
    since = f", since {form.since}" if form.since else ""
    samples = "".join(f"    {visible(sample)}\n" for sample in form.samples)
    return f"**{form.name}**{table}{since}\n\n{_meaning(form.means)}\n\n```text\n{form.template}\n{samples}```\n"


def _meaning(means: Meaning) -> str:
    """As a sentence; where the line decides, the usual one."""
    exact = f" (more exactly by its {means.by})" if means.by else ""
    concern = CONCERNS[means.concern]
    advice = f" {means.advice.removesuffix('.')}." if means.advice else ""
    run = f" Run: `{means.run}`." if means.run else ""
    return _plain(f"{means.text[0].upper()}{means.text[1:]}{exact}. {concern}{advice}") + run


def _plain(text: str) -> str:
    """Nothing in a sentence is Markdown, but for `commands`."""
    return re.sub(r"([*_<>])", r"\\\1", text)
