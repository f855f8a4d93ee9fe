"""What does Dovecot's submission service hand on to the mail server behind it?"""

from __future__ import annotations

from postwarden.parse.format import Format
from postwarden.parse.formats.dovecot_session import USER
from postwarden.parse.meanings import mailbox

_RELAYED = (
    USER
    + "{?relay: ?}Successfully relayed message: from=<{sender:last}>, size={size:int}, id={:word}, nrcpt={recipients:int}, "
)

SUBMISSION: tuple[Format, ...] = (
    Format(
        "dovecot-submission/relayed",
        _RELAYED + "reply=`{} queued as {queue_id}'",
        table="dovecot_relay",
        means=mailbox.RELAYED,
        samples={
            "(bob)<263><q>: Successfully relayed message: from=<bob@example.com>, size=56, id=BJg1, nrcpt=2, reply=`250 2.0.0 Ok: queued as 4F1B2C0D3E'": {
                "account": "bob",
                "session": "q",
                "sender": "bob@example.com",
                "size": 56,
                "recipients": 2,
                "queue_id": "4F1B2C0D3E",
            },
            "(bob)<263><q>: relay: Successfully relayed message: from=<>, size=56, id=BJg1, nrcpt=1, reply=`250 2.0.0 Ok: 255 bytes queued as 4dBq9Z0Xyz1K'": {
                "account": "bob",
                "session": "q",
                "size": 56,
                "recipients": 1,
                "queue_id": "4dBq9Z0Xyz1K",
            },
        },
    ),
    Format(
        "dovecot-submission/relayed-elsewhere",  # a relay that does not name its queue id
        _RELAYED + "{}",
        table="dovecot_relay",
        means=mailbox.RELAYED,
        samples={
            "(bob)<263><q>: Successfully relayed message: from=<bob@example.com>, size=56, id=BJg1, nrcpt=2, reply=`250 OK'": {
                "account": "bob",
                "session": "q",
                "sender": "bob@example.com",
                "size": 56,
                "recipients": 2,
            }
        },
    ),
    Format(
        "dovecot-submission/relayed-to",  # one line for each recipient, where the relay speaks LMTP
        "({:plain})<{:int}><{:word}>: {?Info: ?}{?relay: ?}Successfully relayed message: from=<{}",
        means=mailbox.RELAYED,
        samples={
            "(bob)<263><q>: Successfully relayed message: from=<bob@example.com>, to=<eve@example.net>, size=56, id=BJg1, rcpt=0/2, reply=`250 OK'": {}
        },
    ),
    Format(
        "dovecot-submission/relay-failed",
        "({:plain})<{:int}><{:word}>: {?Info: ?}{?relay: ?}Failed to relay message: {text}",
        table="notice",
        means=mailbox.RELAY_FAILED,
        samples={
            "(bob)<263><q>: relay: Failed to relay message: from=<bob@example.com>, size=56, nrcpt=1, reply=`554 5.7.1 Spam'": {
                "text": "from=<bob@example.com>, size=56, nrcpt=1, reply=`554 5.7.1 Spam'"
            }
        },
    ),
)
