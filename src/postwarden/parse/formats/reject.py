"""What did the SMTP server refuse, hold, redirect or expressly permit, and whom did it concern?

    <id>: <action>: <stage> from <client>: <text>; from=<…> to=<…> proto=… helo=<…> sasl_method=… sasl_username=… sasl_sender=…

Text, sender and recipient are the client's words and may hold anything, also a whole tail like this one. So the client
is read from the left, and the login from the right: from=<…> and to=<…> end at the last `> proto=` that there is, the
HELO name was stripped of blanks and brackets by Postfix, a login has no angle brackets, sasl_sender is xtext. A tail
within an address is followed by the true one, or at least by `> proto=…`, which neither login nor xtext can hold.
What can be garbled are text, sender and recipient: quotes are honoured, as Postfix writes them since 3.5.
"""

from __future__ import annotations

from collections.abc import Mapping

from postwarden.parse.format import Format
from postwarden.parse.meanings import refusal

_HEAD = "{queue_id}: {action:lower}: {stage:upper} from {NAMADDR}: "
_PROXY = "{action:lower}: {stage:upper}: "
_HELO = "proto={protocol:upper}{? helo=<{helo:plain}>?}"
_LOGIN = "{? sasl_method={method:word}?}{? sasl_username={account:plain}?}{? sasl_sender={:word}?}"
# Milters and proxy filters, since 3.2.
_BRACKETED = " sasl_username=<{account:plain}>"

_BOTH = "{text:quoted}; from=<{sender:quoted}> to=<{recipient:last}> " + _HELO
_SENDER = "{text:quoted}; from=<{sender:last}> " + _HELO
_RECIPIENT = "{text:quoted}; to=<{recipient:last}> " + _HELO
_CLIENT = "{text:last}; " + _HELO

_UNKNOWN = {"client": "unknown", "ip": "203.0.113.60"}


def _reject(name: str, template: str, samples: Mapping[str, Mapping[str, str | int]], since: str = "") -> Format:
    return Format(f"smtpd/{name}", template, "reject", samples, since, refusal.REFUSED)


_SPAM = {
    "queue_id": "NOQUEUE",
    "action": "reject",
    "stage": "RCPT",
    **_UNKNOWN,
    "sender": "a@example.com",
    "recipient": "jo@example.org",
    "protocol": "ESMTP",
}

