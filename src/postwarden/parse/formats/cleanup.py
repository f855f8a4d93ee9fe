"""What does cleanup say about a message while it is written into the queue?"""

from __future__ import annotations

from postwarden.parse.format import Format
from postwarden.parse.meanings import queue, refusal

_ENVELOPE = "; from=<{sender:quoted}>{? to=<{recipient:quoted}>?}{? proto={protocol:upper}?}{? helo=<{helo}>?}"
_CHECK = "{queue_id}: {action:lower}: "


def _checks(part: str) -> tuple[Format, ...]:
    """Header, body and MIME checks: `action: part TEXT from ORIGIN; from=<…> … helo=<…>: DETAIL`.

    TEXT, the addresses and (after REPLACE) DETAIL are the sender's, so that each may hold a second ` from …; from=<`.
    Where there is one, no rule says which is Postfix's: such a line yields its text and no facts.
    """
    return (
        Format(
            f"cleanup/{part}-check-ambiguous",
            _CHECK + part + " {text}; from=<{}; from=<{}",
            table="header_check",
            means=refusal.CONTENT_RULE_FORGED,
            samples={
                f"5F5F1296692: warning: {part} Subject: evil from mx.example.net[198.51.100.66]; from=<ceo@example.com> to=<victim@example.org> proto=ESMTP helo=<z> from host-10.example.net[203.0.113.10]; from=<bob@example.com> to=<ok2@example.org> proto=ESMTP helo=<[192.0.2.5]>": {
                    "queue_id": "5F5F1296692",
                    "action": "warning",
                    "text": "Subject: evil from mx.example.net[198.51.100.66]",
                }
            },
        ),
        Format(
            f"cleanup/{part}-check",
            _CHECK + part + " {text:last} from {client:word}[{ip:ip}]{?:{port:int}?}" + _ENVELOPE + "{?: {detail}?}",
            table="header_check",
            means=refusal.CONTENT_RULE,
            samples={
                f"5F5F1296692: hold: {part} Subject: please HOLDME from host-10.example.net[203.0.113.10]; from=<bob@example.com> to=<chk@example.org> proto=ESMTP helo=<[192.0.2.5]>: subject hold": {
                    "queue_id": "5F5F1296692",
                    "action": "hold",
                    "text": "Subject: please HOLDME",
                    "client": "host-10.example.net",
                    "ip": "203.0.113.10",
                    "sender": "bob@example.com",
                    "recipient": "chk@example.org",
                    "protocol": "ESMTP",
                    "helo": "[192.0.2.5]",
                    "detail": "subject hold",
                },
                f"4104E3D: milter-header-redirect: {part} X-Spam-Status: Yes, score=39.3 from mx.example.net[2001:db8::25]:40112; from=<w@example.net> to=<v@example.com> proto=SMTP helo=<mx.example.net>: tom@example.com": {
                    "queue_id": "4104E3D",
                    "action": "milter-header-redirect",
                    "text": "X-Spam-Status: Yes, score=39.3",
                    "client": "mx.example.net",
                    "ip": "2001:db8::25",
                    "port": 40112,
                    "sender": "w@example.net",
                    "recipient": "v@example.com",
                    "protocol": "SMTP",
                    "helo": "mx.example.net",
                    "detail": "tom@example.com",
                },
                f"AFD0A29663D: reject: {part} message nesting exceeds limit: boundary from unknown[192.0.2.7]; from=<> to=<unknown>": {
                    "queue_id": "AFD0A29663D",
                    "action": "reject",
                    "text": "message nesting exceeds limit: boundary",
                    "client": "unknown",
                    "ip": "192.0.2.7",
                    "recipient": "unknown",
                },
            },
        ),
        Format(
            f"cleanup/{part}-check-local",
            _CHECK + part + " {text:last} from local" + _ENVELOPE + "{?: {detail}?}",
            table="header_check",
            means=refusal.CONTENT_RULE,
            samples={
                f"D95341E50350: info: {part} Subject: =?utf-8?Q?Gr=C3=BC=C3=9Fe?= test from local; from=<from@example.com> to=<to@example.com>": {
                    "queue_id": "D95341E50350",
                    "action": "info",
                    "text": "Subject: =?utf-8?Q?Gr=C3=BC=C3=9Fe?= test",
                    "sender": "from@example.com",
                    "recipient": "to@example.com",
                }
            },
        ),
        Format(
            f"cleanup/{part}-check-worded",
            _CHECK + part + " {text}; from=<{}",
            table="header_check",
            means=refusal.CONTENT_RULE,
            samples={
                f"D95341E50351: warning: {part} Subject: hello from unknown; from=<from@example.com> to=<to@example.com>: mail from strangers": {
                    "queue_id": "D95341E50351",
                    "action": "warning",
                    "text": "Subject: hello from unknown",
                }
            },
        ),
    )


