"""In which file of a rotated log does a remembered place lie by now?"""

from __future__ import annotations

from collections.abc import Sequence

from postwarden.sources.origin import SourceError
from postwarden.sources.position import Place
from postwarden.sources.rotated_set import Member
from postwarden.sources.tail import Fit, Tail

_ROUNDED_NS = 2_000_000_000  # not every packer copies the moment of the last change in full


def find_place(members: Sequence[Member], place: Place) -> tuple[int, Tail, Fit] | None:
    """Which member has the place, open and whole where one of them does; None where none has even its beginning.

    Raises Moved; and the error of a file that could not be looked into when no other has the place whole.
    """
    unreadable: OSError | SourceError | None = None
    partly: int | None = None
    for at in _likely_first(members, place):
        try:
            tail, fit = _fitted(members[at], place)
        except (OSError, SourceError) as error:
            if not _is_older(members[at], place):
                unreadable = unreadable or error
            continue
        if fit is Fit.WHOLE:
            return at, tail, fit
        tail.close()
        if fit is not Fit.NONE and partly is None:
            partly = at
    if unreadable:
        raise unreadable
    return None if partly is None else (partly, *_fitted(members[partly], place))


def find_beginning(members: Sequence[Member], place: Place) -> int | None:
    """Which member begins as the place's file does. Raises Moved, OSError or SourceError."""
    for at in _likely_first(members, place):
        tail = Tail(members[at], place)
        try:
            if tail.begins_as_remembered():
                return at
        finally:
            tail.close()
    return None


def _fitted(member: Member, place: Place) -> tuple[Tail, Fit]:
    tail = Tail(member, place)
    try:
        fit = tail.fit()
    except OSError:
        tail.close()
        raise
    return tail, fit


def _likely_first(members: Sequence[Member], place: Place) -> list[int]:
    """The very file, then what was written to since, the oldest first: a half line may begin like many another."""

    def unlikely(at: int) -> tuple[bool, bool]:
        return members[at].identity != place.identity, _is_older(members[at], place)

    return sorted(range(len(members)), key=unlikely) if place.head.size else []


def _is_older(member: Member, place: Place) -> bool:
    return member.modified_ns + _ROUNDED_NS < place.modified_ns
