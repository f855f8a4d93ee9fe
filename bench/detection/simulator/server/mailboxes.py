"""What happens to mail for somebody here: filed, forwarded, answered by an out-of-office note, or refused?"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from random import Random

from ..clock import DAY, Moment
from ..outside.answers import Answer
from ..outside.people import Recipient
from . import postfix_lines as lines
from .log import Log
from .mail import Mail
from .processes import Processes
from .queue import MY_NAME, Queue

VMAIL = 5000  # the uid under which Dovecot files mail, and hands in what it forwards or answers
_RELAY = f"{MY_NAME}[private/dovecot-lmtp]"
_NOTE_AGAIN = 7 * DAY  # RFC 5230: a sender gets one note a week


class Mailboxes:
    """The mailboxes of all accounts."""

    def __init__(self, owners: Mapping[str, str], log: Log, processes: Processes, queue: Queue, rng: Random) -> None:
        self._owners = owners  # address → account
        self._domains = {address.rpartition("@")[2] for address in owners}
        self._log = log
        self._processes = processes
        self._queue = queue
        self._rng = rng
        self.redirects: dict[str, Recipient] = {}
        self.notes: set[str] = set()
        self._told: dict[tuple[str, str], Moment] = {}

    def local(self, domain: str) -> bool:
        """Is mail for this domain kept here?"""
        return domain in self._domains or domain == MY_NAME

    def deliver(self, mail: Mail, group: list[Recipient], at: Moment) -> list[tuple[Recipient, Answer, Moment]]:
        """Hand a mail to Dovecot for one or several recipients; mail for the host's own accounts stays with Postfix."""
        if group[0].domain == MY_NAME:
            return [self._to_host(mail, recipient, at) for recipient in group]
        pid, agent = self._processes.take("dovecot/lmtp", at, at + 0.05), self._processes.take("lmtp", at, at + 0.05)
        self._log.write(at + 0.01, f"dovecot: lmtp({pid}): Connect from local")
        results = []
        for number, recipient in enumerate(group):
            moment = at + 0.02 + number * 0.002
            answer = self._file(mail, recipient, moment, pid, "" if len(group) == 1 else f":R{number + 2}")
            said = lines.delivery(
                mail.queue_id,
                recipient.address,
                _RELAY,
                (at - mail.arrived, 0.01, 0, 0.02),
                answer.dsn,
                f"status={answer.status} ({answer.text})",
            )
            self._log.write(moment + 0.001, f"postfix/lmtp[{agent}]: {said}")
            results.append((recipient, answer, moment + 0.001))
        end = at + 0.022 + len(group) * 0.002
        self._log.write(end, f"dovecot: lmtp({pid}): Disconnect from local: Logged out (state=READY)")
        return results

    def _to_host(self, mail: Mail, recipient: Recipient, at: Moment) -> tuple[Recipient, Answer, Moment]:
        answer = Answer("sent", "2.0.0", "delivered to mailbox", 0.01)
        agent, delays = self._processes.take("local", at, at + 0.02), (at - mail.arrived, 0.01, 0.0, 0.01)
        said = lines.delivery(
            mail.queue_id, recipient.address, "local", delays, answer.dsn, f"status={answer.status} ({answer.text})"
        )
        self._log.write(at + 0.01, f"postfix/local[{agent}]: {said}")
        return recipient, answer, at + 0.01

    def _file(self, mail: Mail, recipient: Recipient, at: Moment, pid: int, suffix: str) -> Answer:
        account = self._owners.get(recipient.address)
        if account is None:
            text = f"host {_RELAY} said: 550 5.1.1 <{recipient.address}> User doesn't exist: {recipient.address}"
            return Answer("bounced", "5.1.1", f"{text} (in reply to RCPT TO command)", 0.02)
        session = b64encode(self._rng.getrandbits(128).to_bytes(16, "big")).decode().rstrip("=") + suffix
        head = f"dovecot: lmtp({account})<{pid}><{session}>: "
        self._act(mail, account, at, head)
        ruled = account in self.redirects or account in self.notes
        stored = "sieve: msgid=<{}>: stored mail into mailbox 'INBOX'" if ruled else "msgid=<{}>: saved mail to INBOX"
        self._log.write(at, head + stored.format(mail.message_id))
        return Answer("sent", "2.0.0", f"250 2.0.0 <{recipient.address}> {session} Saved", 0.02)

    def _act(self, mail: Mail, account: str, at: Moment, head: str) -> None:
        """What the account's filter rules do before the mail is filed."""
        message = f"{head}sieve: msgid=<{mail.message_id}>: "
        if (target := self.redirects.get(account)) is not None:
            self._log.write(at - 0.0004, f"{message}forwarded to <{target.address}>")
            self.hand_in(at + 0.01, VMAIL, mail.sender, (target,), mail.size, mail.message_id)
        last = self._told.get((account, mail.sender), -_NOTE_AGAIN)
        if account in self.notes and mail.sender and at - last >= _NOTE_AGAIN:
            self._told[account, mail.sender] = at
            self._log.write(at - 0.0002, f"{message}sent vacation response to <{mail.sender}>")
            self.hand_in(
                at + 0.01, VMAIL, "", (Recipient(mail.sender),), 900, f"dovecot-sieve-{session_number(mail)}@{MY_NAME}"
            )

    def hand_in(
        self, at: Moment, uid: int, sender: str, recipients: tuple[Recipient, ...], size: int, message_id: str
    ) -> None:
        """Mail by a local program."""
        queue_id, pid = self._queue.new_id(at), self._processes.take("pickup", at, at + 0.01)
        self._log.write(at, f"postfix/pickup[{pid}]: {queue_id}: uid={uid} from=<{sender}>")
        self._queue.accept(Mail(queue_id, "", sender, size, 0.0, message_id, at, list(recipients)))


def session_number(mail: Mail) -> str:
    """What tells the Message-IDs of notes apart."""
    return f"{int(mail.arrived * 1000)}-{mail.queue_id}"