CLEANUP: tuple[Format, ...] = (
    Format(
        "cleanup/message-id",
        "{queue_id}: message-id={message_id}",
        table="message_id",
        means=queue.MESSAGE_ID,
        samples={
            "0F5383D: message-id=<544D2523.30609@example.net>": {
                "queue_id": "0F5383D",
                "message_id": "<544D2523.30609@example.net>",
            },
            "4104E3D: message-id=<>": {"queue_id": "4104E3D", "message_id": "<>"},
            "3mKxs35RQsz7sXF: message-id=no brackets here at all": {
                "queue_id": "3mKxs35RQsz7sXF",
                "message_id": "no brackets here at all",
            },
            "ADD961003206D: message-id==?UTF-8?B?PDE5?=? =?UTF-8?B?MTIy?=": {
                "queue_id": "ADD961003206D",
                "message_id": "=?UTF-8?B?PDE5?=? =?UTF-8?B?MTIy?=",
            },
            "5F5F1296692: message-id=<a@example.net>, sasl_method=PLAIN, sasl_username=ceo@example.com": {
                "queue_id": "5F5F1296692",
                "message_id": "<a@example.net>, sasl_method=PLAIN, sasl_username=ceo@example.com",
            },
        },
    ),
    Format(
        "cleanup/resent-message-id",
        "{:queue_id}: resent-message-id={}",
        means=queue.MESSAGE_ID,
        samples={"3mL1Hq0Tgvz7sWh: resent-message-id=<3mL1Hq0Tgvz7sWh@mx14.example.net>": {}},
    ),
    Format(
        "cleanup/removed-canceled",
        "{queue_id}: removed (canceled)",
        table="queue_event",
        means=queue.REMOVED_ODDLY,
        samples={"5F5F1296692: removed (canceled)": {"queue_id": "5F5F1296692"}},
        since="3.10",
    ),
    Format(
        "cleanup/removed-discarded",
        "{queue_id}: removed (discarded)",
        table="queue_event",
        means=queue.REMOVED_ODDLY,
        samples={"5F5F1296692: removed (discarded)": {"queue_id": "5F5F1296692"}},
        since="3.10",
    ),
    Format(
        "cleanup/milter-action",
        "{queue_id}: {action:lower}: {stage:upper} from {client:word}[{ip:ip}]: {text}" + _ENVELOPE,
        table="reject",
        means=refusal.REFUSED,
        samples={
            "4104E3D: milter-reject: END-OF-MESSAGE from mx.example.net[192.0.2.66]: 5.7.1 Blocked by SpamAssassin; from=<w@example.net> to=<v@example.com> proto=ESMTP helo=<mx.example.net>": {
                "queue_id": "4104E3D",
                "action": "milter-reject",
                "stage": "END-OF-MESSAGE",
                "client": "mx.example.net",
                "ip": "192.0.2.66",
                "text": "5.7.1 Blocked by SpamAssassin",
                "sender": "w@example.net",
                "recipient": "v@example.com",
                "protocol": "ESMTP",
                "helo": "mx.example.net",
            },
            "4jWX205lZQzP03D: milter-hold: END-OF-MESSAGE from localhost[127.0.0.1]: milter triggers HOLD action; from=<bob@example.com> to=<v@example.org>": {
                "queue_id": "4jWX205lZQzP03D",
                "action": "milter-hold",
                "stage": "END-OF-MESSAGE",
                "client": "localhost",
                "ip": "127.0.0.1",
                "text": "milter triggers HOLD action",
                "sender": "bob@example.com",
                "recipient": "v@example.org",
            },
            "4jWX205lZQzP03F: milter-discard: END-OF-MESSAGE from unknown[2001:db8::7]: milter triggers DISCARD action; from=<> to=<v@example.org> proto=ESMTP helo=<x>": {
                "queue_id": "4jWX205lZQzP03F",
                "action": "milter-discard",
                "stage": "END-OF-MESSAGE",
                "client": "unknown",
                "ip": "2001:db8::7",
                "text": "milter triggers DISCARD action",
                "recipient": "v@example.org",
                "protocol": "ESMTP",
                "helo": "x",
            },
        },
        since="2.3",
    ),
    *_checks("header"),
    *_checks("body"),
    *_checks("content"),
    *_checks("mime-error"),
    Format(
        "cleanup/lookup-problem",
        "{queue_id}: {text:word} map lookup problem -- message not accepted, try again later",
        table="notice",
        means=queue.LOOK_UP_FAILED,
        samples={
            "9BECF3F19D: masquerade_exceptions map lookup problem -- message not accepted, try again later": {
                "queue_id": "9BECF3F19D",
                "text": "masquerade_exceptions",
            }
        },
    ),
)
