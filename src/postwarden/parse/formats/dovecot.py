"""Which formats does each process of Dovecot log in?"""

from __future__ import annotations

from postwarden.parse.format import Group
from postwarden.parse.formats.dovecot_auth import AUTH, WORKER
from postwarden.parse.formats.dovecot_delivery import DELIVERY, FILINGS
from postwarden.parse.formats.dovecot_failure import CREDENTIALS, SERVER
from postwarden.parse.formats.dovecot_login import LOGINS, PROXIED
from postwarden.parse.formats.dovecot_master import MASTER, SEVERITIES
from postwarden.parse.formats.dovecot_noise import CHATTER, NOT_TRIED, UNFINISHED
from postwarden.parse.formats.dovecot_session import ENDS, ENDS_OF_2_2, MAIL_LOG
from postwarden.parse.formats.dovecot_submission import SUBMISSION

GROUPS: tuple[Group, ...] = (
    Group(
        ("imap-login", "pop3-login", "submission-login", "managesieve-login", "imap-urlauth-login"),
        (*LOGINS, *CHATTER, *CREDENTIALS, *NOT_TRIED, *SERVER, *PROXIED, *SEVERITIES, *UNFINISHED),
    ),
    Group(("auth",), AUTH),
    Group(("auth-worker",), WORKER),
    Group(
        (
            "imap",
            "pop3",
            "submission",
            "managesieve",
            "sieve",  # what 2.4 calls it
            "imap-hibernate",
            "imap-urlauth",
            "imap-urlauth-worker",
            "doveadm",
        ),
        (*ENDS, *SUBMISSION, *MAIL_LOG, *FILINGS, *SEVERITIES, *ENDS_OF_2_2),
    ),
    Group(("lmtp", "lda", "deliver", "dovecot-lda"), (*DELIVERY, *MAIL_LOG, *SEVERITIES)),
    Group(
        (
            "master",
            "config",
            "anvil",
            "stats",
            "old-stats",
            "log",
            "ssl-params",
            "indexer",
            "indexer-worker",
            "director",
            "replicator",
            "aggregator",
            "dict",
            "dict-async",
            "ipc",
            "dns-client",
            "dns_client",
            "health-check",
            "quota-status",
            "tcpwrap",
            "script",
        ),
        MASTER,
    ),
)
