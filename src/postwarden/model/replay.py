"""What does a replay say? Which alarms would have come, when, and which of them were false.

These classes are the JSON contract (docs/reference/replay.schema.json is generated from them).
"""

from __future__ import annotations

from dataclasses import dataclass

from postwarden.model.coverage import Coverage
from postwarden.model.findings import Verdict, Window


@dataclass(frozen=True, slots=True)
class AlarmReason:
    """One sentence of what was known when the alarm was raised."""

    detector: str
    points: int
    text: str


@dataclass(frozen=True, slots=True)
class Alarm:
    """The verdict on an account became worse than it had ever been. Times are RFC 3339, UTC."""

    raised: str
    """When the log first showed it: late by less than the precision, never early."""
    account: str | None
    """Null: the server itself."""
    verdict: Verdict
    score: int
    first_bad: str
    """First bad moment: as the whole log tells it if the alarm stands, else as it was known then."""
    delay_s: int
    """Seconds from there to the alarm."""
    messages: int
    """Mails that the intruder had sent by then; counted like the first bad moment."""
    recipients: int
    queued: int
    """Those of them that had not left the queue, and could have been stopped."""
    messages_in_the_end: int | None
    """Mails that the intruder had sent when the log ended; null if the alarm does not stand, or others are worse."""
    stands: bool
    """Whether the whole log still says so. If not, it was a false alarm, or a doubt that was cleared up."""
    withdrawn: str | None
    """From when on the log no longer said so."""
    verdict_in_the_end: Verdict
    reasons: tuple[AlarmReason, ...]
    """As they were known then, the heaviest first."""


@dataclass(frozen=True, slots=True)
class Replay:
    """All alarms of a log in the order in which they would have come."""

    version: int
    window: Window
    verdict: Verdict
    """The worst that was alerted, false alarms included; unknown where nothing was and the logs show too little."""
    exit: int
    every_s: int
    """Seconds between two looks; what comes and goes between them is not seen."""
    precision_s: int
    """Seconds within which the moment of an alarm is known."""
    alarms: tuple[Alarm, ...]
    known_before: tuple[str, ...]
    """Accounts that were bad already when the time that was asked for began."""
    coverage: Coverage
    timezone: str
    """Zone in which the terminal shows times, e.g. Europe/Berlin."""
