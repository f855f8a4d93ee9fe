"""Which formats does each daemon of the receiving side log? smtpd, postscreen, dnsblog, tlsproxy, anvil."""

from __future__ import annotations

from postwarden.parse.format import Group
from postwarden.parse.formats.anvil import ANVIL, RATES
from postwarden.parse.formats.notice import NOTICES
from postwarden.parse.formats.postscreen import DNSBLOG, POSTSCREEN, TLSPROXY
from postwarden.parse.formats.reject import REJECTS
from postwarden.parse.formats.sasl import SASL
from postwarden.parse.formats.smtpd import COMPLAINTS, SESSIONS, WORK
from postwarden.parse.formats.tls import TLS
from postwarden.parse.formats.verbose import VERBOSE

GROUPS: tuple[Group, ...] = (
    Group(
        ("smtpd",),
        (*SESSIONS, *SASL, *REJECTS, *COMPLAINTS, *RATES, *TLS, *WORK, *VERBOSE, *NOTICES),
    ),
    Group(("postscreen",), (*POSTSCREEN, *TLS, *VERBOSE, *NOTICES)),
    Group(("dnsblog",), (*DNSBLOG, *VERBOSE, *NOTICES)),
    Group(("tlsproxy",), (*TLSPROXY, *TLS, *VERBOSE, *NOTICES)),
    Group(("anvil",), (*ANVIL, *VERBOSE, *NOTICES)),
)
