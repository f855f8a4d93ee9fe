"""What does cleanup do with a mail? A header or a line of the body that a scenario writes into it decides."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

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
_MESSAGE_ID = "Message-ID: "
_FORGED = "; from=<"
_SUBJECT = "cheap watches"
_LOGGED = {"WARN": "warning"}

HEADER_CHECKS = (
    "".join(f"/^X-Lab-{name}:/ {action}\n" for name, action in _ACTIONS.items())
    + f"/^Subject: .*{_SUBJECT}/ REJECT Spam is not wanted here\n"
)
BODY_CHECKS = "".join(f"/^lab-{name.lower()} / {action}\n" for name, action in _ACTIONS.items() if name != "Replace")


@dataclass(frozen=True, slots=True)
class Found:
    """A line of a mail that cleanup has remarked on, and what it did."""

    part: str
    action: str
    line: str

    @property
    def clear(self) -> bool:
        """Whether the log tells where the mail's own words end; who sent it stands behind them."""
        return _FORGED not in self.line

    @property
    def told(self) -> str:
        """As much of the line as is surely the mail's."""
        return self.line[:200].partition(_FORGED)[0]

    @property
    def refuses(self) -> bool:
        return self.action in {"reject", "discard", "hold", "redirect"}


def found_in(text: str) -> Iterator[Found]:
    """Nothing more is looked at once it is clear what becomes of the mail."""
    for part, line in _lines(text):
        if action := (_header if part == "header" else _body)(line):
            yield Found(part, action, line)
            if action in {"reject", "discard", "redirect"}:
                return


def message_id(text: str) -> str | None:
    """As the header says it; `<>` where it does not, None where the mail was refused before."""
    for part, line in _lines(text):
        if part == "body":
            break
        if line.startswith(_MESSAGE_ID):
            return line.removeprefix(_MESSAGE_ID)
        if _header(line) == "reject":
            return None
    return "<>"


def _lines(text: str) -> Iterator[tuple[str, str]]:
    head, _, body = text.partition("\r\n\r\n")
    yield from (("header", line) for line in head.split("\r\n"))
    yield from (("body", line) for line in body.split("\r\n"))


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