_ACCESS: tuple[Format, ...] = (
    _reject(
        # First: `; proto=` within an address is followed by `> proto=`, so this takes no line that has addresses.
        "reject-client",
        _HEAD + _CLIENT + _LOGIN,
        {
            "NOQUEUE: reject: CONNECT from unknown[203.0.113.60]: 554 5.7.1 <unknown[203.0.113.60]>: Client host rejected: Access denied; proto=SMTP": {
                "queue_id": "NOQUEUE",
                "action": "reject",
                "stage": "CONNECT",
                **_UNKNOWN,
                "text": "554 5.7.1 <unknown[203.0.113.60]>: Client host rejected: Access denied",
                "protocol": "SMTP",
            },
            "NOQUEUE: reject: EHLO from unknown[203.0.113.60]: 504 5.5.2 <x>: Helo command rejected: need fully-qualified hostname; proto=SMTP helo=<x>": {
                "queue_id": "NOQUEUE",
                "action": "reject",
                "stage": "EHLO",
                **_UNKNOWN,
                "text": "504 5.5.2 <x>: Helo command rejected: need fully-qualified hostname",
                "protocol": "SMTP",
                "helo": "x",
            },
        },
    ),
    _reject(
        "reject-milter-client",
        _HEAD + _CLIENT + _BRACKETED,
        {
            "NOQUEUE: milter-reject: EHLO from unknown[203.0.113.60]: 550 5.7.1 no; proto=ESMTP helo=<x> sasl_username=<bob>": {
                "queue_id": "NOQUEUE",
                "action": "milter-reject",
                "stage": "EHLO",
                **_UNKNOWN,
                "text": "550 5.7.1 no",
                "protocol": "ESMTP",
                "helo": "x",
                "account": "bob",
            }
        },
        since="3.2",
    ),
    _reject(
        "reject",
        _HEAD + _BOTH + _LOGIN,
        {
            "NOQUEUE: reject: RCPT from unknown[203.0.113.60]: 450 4.1.2 <jo@example.org>: Recipient address rejected: Domain not found; from=<a@example.com> to=<jo@example.org> proto=ESMTP helo=<User>": {
                **_SPAM,
                "text": "450 4.1.2 <jo@example.org>: Recipient address rejected: Domain not found",
                "helo": "User",
            },
            "NOQUEUE: reject: RCPT from unknown[203.0.113.60]: 554 5.7.1 Service unavailable; Helo command [x.example.com] blocked using dbl.example.net; http://dbl.example.net/query?x; from=<a@example.com> to=<jo@example.org> proto=ESMTP helo=<x.example.com>": {
                **_SPAM,
                "text": "554 5.7.1 Service unavailable; Helo command [x.example.com] blocked using dbl.example.net; http://dbl.example.net/query?x",
                "helo": "x.example.com",
            },
            "NOQUEUE: reject_warning: RCPT from v6.example.net[2001:db8::66]:38403: 553 5.7.1 <ceo@example.org>: Sender address rejected: not owned by user bob@example.org; from=<ceo@example.org> to=<z@example.com> proto=ESMTP helo=<x>": {
                "queue_id": "NOQUEUE",
                "action": "reject_warning",
                "stage": "RCPT",
                "client": "v6.example.net",
                "ip": "2001:db8::66",
                "port": 38403,
                "text": "553 5.7.1 <ceo@example.org>: Sender address rejected: not owned by user bob@example.org",
                "sender": "ceo@example.org",
                "recipient": "z@example.com",
                "protocol": "ESMTP",
                "helo": "x",
            },
            "NOQUEUE: reject: RCPT from unknown[203.0.113.60]: 553 5.7.1 <ceo@example.org>: Sender address rejected: not owned by user bob@example.org; from=<a@example.com> to=<jo@example.org> proto=ESMTP helo=<x> sasl_method=PLAIN sasl_username=bob@example.org": {
                **_SPAM,
                "text": "553 5.7.1 <ceo@example.org>: Sender address rejected: not owned by user bob@example.org",
                "helo": "x",
                "method": "PLAIN",
                "account": "bob@example.org",
            },
            "AFD0A29663D: permit: RCPT from unknown[203.0.113.60]: action=permit_sasl_authenticated for Client host=unknown[203.0.113.60] ; from=<a@example.com> to=<jo@example.org> proto=ESMTP helo=<x> sasl_method=PLAIN sasl_username=odd user sasl_sender=ceo@example.org": {
                **_SPAM,
                "queue_id": "AFD0A29663D",
                "action": "permit",
                "text": "action=permit_sasl_authenticated for Client host=unknown[203.0.113.60] ",
                "helo": "x",
                "method": "PLAIN",
                "account": "odd user",
            },
            "NOQUEUE: milter-reject: RCPT from unknown[203.0.113.60]: 451 4.7.1 Greylisting in action; from=<a@example.com> to=<jo@example.org> proto=ESMTP helo=<x>": {
                **_SPAM,
                "action": "milter-reject",
                "text": "451 4.7.1 Greylisting in action",
                "helo": "x",
            },
            "NOQUEUE: reject: RCPT from unknown[203.0.113.60]: 454 4.7.1 <jo@example.org>: Relay access denied; from=<a@example.com> to=<jo@example.org> proto=SMTP": {
                **_SPAM,
                "text": "454 4.7.1 <jo@example.org>: Relay access denied",
                "protocol": "SMTP",
            },
        },
    ),
    _reject(
        "reject-milter",
        _HEAD + _BOTH + _BRACKETED,
        {
            "AFD0A29663D: milter-reject: END-OF-MESSAGE from unknown[203.0.113.60]: 5.7.1 Blocked; from=<a@example.com> to=<jo@example.org> proto=ESMTP helo=<x> sasl_username=<bob@example.org>": {
                **_SPAM,
                "queue_id": "AFD0A29663D",
                "action": "milter-reject",
                "stage": "END-OF-MESSAGE",
                "text": "5.7.1 Blocked",
                "helo": "x",
                "account": "bob@example.org",
            }
        },
        since="3.2",
    ),
    _reject(
        # MAIL, and DATA or END-OF-MESSAGE after several recipients.
        "reject-sender",
        _HEAD + _SENDER + _LOGIN,
        {
            "NOQUEUE: discard: MAIL from mx.example.net[192.0.2.8]: <a@example.com>: Sender address SPAM; from=<a@example.com> proto=ESMTP helo=<mx.example.net>": {
                "queue_id": "NOQUEUE",
                "action": "discard",
                "stage": "MAIL",
                "client": "mx.example.net",
                "ip": "192.0.2.8",
                "text": "<a@example.com>: Sender address SPAM",
                "sender": "a@example.com",
                "protocol": "ESMTP",
                "helo": "mx.example.net",
            },
            "AFD0A29663D: hold: END-OF-MESSAGE from unknown[203.0.113.60]: <END-OF-MESSAGE>: End-of-data triggers HOLD; from=<> proto=ESMTP helo=<x> sasl_method=LOGIN sasl_username=bob": {
                "queue_id": "AFD0A29663D",
                "action": "hold",
                "stage": "END-OF-MESSAGE",
                **_UNKNOWN,
                "text": "<END-OF-MESSAGE>: End-of-data triggers HOLD",
                "protocol": "ESMTP",
                "helo": "x",
                "method": "LOGIN",
                "account": "bob",
            },
        },
    ),
    _reject(
        "reject-milter-sender",
        _HEAD + _SENDER + _BRACKETED,
        {
            "NOQUEUE: milter-reject: MAIL from unknown[203.0.113.60]: 550 5.7.1 no; from=<a@example.com> proto=ESMTP helo=<x> sasl_username=<bob@example.org>": {
                "queue_id": "NOQUEUE",
                "action": "milter-reject",
                "stage": "MAIL",
                **_UNKNOWN,
                "text": "550 5.7.1 no",
                "sender": "a@example.com",
                "protocol": "ESMTP",
                "helo": "x",
                "account": "bob@example.org",
            }
        },
        since="3.2",
    ),
    _reject(
        "reject-recipient",
        _HEAD + _RECIPIENT + _LOGIN,
        {
            "NOQUEUE: reject: VRFY from unknown[203.0.113.60]: 550 5.1.1 <no@example.org>: Recipient address rejected: User unknown in virtual mailbox table; to=<no@example.org> proto=SMTP helo=<me>": {
                "queue_id": "NOQUEUE",
                "action": "reject",
                "stage": "VRFY",
                **_UNKNOWN,
                "text": "550 5.1.1 <no@example.org>: Recipient address rejected: User unknown in virtual mailbox table",
                "recipient": "no@example.org",
                "protocol": "SMTP",
                "helo": "me",
            }
        },
    ),
    _reject(
        # Cut lines, and the few refusals that Postfix writes without a tail.
        "reject-bare",
        _HEAD + "{text}",
        {
            "NOQUEUE: reject: RCPT from unknown[203.0.113.60]: 554 5.7.1 Service unavailable": {
                "queue_id": "NOQUEUE",
                "action": "reject",
                "stage": "RCPT",
                **_UNKNOWN,
                "text": "554 5.7.1 Service unavailable",
            },
            "NOQUEUE: abort: TLS from unknown[203.0.113.60]: No client certificate presented": {
                "queue_id": "NOQUEUE",
                "action": "abort",
                "stage": "TLS",
                **_UNKNOWN,
                "text": "No client certificate presented",
            },
        },
    ),
)

