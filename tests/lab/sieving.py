"""What must the log tell of a mail that an account's Sieve script does something with?"""

from __future__ import annotations

from lab.stage import Act, Stage
from lab.truth import Connection, Delivery, Filing, Message

_DOVECOT = "127.0.0.1"  # it hands mail to Postfix as any other client


def sieved(mail: Act, account: str, *, forwards: str = "", discards: bool = False, keeps: bool = False) -> Act:
    """A mail to that account, which it does not keep unless told; where it is kept, the mailbox tells."""

    async def act(stage: Stage) -> None:
        await mail(stage)
        brought = stage.last(Message)
        message_id = brought["message_id"]
        if discards:
            stage.saw(Filing, account=account, action="discarded", target=None, message_id=message_id)
        if forwards:
            stage.saw(Filing, account=account, action="forwarded", target=forwards, message_id=message_id)
            stage.saw(Connection, ip=_DOVECOT, service="postfix/smtpd")
            known = {"origin": "network", "ip": _DOVECOT, "message_id": message_id}
            stage.expect(**known, sender=brought["sender"], recipients=1)
        if not keeps:
            stage.saw(Delivery, queue_id=brought["queue_id"], recipient=account, status="sent", dsn="2.0.0")

    return act
