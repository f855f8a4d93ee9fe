"""What do Postfix's and Dovecot's doors do with whoever comes?"""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from ..clock import Moment
from ..outside.people import Recipient
from . import dovecot_lines
from . import postfix_lines as lines
from .intents import Arrive, Fail, Knock, Local, Read, Silent, Submit
from .ledger import Ledger
from .log import Log
from .mail import Mail
from .mailboxes import Mailboxes
from .processes import Processes
from .queue import MY_NAME, Queue

Counters = dict[str, int | tuple[int, int]]


class Doors:
    """smtpd and the login processes."""

    def __init__(
        self, log: Log, ledger: Ledger, processes: Processes, queue: Queue, mailboxes: Mailboxes, rng: Random
    ) -> None:
        self._log = log
        self._ledger = ledger
        self._processes = processes
        self._queue = queue
        self._mailboxes = mailboxes
        self._rng = rng

    def submit(self, intent: Submit) -> None:
        """A login by SMTP with mail."""
        greeting = 0.15 + self._rng.random() * 0.5 + 2.0 * intent.mistakes
        moments = [intent.at + greeting]
        for letter in intent.letters:
            moments.append(max(moments[-1] + 0.15 + self._rng.random() * 0.4, intent.at + letter.after))
        write = self._smtpd(intent.service, intent.at, moments[-1] + 0.3)
        write(intent.at, lines.connected(intent.client))
        for number in range(intent.mistakes):
            write(intent.at + 1 + number * 2, lines.refused_login(intent.client, intent.method, intent.account))
            self._ledger.note(intent.at, intent.account, "failure", intent.client.ip, intent.by)
        for letter, at in zip(intent.letters, moments[1:], strict=True):
            queue_id = self._queue.new_id(at)
            write(at, lines.authenticated(queue_id, intent))
            self._ledger.note(at, intent.account, "message", intent.client.ip, intent.by, len(letter.recipients))
            self._queue.accept(
                Mail(
                    queue_id,
                    intent.account,
                    letter.sender,
                    letter.size,
                    letter.spam,
                    self._message_id(letter.sender),
                    at + 0.05,
                    list(letter.recipients),
                )
            )
        self._leave(write, moments[-1] + 0.25, intent)

    def _leave(self, write: Callable[[Moment, str], None], at: Moment, intent: Submit) -> None:
        number = len(intent.letters)
        counters = _greeted(intent.service)
        counters |= {
            "auth": (1, 1 + intent.mistakes),
            "mail": number,
            "rcpt": sum(len(letter.recipients) for letter in intent.letters),
            "data": number,
        }
        if intent.rude:
            write(at, lines.lost(intent.client, "DATA"))
        else:
            counters["quit"] = 1
        write(at + 0.0001, lines.disconnected(intent.client, counters))

    def silent(self, intent: Silent) -> None:
        """A login by SMTP without mail."""
        end = intent.at + 0.8 + 2.0 * intent.mistakes
        write = self._smtpd(intent.service, intent.at, end)
        write(intent.at, lines.connected(intent.client))
        for number in range(intent.mistakes):
            write(intent.at + 1 + number * 2, lines.refused_login(intent.client, intent.method, intent.account))
            self._ledger.note(intent.at, intent.account, "failure", intent.client.ip, intent.by)
        counters = _greeted(intent.service) | {"auth": (1, 1 + intent.mistakes), "quit": 1}
        write(end, lines.disconnected(intent.client, counters))
        self._ledger.note(end, intent.account, "silent", intent.client.ip, intent.by)

    def fail(self, intent: Fail) -> None:
        """Wrong passwords, at Postfix's door or Dovecot's."""
        self._ledger.note(intent.at, intent.account, "failure", intent.client.ip, "")
        if intent.service in ("imap", "pop3"):
            session = dovecot_lines.session_id(intent.at, intent.client.ip, self._rng)
            waited = 2 * intent.tries + self._rng.randint(0, 2)
            self._log.write(intent.at + waited, dovecot_lines.refused_login(intent, session, waited))
            return
        end = intent.at + 2.1 * intent.tries + 0.4
        write = self._smtpd(intent.service, intent.at, end)
        write(intent.at, lines.connected(intent.client))
        for number in range(intent.tries):
            write(intent.at + 2.1 * (number + 1), lines.refused_login(intent.client, intent.method, intent.account))
        counters = _greeted(intent.service) | {"auth": (0, intent.tries)}
        if intent.rude:
            write(end, lines.lost(intent.client, "AUTH"))
        else:
            counters["quit"] = 1
        write(end + 0.0001, lines.disconnected(intent.client, counters))

    def read(self, intent: Read) -> None:
        """A login to a mailbox; a process serves one session only."""
        pid = self._processes.fork()
        session = dovecot_lines.session_id(intent.at, intent.client.ip, self._rng)
        self._log.write(intent.at, dovecot_lines.logged_in(intent, pid, session))
        self._log.write(intent.at + intent.seconds, dovecot_lines.logged_out(intent, pid, session, self._rng))
        self._ledger.note(intent.at, intent.account, intent.protocol, intent.client.ip, intent.by)

    def arrive(self, intent: Arrive) -> None:
        """Mail from another server, or its refusal where nobody has that mailbox."""
        at, number = intent.at + 0.1, len(intent.recipients)
        write = self._smtpd("smtpd", intent.at, at + 0.2)
        write(intent.at, lines.connected(intent.client))
        counters: Counters = {"ehlo": 2, "starttls": 1, "mail": 1, "rcpt": number, "data": 1, "quit": 1}
        if intent.exists:
            queue_id = self._queue.new_id(at)
            write(at, f"{queue_id}: client={intent.client.named}")
            sender = intent.sender or f"mailer-daemon@{intent.client.host}"
            mail = Mail(queue_id, "", intent.sender, intent.size, 0.0, self._message_id(sender), at + 0.03, [])
            mail.waiting = [Recipient(address) for address in intent.recipients]
            self._queue.accept(mail)
        else:
            counters |= {"rcpt": (0, number), "data": 0}
            for to in intent.recipients:
                why = f"550 5.1.1 <{to}>: Recipient address rejected: User unknown in virtual mailbox table"
                write(at, lines.rejected(intent.client, why, intent.sender, to, intent.client.host))
        write(at + 0.15, lines.disconnected(intent.client, counters))

    def local(self, intent: Local) -> None:
        """Mail by a program on the server."""
        message_id = self._message_id(intent.sender)
        self._mailboxes.hand_in(intent.at, intent.uid, intent.sender, intent.recipients, intent.size, message_id)

    def knock(self, intent: Knock) -> None:
        """Noise, in the manner named."""
        if intent.manner == "imap":
            session = dovecot_lines.session_id(intent.at, intent.client.ip, self._rng)
            self._log.write(intent.at, dovecot_lines.looked_in(intent.client.ip, session))
            return
        service, texts = _MANNERS[intent.manner]
        write = self._smtpd(service, intent.at, intent.at + 1)
        write(intent.at, lines.connected(intent.client))
        for number, text in enumerate(texts):
            write(intent.at + 0.3 + number * 0.0001, text.format(client=intent.client.named))

    def _smtpd(self, service: str, at: Moment, until: Moment) -> Callable[[Moment, str], None]:
        program = "postfix/smtpd" if service == "smtpd" else f"postfix/{service}/smtpd"
        pid = self._processes.take(program, at, until)
        return lambda moment, text: self._log.write(moment, f"{program}[{pid}]: {text}")

    def _message_id(self, sender: str) -> str:
        domain = sender.rpartition("@")[2] or MY_NAME
        return f"{self._rng.getrandbits(64):016x}.{self._rng.randrange(10_000)}@{domain}"


