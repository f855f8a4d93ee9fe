"""What did acts leave behind? Deliveries, bounces and removals are nobody's act: they show in other places.

In what servers outside have answered, in the mailboxes, and in the queue.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from lab.arrivals import Arrivals
from lab.bounces import Bounce, bounce, from_postfix
from lab.closed_doors import ClosedDoors
from lab.mailboxes import Mailboxes
from lab.outside import Answered, Outside
from lab.place import Place
from lab.postfix import Postfix
from lab.queue_files import QueueWatch
from lab.truth import Delivery, Ending, Filing, Message, Notice, QueueEvent

# A server outside that answers nobody; nothing else is refused a connection here
_REFUSED = {
    "service": "postfix/smtp",
    "kind": "smtp/connect-failed",
    "severity": "info",
    "text": "Connection refused",
}


class Aftermath:
    """Looks around after each act, and writes down what it finds by `saw`."""

    def __init__(self, place: Place, postfix: Postfix, outside: Outside, saw: Callable[..., None]) -> None:
        self._postfix = postfix
        self._outside = outside
        self._saw = saw
        self._mailboxes = Mailboxes(place.folder / "mail")
        self._queue = QueueWatch(place.folder / "queue")
        self._closed_doors = ClosedDoors()
        self._arrivals = Arrivals(place.folder / "queue/incoming")
        self._queued: set[str] = set()
        self._met: set[str] = set()
        self._expected: list[dict[str, Any]] = []
        self._same: dict[str, str] = {}  # a later queue id of a mail → its first
        self._latest: dict[str, str] = {}  # its first → that under which it goes on
        self._requeued: list[str] = []
        self._refused: set[tuple[str, str]] = set()  # queue ids and recipients
        self._fates: dict[str, str] = {}  # how mails end that are not simply done
        outside.identify = self._identify

    def note(self, kind: type[Any], fields: dict[str, Any]) -> None:
        """A row that an act has written down."""
        if kind is Message:
            self._queued.add(fields["queue_id"])
            self._met.add(fields["queue_id"])
        elif kind is Ending:
            self._queued.discard(fields["queue_id"])

    def expect(self, fields: dict[str, Any]) -> None:
        self._expected.append(fields)

    def follow(self, queue_id: str, earlier: str) -> None:
        """The mail that is known as `earlier` has got another queue id."""
        first = self._same.get(earlier, earlier)
        self._same[queue_id] = first
        self._latest[first] = queue_id
        self._queued.add(queue_id)
        self._met.add(queue_id)

    def requeue(self, queue_id: str) -> None:
        """The next mail that arrives is this one, under another queue id."""
        self._requeued.append(queue_id)
        self._queued.discard(queue_id)

    def will_end(self, queue_id: str, how: str) -> None:
        """The administrator has decided: deleted or force-expired."""
        self._fates[queue_id] = how

    def look(self) -> None:
        arrived = list(self._arrivals.new())
        for queue_id in arrived:
            if self._requeued and queue_id not in self._met:
                self.follow(queue_id, self._requeued.pop(0))
        for done in self._outside.answered:
            self._answered(done)
        self._outside.answered.clear()
        for report in self._outside.bounces:
            self._came_back(report)
        self._outside.bounces.clear()
        for filed in self._mailboxes.new():
            self._came_back(filed.bounce)
            self._meet(filed.queue_id, filed.sender)
            self._deliver(filed.queue_id, filed.recipient, "sent", "2.0.0")
            action = "stored" if filed.sieved else "saved"
            self._saw(Filing, account=filed.account, action=action, target=filed.folder, message_id=filed.message_id)
        for deferral in self._queue.deferrals():
            self._came_back(self._waiting_bounce(deferral.queue_id, deferral.sender))
            self._meet(deferral.queue_id, deferral.sender)
            self._deliver(deferral.queue_id, deferral.recipient, "deferred", deferral.dsn)
        for queue_id in arrived:
            self._meet_unseen(queue_id)
        for _ in range(self._closed_doors.new()):
            self._saw(Notice, **_REFUSED)
        for queue_id in self._queue.gone(self._queued):
            self._queued.discard(queue_id)
            self._removed(queue_id)

    def _answered(self, done: Answered) -> None:
        """XFORWARD tells the first queue id of a mail."""
        queue_id, recipient = self._latest.get(done.attempt.queue_id, done.attempt.queue_id), done.attempt.recipient
        self._meet(queue_id, done.attempt.sender)
        code, dsn = done.reply.replace("-", " ", 1).split()[:2]
        if code[0] == "5":
            self._refused.add((queue_id, recipient))
        if code[0] != "4":  # those stay in the queue, which tells more about them
            self._deliver(queue_id, recipient, {"2": "sent", "5": "bounced"}[code[0]], dsn)

    def _removed(self, queue_id: str) -> None:
        fate = self._fates.get(queue_id, "removed")
        self._saw(QueueEvent, queue_id=queue_id, event="deleted" if fate == "deleted" else "removed")
        first = self._same.get(queue_id, queue_id)
        if not self._queued & {first, *self._later(first)}:
            self._saw(Ending, queue_id=first, ended=fate.removeprefix("force-"))

    def _later(self, first: str) -> Iterator[str]:
        return (queue_id for queue_id, root in self._same.items() if root == first)

    def _came_back(self, report: Bounce | None) -> None:
        """A mail whose time is over leaves no file of its last attempt: the bounce tells of it."""
        if not report or report.own_id in self._met:
            return
        own = {"queue_id": report.own_id, "origin": "bounce", "message_id": report.message_id}
        self._saw(Message, **own, sender=report.sender, recipients=1)
        self._saw(QueueEvent, queue_id=report.queue_id, event=report.kind, related=report.own_id)
        if report.waited and report.kind.endswith("non-delivery"):
            fate = self._fates.setdefault(report.queue_id, "expired")
            self._saw(QueueEvent, queue_id=report.queue_id, event=fate)
            for recipient, dsn in report.waited if fate == "expired" else ():  # else they were not tried once more
                self._deliver(report.queue_id, recipient, "deferred", dsn)
        for recipient, dsn in report.failed:
            if (report.queue_id, recipient) not in self._refused:  # nobody outside has refused it: Postfix itself has
                self._deliver(report.queue_id, recipient, "bounced", dsn)

    def _deliver(self, queue_id: str, recipient: str, status: str, dsn: str) -> None:
        self._saw(Delivery, queue_id=queue_id, recipient=recipient, status=status, dsn=dsn)

    def _meet(self, queue_id: str, sender: str) -> None:
        """A mail that no client sent and Postfix did not write itself: one that we expect."""
        if queue_id in self._met or from_postfix(sender):
            return
        self._met.add(queue_id)
        expected = next((fields for fields in self._expected if fields["sender"] == sender), None)
        if expected:
            self._expected.remove(expected)
            self._saw(Message, queue_id=queue_id, **expected)

    def _meet_unseen(self, queue_id: str) -> None:
        """A mail that has left no other trace: it was put on hold or thrown away."""
        if queue_id not in self._met and self._expected:
            self._met.add(queue_id)
            fields = self._expected.pop(0)
            ended = fields.pop("ended", None)
            self._saw(Message, queue_id=queue_id, **fields)
            if ended:
                self._saw(Ending, queue_id=queue_id, ended=ended)
            if ended and self._postfix.tells_losses:
                self._saw(QueueEvent, queue_id=queue_id, event="discarded")

    def _identify(self, sender: str, recipient: str) -> str:
        """Queue id of a mail that is refused outside; if it is a bounce, it is gone in a moment, and is read now."""
        queue_id = self._postfix.delivering(sender, recipient)
        if report := self._waiting_bounce(queue_id, sender):
            self._outside.bounces.append(report)
        return queue_id

    def _waiting_bounce(self, queue_id: str, sender: str) -> Bounce | None:
        return bounce(self._postfix.text(queue_id), queue_id, sender) if from_postfix(sender) else None
