"""Which formats belong to which daemon of Postfix's queue, delivery and housekeeping?"""

from __future__ import annotations

from postwarden.parse.format import Format, Group
from postwarden.parse.formats.bounce import BOUNCE
from postwarden.parse.formats.cleanup import CLEANUP
from postwarden.parse.formats.delivery import DELIVERY
from postwarden.parse.formats.filter import POLICY_SPF, POLICYD_SPF, POLICYD_WEIGHT, POSTGREY
from postwarden.parse.formats.housekeeping import HOUSEKEEPING
from postwarden.parse.formats.master import MASTER, REINDEX, SCACHE, SCRIPT, TLSMGR
from postwarden.parse.formats.notice import NOTICES
from postwarden.parse.formats.pickup import PICKUP
from postwarden.parse.formats.postsuper import POSTSUPER
from postwarden.parse.formats.qmgr import QMGR
from postwarden.parse.formats.smtp_client import SMTP_CLIENT
from postwarden.parse.formats.smtp_workarounds import WORKAROUNDS
from postwarden.parse.formats.tls import TLS
from postwarden.parse.formats.verbose import VERBOSE

_ANY: tuple[Format, ...] = (*HOUSEKEEPING, *VERBOSE, *NOTICES)

_SCRIPTS = ("postfix-script", "postlog", "postlogd", "postfix-tls-script", "post-install")
_SERVICES = ("verify", "proxymap", "proxywrite", "trivial-rewrite", "rewrite", "flush", "showq", "spawn")
_COMMANDS = (
    *("sendmail", "postdrop", "postqueue", "mailq", "newaliases", "postalias", "postmap"),
    *("postconf", "postcat", "postkick", "postlock", "postmulti", "posttls-finger"),
)

# cleanup and qmgr log results for mail that never reaches an agent; the lines are the agents' own.
GROUPS: tuple[Group, ...] = (
    Group(("cleanup",), (*CLEANUP, *DELIVERY, *_ANY)),
    Group(("qmgr", "nqmgr", "oqmgr"), (*QMGR, *DELIVERY, *_ANY)),
    Group(("smtp", "lmtp"), (*DELIVERY, *SMTP_CLIENT, *WORKAROUNDS, *TLS, *_ANY)),
    Group(("local", "virtual", "pipe", "error", "retry", "discard"), (*DELIVERY, *_ANY)),
    Group(("bounce", "defer", "trace"), (*BOUNCE, *DELIVERY, *_ANY)),
    Group(("pickup",), (*PICKUP, *_ANY)),
    Group(("postsuper",), (*POSTSUPER, *_ANY)),
    Group(("master",), (*MASTER, *_ANY)),
    Group(_SCRIPTS, (*SCRIPT, *_ANY)),
    Group(("tlsmgr",), (*TLSMGR, *TLS, *_ANY)),
    Group(("scache",), (*SCACHE, *_ANY)),
    Group(("nbdb_reindexd",), (*REINDEX, *_ANY)),
    Group((*_SERVICES, *_COMMANDS), _ANY),
    Group(("policy-spf",), (*POLICY_SPF, *NOTICES)),
    Group(("policyd-spf",), (*POLICYD_SPF, *NOTICES)),
    Group(("policyd-weight",), (*POLICYD_WEIGHT, *NOTICES)),
    Group(("postgrey",), (*POSTGREY, *NOTICES)),
)
