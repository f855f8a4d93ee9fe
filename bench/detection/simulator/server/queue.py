"""How does Postfix get a mail to its recipients, and what if it cannot?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING
from zlib import crc32

from ..clock import DAY, HOUR, Moment, Month
from ..outside.answers import Answer, Answers
from ..outside.people import Outside, Recipient
from . import postfix_lines as lines
from .log import Log
from .mail import Mail, Retry
from .processes import Processes

if TYPE_CHECKING:
    from .mailboxes import Mailboxes

MY_NAME = "mail.example.org"
FIRST_WAIT = 300.0
LONGEST_WAIT = 4 * HOUR  # this site has raised Postfix's 4000 s
LIFETIME = 5 * DAY


class Queue:
    """The mails that are under way."""

    def __init__(
        self, month: Month, log: Log, processes: Processes, outside: Outside, answers: Answers, rng: Random
    ) -> None:
        self._month = month
        self._log = log
        self._processes = processes
        self._outside = outside
        self._answers = answers
        self._rng = rng
        self._manager = processes.fork()
        self._deferred: dict[str, Mail] = {}
        self.mailboxes: Mailboxes
        self.later: Callable[[Retry], None]

    def new_id(self, at: Moment) -> str:
        """A queue id that is not in use."""
        return self._processes.queue_id(at)

    def accept(self, mail: Mail) -> None:
        """A mail has come in whole."""
        at = mail.arrived
        cleanup = self._processes.take("cleanup", at, at + 0.01)
        self._log.write(at + 0.0005, f"postfix/cleanup[{cleanup}]: {mail.queue_id}: message-id=<{mail.message_id}>")
        self._take_up(mail, at + 0.004 + self._rng.random() * 0.01)

    def retry(self, event: Retry) -> None:
        """The time has come to try again, unless somebody has deleted the mail."""
        if self._deferred.pop(event.mail.queue_id, None) is None:
            return
        if event.at - event.mail.arrived > LIFETIME:
            self._expire(event.mail, event.at)
        else:
            self._take_up(event.mail, event.at)

    def purge(self, at: Moment, account: str) -> None:
        """postsuper -d for each of the account's mails that wait."""
        mails = [mail for mail in self._deferred.values() if mail.account == account]
        if not mails:
            return
        pid = self._processes.fork()
        for number, mail in enumerate(mails):
            self._log.write(at + number * 0.0004, f"postfix/postsuper[{pid}]: {mail.queue_id}: removed")
            del self._deferred[mail.queue_id]
        plural = "s" if len(mails) > 1 else ""
        self._log.write(at + len(mails) * 0.0004, f"postfix/postsuper[{pid}]: Deleted: {len(mails)} message{plural}")

    def _manage(self, at: Moment, text: str) -> None:
        self._log.write(at, f"postfix/qmgr[{self._manager}]: {text}")

    def _take_up(self, mail: Mail, at: Moment) -> None:
        self._manage(at, lines.active(mail.queue_id, mail.sender, mail.size, len(mail.waiting)))
        ends, answers = [at], []
        for domain, group in self._by_domain(mail.waiting).items():
            deliver = self.mailboxes.deliver if self.mailboxes.local(domain) else self._send
            for recipient, answer, end in deliver(mail, group, at):
                ends.append(end)
                answers.append((recipient, answer))
        self._settle(mail, answers, max(ends) + 0.0002)

    def _by_domain(self, recipients: list[Recipient]) -> dict[str, list[Recipient]]:
        groups: defaultdict[str, list[Recipient]] = defaultdict(list)
        for recipient in recipients:
            groups[recipient.domain].append(recipient)
        return groups

    def _send(self, mail: Mail, group: list[Recipient], at: Moment) -> list[tuple[Recipient, Answer, Moment]]:
        """To one domain's server, in one session."""
        server = self._outside.by_domain[group[0].domain].server
        connect, transmit, results = 0.05 + self._rng.random() * 0.4, 0.0, []
        for recipient in group:
            answer = self._answers.ask(at, mail.sender, recipient, mail.spam, mail.attempt)
            transmit = max(transmit, answer.seconds)
            results.append((recipient, answer))
        delays = (at - mail.arrived, 0.01, connect, transmit)
        end = at + 0.01 + connect + transmit
        pid = self._processes.take("smtp", at, end + 0.001 * len(group))
        for number, (recipient, answer) in enumerate(results):
            relay = "none" if answer.dsn == "4.4.1" else f"{server.named}:25"
            said = lines.delivery(
                mail.queue_id, recipient.address, relay, delays, answer.dsn, f"status={answer.status} ({answer.text})"
            )
            self._log.write(end + number * 0.0003, f"postfix/smtp[{pid}]: {said}")
        return [(recipient, answer, end + len(group) * 0.0003) for recipient, answer in results]

    def _settle(self, mail: Mail, answers: list[tuple[Recipient, Answer]], at: Moment) -> None:
        mail.waiting = [recipient for recipient, answer in answers if answer.status == "deferred"]
        if mail.sender and any(answer.status == "bounced" for _, answer in answers):
            self._bounce(mail, at)
        if not mail.waiting:
            self._manage(at + 0.006, f"{mail.queue_id}: removed")
            return
        wait = min(FIRST_WAIT * 2**mail.attempt, LONGEST_WAIT) + self._rng.random() * 200
        mail.attempt += 1
        self._deferred[mail.queue_id] = mail
        self.later(Retry(at + wait, mail))

    def _expire(self, mail: Mail, at: Moment) -> None:
        self._manage(at, f"{mail.queue_id}: from=<{mail.sender}>, status=expired, returned to sender")
        if mail.sender:
            self._bounce(mail, at + 0.01)
        self._manage(at + 0.02, f"{mail.queue_id}: removed")

    def _bounce(self, mail: Mail, at: Moment) -> None:
        """A new mail goes back to whoever stands in MAIL FROM."""
        queue_id = self.new_id(at)
        time = self._month.begin + timedelta(seconds=at)
        back = Mail(
            queue_id,
            "",
            "",
            mail.size + 2300,
            0.0,
            f"{time:%Y%m%d%H%M%S}.{queue_id}@{MY_NAME}",
            at + 0.001,
            [Recipient(mail.sender, self._exists(mail.sender))],
        )
        pid = self._processes.take("bounce", at, at + 0.01)
        self._log.write(
            at + 0.005, f"postfix/bounce[{pid}]: {mail.queue_id}: sender non-delivery notification: {queue_id}"
        )
        self.accept(back)

    def _exists(self, sender: str) -> bool:
        """A forged sender outside is often an invented name."""
        return self.mailboxes.local(sender.rpartition("@")[2]) or crc32(sender.encode()) % 2 == 0
