"""Which parts of a raw log line are passwords, and must not leave the machine in a report?"""

from __future__ import annotations

import re
from functools import cache

from postwarden.parse.reference import pattern

CUT = "[cut out by postwarden]"

# Text that every line with credentials has; all others are passed on unread.
_SUSPECT = re.compile(r"given password|(?i:auth[ _=])|init_response|coded|[Pp]ass(?:word)?\b|chars: |[<>] \S+\]")
_GIVEN = re.compile(r"(given password: ).*(?=\))")  # Dovecot, auth_verbose_passwords: the last parenthesis closes it
_COMMAND = re.compile(r"(?i)(\bAUTH (?:PLAIN|LOGIN|XOAUTH2|OAUTHBEARER) +)\S+")
_MESSAGE = re.compile(r"\]: (?:message repeated [0-9]+ times: \[ ?)?")


def redact(line: str) -> str:
    """The line with passwords, and the base64 that holds them, cut out."""
    if not _SUSPECT.search(line):
        return line
    line = _GIVEN.sub(rf"\1{CUT}", line)
    head = _MESSAGE.search(line)
    if head is None:
        return _COMMAND.sub(rf"\1{CUT}", line)
    return line[: head.end()] + _redacted(line[head.end() :])


def _redacted(text: str) -> str:
    raw = text.encode("utf-8", "replace")
    for regex, name in _secrets():
        if match := regex.match(raw):
            encoded = match.groupdict().get("encoded")
            if encoded is None:
                return f"{name} {CUT}"
            return text.replace(encoded.decode("utf-8", "replace"), CUT)
    return _COMMAND.sub(rf"\1{CUT}", text)


@cache
def _secrets() -> tuple[tuple[re.Pattern[bytes], str], ...]:
    """Formats whose lines hold credentials, after those that a daemon's other words would match first."""
    from postwarden.parse.formats.verbose import VERBOSE

    return tuple((pattern(form.parts), form.name) for form in VERBOSE if form.table == "secret")