_PROXIED: tuple[Format, ...] = (
    _reject(
        "proxy",
        _PROXY + _BOTH + "{? sasl_username=<{account:plain}>?}",
        {
            "proxy-accept: END-OF-MESSAGE: 250 2.0.0 from MTA(smtp:[127.0.0.1]:10013): 250 2.0.0 Ok: queued as DF66E940333; from=<bob@example.org> to=<jo@example.com> proto=ESMTP helo=<[127.0.0.1]>": {
                "action": "proxy-accept",
                "stage": "END-OF-MESSAGE",
                "text": "250 2.0.0 from MTA(smtp:[127.0.0.1]:10013): 250 2.0.0 Ok: queued as DF66E940333",
                "sender": "bob@example.org",
                "recipient": "jo@example.com",
                "protocol": "ESMTP",
                "helo": "[127.0.0.1]",
            },
            "proxy-reject: END-OF-MESSAGE: ; from=<> to=<jo@example.com> proto=ESMTP helo=<x> sasl_username=<bob@example.org>": {
                "action": "proxy-reject",
                "stage": "END-OF-MESSAGE",
                "recipient": "jo@example.com",
                "protocol": "ESMTP",
                "helo": "x",
                "account": "bob@example.org",
            },
        },
        since="2.7",
    ),
    _reject(
        "proxy-sender",
        _PROXY + _SENDER + "{? sasl_username=<{account:plain}>?}",
        {
            "proxy-reject: END-OF-MESSAGE: 554 5.7.0 Reject; from=<bob@example.org> proto=ESMTP helo=<x>": {
                "action": "proxy-reject",
                "stage": "END-OF-MESSAGE",
                "text": "554 5.7.0 Reject",
                "sender": "bob@example.org",
                "protocol": "ESMTP",
                "helo": "x",
            }
        },
        since="2.7",
    ),
)

REJECTS: tuple[Format, ...] = (*_ACCESS, *_PROXIED)