def _greeted(service: str) -> Counters:
    """On port 465 TLS is there already; bots on port 25 do without it."""
    return {"ehlo": 2, "starttls": 1} if service == "submission" else {"ehlo": 1}


_MANNERS = {
    "empty": ("smtpd", ("lost connection after CONNECT from {client}", "disconnect from {client} commands=0/0")),
    "empty submission": (
        "submission",
        ("lost connection after CONNECT from {client}", "disconnect from {client} commands=0/0"),
    ),
    "http": (
        "smtpd",
        (
            "warning: non-SMTP command from {client}: GET / HTTP/1.1",
            "disconnect from {client} unknown=0/1 commands=0/1",
        ),
    ),
    "tls": (
        "submissions",
        (
            "SSL_accept error from {client}: -1",
            "warning: TLS library problem: error:0A00010B:SSL routines::wrong version number:"
            "../ssl/record/ssl3_record.c:350:",
            "lost connection after CONNECT from {client}",
            "disconnect from {client} commands=0/0",
        ),
    ),
    "relay": (
        "smtpd",
        (
            "NOQUEUE: reject: RCPT from {client}: 554 5.7.1 <relay.test@bigmail.example.net>: Relay access denied; "
            "from=<test@example.com> to=<relay.test@bigmail.example.net> proto=ESMTP helo=<mail.example.com>",
            "disconnect from {client} ehlo=1 mail=1 rcpt=0/1 quit=1 commands=3/4",
        ),
    ),
}
