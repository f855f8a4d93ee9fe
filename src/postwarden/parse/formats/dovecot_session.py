"""How do Dovecot's IMAP, POP3, submission and ManageSieve sessions end, and what did they do to the mailbox?

`body_bytes` and `expunged` tell a client that reads everything, or covers its tracks. In front stands the account,
from 2.3 on with process id and session: `(bob)<263><VQ2X>: `.
"""

from __future__ import annotations

from postwarden.model.meaning import Meaning
from postwarden.parse.format import Format
from postwarden.parse.meanings import login, mailbox

USER = "({account}){?<{:int}><{session:word}>?}: {?Info: ?}"

_IMAP = (
    " in={bytes_in:int} out={bytes_out:int}{? deleted={deleted:int}?}{? expunged={expunged:int}?}{? trashed={:int}?}"
    "{? autoexpunged={:int}?}{? appended={:int}?}{? hdr_count={:int}?}{? hdr_bytes={:int}?}"
    "{? body_count={body_count:int}?}{? body_bytes={body_bytes:int}?}{? {}?}"
)
_POP3 = " top={:int}/{:int}, retr={body_count:int}/{body_bytes:int}, del={deleted:int}/{:int}, size={:int}{?, {}?}"
_SIEVE = " bytes={bytes_in:int}/{bytes_out:int}"

ENDS: tuple[Format, ...] = (
    Format(
        "dovecot-session/imap",  # submission says the same, with in= and out= only
        USER + "Disconnected: {reason}" + _IMAP,
        table="dovecot_session",
        means=mailbox.SESSION_ENDED,
        samples={
            "(bob@example.com)<263><VQ2Xgb1gNdHLAHEK>: Disconnected: Logged out in=8 out=516 deleted=1 expunged=2 trashed=0 hdr_count=3 hdr_bytes=4000 body_count=5 body_bytes=60000": {
                "account": "bob@example.com",
                "session": "VQ2Xgb1gNdHLAHEK",
                "reason": "Logged out",
                "bytes_in": 8,
                "bytes_out": 516,
                "deleted": 1,
                "expunged": 2,
                "body_count": 5,
                "body_bytes": 60000,
            },
            "(bob)<263><q>: Info: Disconnected: Connection closed (IDLE running for 0.001 + waiting 5.2 secs, 2 B in + 10 B out, state=wait-input) in=50 out=70 deleted=0 expunged=0 trashed=0 hdr_count=0 hdr_bytes=0 body_count=0 body_bytes=0": {
                "account": "bob",
                "session": "q",
                "reason": "Connection closed (IDLE running for 0.001 + waiting 5.2 secs, 2 B in + 10 B out, state=wait-input)",
                "bytes_in": 50,
                "bytes_out": 70,
                "deleted": 0,
                "expunged": 0,
                "body_count": 0,
                "body_bytes": 0,
            },
            "(bob)<263><q>: Disconnected: Logged out in=50 out=70 body_count=1 body_bytes=9 rip=203.0.113.9": {
                "account": "bob",
                "session": "q",
                "reason": "Logged out",
                "bytes_in": 50,
                "bytes_out": 70,
                "body_count": 1,
                "body_bytes": 9,
            },
            "(bob): Disconnected: Logged out in=8 out=516": {
                "account": "bob",
                "reason": "Logged out",
                "bytes_in": 8,
                "bytes_out": 516,
            },
        },
    ),
    Format(
        "dovecot-session/imap-of-nobody",  # 2.3 forgets whose session it was, now and then, where a client hangs up
        "{?Info: ?}Disconnected: {} in={:int} out={:int}{? {}?}",
        means=mailbox.SESSION_ENDED,
        samples={
            "Disconnected: Connection closed (UID FETCH finished 1.666 secs ago) in=86 out=16295 deleted=0 expunged=0 trashed=0 hdr_count=0 hdr_bytes=0 body_count=1 body_bytes=15058": {},
            "Info: Disconnected: Connection closed in=8 out=516": {},
        },
    ),
    Format(
        "dovecot-session/pop3",
        USER + "Disconnected: {reason}" + _POP3,
        table="dovecot_session",
        means=mailbox.SESSION_ENDED,
        samples={
            "(bob): Disconnected: Logged out top=0/0, retr=2/3456, del=1/10, size=12345": {
                "account": "bob",
                "reason": "Logged out",
                "body_count": 2,
                "body_bytes": 3456,
                "deleted": 1,
            },
            "(bob)<263><q>: Disconnected: Logged out top=0/0, retr=0/0, del=0/0, size=0": {
                "account": "bob",
                "session": "q",
                "reason": "Logged out",
                "body_count": 0,
                "body_bytes": 0,
                "deleted": 0,
            },
        },
    ),
    Format(
        "dovecot-session/managesieve",
        USER + "Disconnected: {reason}" + _SIEVE,
        table="dovecot_session",
        means=mailbox.SESSION_ENDED,
        samples={
            "(bob): Disconnected: Logged out bytes=26/345": {
                "account": "bob",
                "reason": "Logged out",
                "bytes_in": 26,
                "bytes_out": 345,
            },
            "(bob)<263><q>: Disconnected: Connection closed bytes=26/345": {
                "account": "bob",
                "session": "q",
                "reason": "Connection closed",
                "bytes_in": 26,
                "bytes_out": 345,
            },
        },
    ),
    Format(
        "dovecot-session/other",  # a logout format of one's own, or none
        USER + "Disconnected: {reason}",
        table="dovecot_session",
        means=mailbox.STOPPED,
        samples={
            "(bob)<263><q>: Disconnected: Worker handshake failed": {
                "account": "bob",
                "session": "q",
                "reason": "Worker handshake failed",
            }
        },
    ),
)

