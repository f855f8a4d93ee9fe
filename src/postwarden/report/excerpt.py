"""Which part of a long log line is shown when there is no room for all of it?"""

from __future__ import annotations

from collections.abc import Iterable

GAP = " … "


def excerpt(text: str, room: int, needles: Iterable[str] = ()) -> str:
    """The beginning (stamp and program) and the part around the first needle found, in at most `room` characters."""
    if len(text) <= room:
        return text
    head = text.rfind(" ", 0, room // 3 + 1) if " " in text[1 : room // 3 + 1] else room // 3
    rest = room - head - len(GAP)
    found = (text.find(needle, head) for needle in needles if needle)
    at = min((place for place in found if place >= 0), default=-1)
    if at < 0:
        return text[: room - 2] + " …"
    start = min(max(head, at - rest // 4), len(text) - rest)
    start = next((place + 1 for place in range(start, min(start + 16, at)) if text[place] in " ,:"), start)
    if start <= head + len(GAP):
        return text[: room - 2] + " …"
    end = "" if start + rest >= len(text) else " …"
    return text[:head] + GAP + text[start : start + rest - len(end)] + end
