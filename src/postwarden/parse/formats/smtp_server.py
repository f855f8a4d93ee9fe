"""Which formats does each daemon of the receiving side log? smtpd, postscreen, dnsblog, tlsproxy, anvil."""

from __future__ import annotations

from postwarden.parse.format import Format, Group
from postwarden.parse.formats.anvil import ANVIL, RATES
from postwarden.parse.formats.complaints import COMPLAINTS
from postwarden.parse.formats.housekeeping import HOUSEKEEPING
from postwarden.parse.formats.notice import NOTICES
from postwarden.parse.formats.postscreen import DNSBLOG, POSTSCREEN, TLSPROXY
from postwarden.parse.formats.reject import REJECTS
from postwarden.parse.formats.sasl import SASL
from postwarden.parse.formats.smtpd import SESSIONS, WORK
from postwarden.parse.formats.tls import TLS
from postwarden.parse.formats.verbose import VERBOSE

_ANY: tuple[Format, ...] = (*HOUSEKEEPING, *VERBOSE, *NOTICES)

GROUPS: tuple[Group, ...] = (
    Group(
        ("smtpd",),
        (*SESSIONS, *SASL, *REJECTS, *COMPLAINTS, *RATES, *TLS, *WORK, *_ANY),
    ),
    Group(("postscreen",), (*POSTSCREEN, *TLS, *_ANY)),
    Group(("dnsblog",), (*DNSBLOG, *_ANY)),
    Group(("tlsproxy",), (*TLSPROXY, *TLS, *_ANY)),
    Group(("anvil",), (*ANVIL, *_ANY)),
)
