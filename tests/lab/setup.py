"""What is special about the servers of a scenario? Everything else is as in postfix.py and dovecot.py."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

DOMAIN = "example.org"
HOST = "mail.example.org"
HOST_IP = "192.0.2.250"
HOST_IP6 = "2001:db8:501::250"
POLICY_PORT = 10031

FILTER_PORT = 10025

SCREENED, UNFILTERED = 1025, 10026
# port → the syslog_name under which Debian's or older instructions let that service log
SERVICES = {
    25: "postfix",
    465: "postfix/submissions",
    587: "postfix/submission",
    SCREENED: "postfix",  # postscreen stands in front
    1465: "postfix/smtps",  # the name that master.cf had before Postfix 3.5
    1587: "postfix/proxied",  # believes XCLIENT
    UNFILTERED: "postfix/filtered",  # where a content filter hands mail back
}
MAILBOX_SERVICES = {143: "imap", 993: "imap", 110: "pop3", 995: "pop3", 4190: "sieve"}
WITH_TLS = {465, 1465, 993, 995}


@dataclass(frozen=True, slots=True)
class Setup:
    """Accounts and their passwords, names of addresses, and parameters of main.cf.

    Moments of a scenario lie in the past, from `begins` on; without it the servers live in the present.
    `records` are what the DNS knows, A and PTR; `maillog_file` lets Postfix write its log itself.
    `auth_verbose` and `auth_debug` let Dovecot tell more, `-v` a `verbose` service of Postfix (its syslog_name).
    """

    accounts: Mapping[str, str]
    begins: str | None = None
    main: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    aliases: Mapping[str, Sequence[str]] = field(default_factory=dict)
    records: Mapping[str, str] = field(default_factory=dict)
    auth_verbose: bool = False
    auth_debug: bool = False
    verbose: str = ""
    maillog_file: bool = False


def people(*names: str) -> dict[str, str]:
    """Accounts of the domain with invented passwords."""
    return {f"{name}@{DOMAIN}": f"{name[:3]}-Invented-1848" for name in names}
