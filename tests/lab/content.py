"""What does cleanup do with a mail? A header or a line of the body that a scenario writes into it decides."""

from __future__ import annotations

import re
from collections.abc import Iterator

# `X-Lab-Hold: …` as a header, `lab-hold …` as a line of the body: what the tables of header and body checks say
_ACTIONS = {
    "Warn": "WARN",
    "Info": "INFO",
    "Hold": "HOLD",
    "Reject": "REJECT Not this one",
    "Discard": "DISCARD",
    "Redirect": "REDIRECT quarantine@elsewhere.example.net",
    "Replace": "REPLACE X-Lab-Replaced: yes",
}
_MESSAGE_ID = re.compile(r"^Message-ID: (.*?)\r?$", re.MULTILINE)
_SUBJECT = "cheap watches"
_LOGGED = {"WARN": "warning"}

HEADER_CHECKS = (
    "".join(f"/^X-Lab-{name}:/ {action}\n" for name, action in _ACTIONS.items())
    + f"/^Subject: .*{_SUBJECT}/ REJECT Spam is not wanted here\n"
)
BODY_CHECKS = "".join(f"/^lab-{name.lower()} / {action}\n" for name, action in _ACTIONS.items() if name != "Replace")


def message_id(text: str) -> str:
    """As the mail's header says it, and cleanup logs it; empty where it does not say."""
    found = _MESSAGE_ID.search(text.partition("\r\n\r\n")[0])
    return found[1] if found else "<>"


def checks(text: str) -> Iterator[tuple[str, str, str]]:
    """Part of the mail, action as it is logged, and the line that caused it; nothing is looked at after a refusal."""
    head, _, body = text.partition("\r\n\r\n")
    for part, lines, named in (("header", head, _header), ("body", body, _body)):
        for line in lines.split("\r\n"):
            if action := named(line):
                yield part, action, line[:200]
                if action in {"reject", "discard", "redirect"}:
                    return


def _header(line: str) -> str | None:
    if line.startswith("Subject: ") and _SUBJECT in line:
        return "reject"
    name = line.removeprefix("X-Lab-").partition(":")[0] if line.startswith("X-Lab-") else ""
    return _logged(name)


def _body(line: str) -> str | None:
    name = line.removeprefix("lab-").partition(" ")[0] if line.startswith("lab-") else ""
    return _logged(name.capitalize())


def _logged(name: str) -> str | None:
    if name not in _ACTIONS:
        return None
    word = _ACTIONS[name].partition(" ")[0]
    return _LOGGED.get(word, word.lower())