# 2.2 says anything in front of the counters: these come last, behind lines that hold other people's text.
ENDS_OF_2_2: tuple[Format, ...] = (
    Format(
        "dovecot-session/client-id",
        "({:plain}){?<{:int}><{:word}>?}: {?Info: ?}ID sent: {}",
        means=login.CLIENT_ID,
        samples={"(bob): ID sent: name=Thunderbird, version=1": {}, "(bob)<263><q>: ID sent: name=x": {}},
    ),
    Format(
        "dovecot-session/imap-2.2",
        USER + "{reason}" + _IMAP,
        table="dovecot_session",
        means=mailbox.SESSION_ENDED,
        samples={
            "(bob): Disconnected for inactivity in=8 out=516": {
                "account": "bob",
                "reason": "Disconnected for inactivity",
                "bytes_in": 8,
                "bytes_out": 516,
            }
        },
    ),
    Format(
        "dovecot-session/pop3-2.2",
        USER + "{reason}" + _POP3,
        table="dovecot_session",
        means=mailbox.SESSION_ENDED,
        samples={
            "(bob): Server shutting down. top=0/0, retr=0/0, del=0/3, size=900": {
                "account": "bob",
                "reason": "Server shutting down.",
                "body_count": 0,
                "body_bytes": 0,
                "deleted": 0,
            }
        },
    ),
    Format(
        "dovecot-session/managesieve-2.2",
        USER + "{reason}" + _SIEVE,
        table="dovecot_session",
        means=mailbox.SESSION_ENDED,
        samples={
            "(bob): Disconnected for inactivity. bytes=26/345": {
                "account": "bob",
                "reason": "Disconnected for inactivity.",
                "bytes_in": 26,
                "bytes_out": 345,
            }
        },
    ),
)

_MAIL = "box={target}{?, uid={:int}?}{?, msgid={message_id}?}{?, size={:int}?}{?, {}?}"


def _event(action: str, means: Meaning, template: str, text: str) -> Format:
    """What the mail_log plugin says when a message is flagged, filed or thrown away."""
    said = f"{text}: box=INBOX, uid=17, msgid=<a.1@example.net>, size=2048"
    fields = {"account": "bob", "target": "INBOX", "message_id": "<a.1@example.net>"}
    return Format(
        f"dovecot-mail/{action}",
        USER + template + ": " + _MAIL,
        table="dovecot_mail",
        means=means,
        samples={
            f"(bob): {said}": fields,
            f"(bob)<263><q>: {said}, from=Eve <eve@example.net>, subject=hi": {**fields, "session": "q"},
        },
    )


MAIL_LOG: tuple[Format, ...] = (
    _event("delete", mailbox.DELETED, "delete", "delete"),
    _event("undelete", mailbox.CHANGED, "undelete", "undelete"),
    _event("expunge", mailbox.DELETED, "expunge", "expunge"),
    _event("autoexpunge", mailbox.CHANGED, "autoexpunge", "autoexpunge"),
    _event("save", mailbox.CHANGED, "save", "save"),
    _event("copy", mailbox.CHANGED, "copy from {}", "copy from Archive"),
    _event("flag-change", mailbox.CHANGED, "flag_change", "flag_change"),
    Format(
        "dovecot-mail/mailbox-renamed",
        USER + "Mailbox renamed: {target}",
        table="dovecot_mail",
        means=mailbox.FOLDER,
        samples={"(bob): Mailbox renamed: Sent -> Old": {"account": "bob", "target": "Sent -> Old"}},
    ),
    Format(
        "dovecot-mail-2.4/mailbox-renamed",
        USER + "Mailbox {}: Mailbox renamed: {target}",
        table="dovecot_mail",
        since="Dovecot 2.4",
        means=mailbox.FOLDER,
        samples={
            "(bob)<263><q>: Mailbox Sent: Mailbox renamed: Sent -> Old": {
                "account": "bob",
                "session": "q",
                "target": "Sent -> Old",
            }
        },
    ),
    Format(
        "dovecot-mail/mailbox-deleted",
        USER + "Mailbox deleted: {target}",
        table="dovecot_mail",
        means=mailbox.FOLDER,
        samples={"(bob)<263><q>: Mailbox deleted: Sent": {"account": "bob", "session": "q", "target": "Sent"}},
    ),
    Format(
        "dovecot-mail-2.4/mailbox-deleted",
        USER + "Mailbox {target}: Mailbox deleted",
        table="dovecot_mail",
        since="Dovecot 2.4",
        means=mailbox.FOLDER,
        samples={"(bob)<263><q>: Mailbox Sent: Mailbox deleted": {"account": "bob", "session": "q", "target": "Sent"}},
    ),
    Format(
        "dovecot-mail/mailbox-created",
        USER + "Mailbox created: {target}",
        table="dovecot_mail",
        means=mailbox.FOLDER,
        samples={"(bob)<263><q>: Mailbox created: Old": {"account": "bob", "session": "q", "target": "Old"}},
    ),
    Format(
        "dovecot-mail-2.4/mailbox-created",
        USER + "Mailbox {target}: Mailbox created",
        table="dovecot_mail",
        since="Dovecot 2.4",
        means=mailbox.FOLDER,
        samples={"(bob)<263><q>: Mailbox Old: Mailbox created": {"account": "bob", "session": "q", "target": "Old"}},
    ),
)
