"""What must the SMTP server log of a session with a client? A session writes its own truth down."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from types import TracebackType
from typing import Self

from lab import logged
from lab.clients import Smtp
from lab.content import Found, found_in, message_id
from lab.replies import NOT_OWNER, TOO_BIG, TOO_BIG_NOTICES, queued_as, too_often
from lab.setup import SCREENED, SERVICES
from lab.stage import Stage
from lab.truth import (
    Abort,
    Connection,
    ContentCheck,
    Ending,
    Failure,
    Limit,
    Login,
    Message,
    Notice,
    QueueEvent,
    Rejection,
    SilentLogin,
    TlsSession,
)


@dataclass(frozen=True)
class Begun:
    """A mail with its recipients, before its content."""

    sender: str
    recipients: tuple[str, ...]
    queue_ids: Collection[str]
    """One; where others send meanwhile, theirs too."""
    verdicts: int
    """How many the policy service had given before."""
    message_id: str | None = None

    @property
    def only_recipient(self) -> str:
        """What concerns several is refused to none by name."""
        return self.recipients[0] if len(self.recipients) == 1 else ""


class Session:
    """A client from `ip` (a proxy may pose as another one) at one port, from its connection to its end."""

    def __init__(self, stage: Stage, client: Smtp, ip: str, port: int) -> None:
        self.client = client
        self.ip = ip
        self.service = f"{SERVICES[port]}/smtpd"
        self.helo = ""
        self.cut: str | None = "lost-connection"
        """Why it ended, as long as nobody has said good-bye."""
        self.crowded = False
        """Whether the same client has other connections."""
        self._stage = stage
        self._auths: list[bool] = []
        self._account: str | None = None
        self._method = ""
        self._mails = 0
        self._named = False  # whether a refusal has said who is logged in

    @classmethod
    async def open(cls, stage: Stage, ip: str, port: int, *, tls: bool = True) -> Self:
        if port == SCREENED:
            stage.screen(ip)
        return cls(stage, await Smtp.open(ip, port, tls=tls), ip, port)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        seen = {"ip": self.ip, "service": self.service}
        if self._stage.postfix.tls_loglevel and (spoken := self.client.tls()):
            self._stage.saw(TlsSession, **seen, protocol=spoken[0], cipher=spoken[1])
        self.client.hang_up()
        self._stage.saw(Connection, **seen, auths=tuple(self._auths))
        if self.cut and (self.client.after, self.cut) != ("END-OF-MESSAGE", "lost-connection"):  # which smtpd forgives
            self._stage.saw(Abort, **seen, reason=self.cut, after=self.client.after)
        if self._named:
            method = self._method if self._stage.postfix.names_logins else None
            self._stage.saw(Login, **seen, account=self._account, method=method, protocol="smtp")
        if True in self._auths and not self._mails:
            self._stage.saw(SilentLogin, **seen, failed=self._auths.count(False))

    async def greet(self, helo: str, tls: bool) -> bool:
        """Whether the server wants to talk with this client."""
        self.helo = logged.helo(helo)
        welcome = await self.client.greet(helo, tls)
        if not welcome:
            self.turned_away()
        return welcome

    def turned_away(self) -> None:
        """The server has said why, and hangs up."""
        self._too_often()
        self.cut = None

    async def pose(self, ip: str, name: str) -> None:
        """Speak for a client elsewhere, as a proxy may (XCLIENT)."""
        await self.client.pose(ip, name)
        self.ip = ip

    async def log_in(self, account: str, password: str, method: str = "PLAIN") -> bool:
        taken = await self.client.log_in(account, password, method)
        self._auths.append(taken)
        self._shown(method)
        if taken:
            self._account, self._method = account, method
        elif not self._too_often():
            self._stage.saw(
                Failure,
                account=logged.failed_name(account).lower(),
                ip=self.ip,
                method=method,
                protocol="smtp",
                attempts=1,
            )
        return taken

    async def speak(self, line: str | bytes) -> str:
        """Any line, and what the server says to it."""
        verb = line.split()[0].upper() if isinstance(line, str) and line.strip() else ""
        reply = await self.client.ask(line)
        if verb in {"HELO", "EHLO"} and isinstance(line, str):
            self.helo = logged.helo(line.partition(" ")[2])
        if verb == "AUTH":
            self._auths.append(reply.startswith("235"))
        return reply

    async def send(self, sender: str, recipients: Sequence[str], text: str) -> bool:
        """Bring a mail; whether it was taken."""
        mail = await self.begin(sender, recipients)
        return mail is not None and await self.finish(mail, text)

    async def begin(self, sender: str, recipients: Sequence[str]) -> Begun | None:
        """Say whom a mail is from and for whom."""
        said = len(self._stage.policy.verdicts)
        before = self._stage.postfix.queued("incoming")
        if not (await self.client.ask(f"MAIL FROM:<{sender}>")).startswith("250"):
            self.refused("MAIL", sender)
            return None
        taken: list[str] = []
        for recipient in recipients:
            answer = await self.client.ask(f"RCPT TO:<{recipient}>")
            if self._account and self._stage.postfix.logs_permits:
                self._permitted(sender, recipient, queued=bool(taken))
            if answer.startswith("250"):
                taken.append(recipient)
            else:
                self.refused("RCPT", sender, recipient, queued=bool(taken))
        begun = self._stage.postfix.queued("incoming") - before
        return Begun(sender, tuple(taken), begun, said) if taken else None

    async def finish(self, mail: Begun, text: str) -> bool:
        """The mail itself; whether it was taken."""
        if not (await self.client.ask("DATA")).startswith("354"):
            self.refused("DATA", mail.sender, mail.only_recipient, queued=True)
            self.abandon(mail)
            return False
        thrown_away = "discard" in self._verdicts(mail)  # then nobody looks at it
        mail = replace(mail, message_id=None if thrown_away else message_id(text))
        taken = queued_as(await self.client.finish(text))
        actions = self._checked(mail, text, bool(taken))
        actions |= self._verdicts(mail)
        if taken and "discard" not in actions:
            self._queued(taken, mail, actions, unclear=any(not one.clear for one in found_in(text)))
        else:
            self.abandon(replace(mail, queue_ids={taken}) if taken else mail, "discarded" if taken else "canceled")
        self._mails += bool(taken)
        return bool(taken)

    def _verdicts(self, mail: Begun) -> set[str]:
        """What the policy service has said about it."""
        return {verdict.action for verdict in self._stage.policy.verdicts[mail.verdicts :]}

    def abandon(self, mail: Begun, how: str = "canceled") -> None:
        """A mail that got a queue id, and nothing more."""
        (queue_id,) = mail.queue_ids
        self._entered(queue_id)
        self._stage.saw(Message, **self._origin(queue_id), sender=None, recipients=None, message_id=mail.message_id)
        self._stage.saw(Ending, queue_id=queue_id, ended="canceled")
        if self._stage.postfix.tells_losses:
            self._stage.saw(QueueEvent, queue_id=queue_id, event=how)

    def _permitted(self, sender: str, recipient: str, *, queued: bool) -> None:
        """The server tells of each recipient whom it takes because of the login."""
        where = {"ip": self.ip, "service": self.service, "helo": self.helo}
        named = self._account if queued or self._stage.postfix.names_logins else None
        self._stage.saw(
            Rejection, **where, action="permit", stage="RCPT", sender=sender, recipient=recipient, account=named
        )
        self._named |= named is not None and not queued

    def refused(self, stage: str, sender: str = "", recipient: str = "", *, queued: bool = False) -> None:
        """The server does not want that; it says for whom, once the mail has a queue id."""
        if self._too_often():
            return
        self._stage.saw(
            Rejection,
            ip=self.ip,
            service=self.service,
            action="reject",
            stage=stage,
            **logged.envelope(sender, recipient),
            helo=self.helo,
            account=self._account if queued or self._stage.postfix.names_logins or self._not_owner() else None,
        )
        if self._account and not queued and (self._stage.postfix.names_logins or self._not_owner()):
            self._named = True

    def _not_owner(self) -> bool:
        return NOT_OWNER in self.client.told

    def _too_often(self) -> bool:
        """Whether the last reply was that."""
        what = too_often(self.client.told, crowded=self.crowded)
        if what:
            self._stage.saw(Limit, ip=self.ip, service=self.service, what=what)
        return what is not None

    async def quit(self) -> None:
        if self.cut:
            await self.client.quit()
        self.cut = None

    def _shown(self, method: str) -> None:
        """Passwords that the server writes into its log, when it shows all that is said to it, or in TLS."""
        kinds: tuple[str, ...] = ()
        if self._stage.postfix.tls_loglevel >= 4 and self.client.tls():
            kinds += {"PLAIN": ("auth-plain",), "LOGIN": ("auth-response",) * 2}[method]
        if self._stage.postfix.verbose(self.service):
            kinds += {"PLAIN": ("auth-plain-received", "sasl-first"), "LOGIN": ("auth-response-received",) * 2}[method]
        for kind in kinds:
            self._stage.saw(Notice, service=self.service, kind=f"verbose/{kind}", severity="warning", text=None)

    def _checked(self, mail: Begun, text: str, taken: bool) -> set[str]:
        """What was found in the content, or else refused at its end."""
        found = list(found_in(text))
        for one in found:
            self._stage.saw(
                ContentCheck, ip=self.ip if one.clear else None, action=one.action, part=one.part, text=one.told
            )
            if one.refuses:
                self._remarked(one, mail)
        actions = {one.action for one in found}
        if TOO_BIG in self.client.told:
            for service, kind, told in TOO_BIG_NOTICES:
                self._stage.saw(Notice, service=service or self.service, kind=kind, severity="warning", text=told)
        elif not taken and "reject" not in actions:
            self.refused("END-OF-MESSAGE", mail.sender, mail.only_recipient, queued=True)
        return actions

    def _remarked(self, found: Found, mail: Begun) -> None:
        """cleanup names the last recipient that it has heard of."""
        known = {"sender": mail.sender, "recipient": mail.recipients[-1], "helo": self.helo}
        self._stage.saw(
            Rejection,
            ip=self.ip,
            service="postfix/cleanup",
            action=found.action,
            stage=found.part,
            account=self._account,
            **(known if found.clear else dict.fromkeys(known, "")),
        )

    def _queued(self, queue_id: str, mail: Begun, actions: Collection[str], *, unclear: bool) -> None:
        """Of a mail that is held before the queue manager sees it, nobody counts the recipients."""
        held = "hold" in actions
        self._entered(queue_id)
        self._stage.saw(
            Message,
            **self._origin(queue_id),
            sender=None if held and unclear else mail.sender,
            recipients=None if held else len(mail.recipients) + ("bcc" in actions),
            message_id=mail.message_id and logged.message_id(queue_id, mail.message_id),
        )

    def _entered(self, queue_id: str) -> None:
        if self._account:
            entry = {"account": self._account, "ip": self.ip, "method": self._method, "queue_id": queue_id}
            self._stage.saw(Login, **entry, protocol="smtp", service=self.service)

    def _origin(self, queue_id: str) -> dict[str, object]:
        known = {"queue_id": queue_id, "ip": self.ip}
        return (
            {**known, "origin": "login", "account": self._account} if self._account else {**known, "origin": "network"}
        )
