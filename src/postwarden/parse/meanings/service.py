"""What do lines mean in which Postfix and Dovecot tell of themselves: starts, settings, warnings, errors?"""

from __future__ import annotations

from postwarden.model.meaning import Meaning, act, look, ordinary

_DISK = act(
    "the disk is full, or has no more room for files", "Make room at once (df -h, df -i): no mail comes in until then."
)
_RIGHTS = act(
    "a file or socket may not be opened by the mail server",
    "Look at owner and rights of the file named: postfix check, postfix set-permissions.",
)
_MISSING = act(
    "a file that the configuration names is not there",
    "Make it (postmap, newaliases), or mend the setting that names it.",
)
_TABLE = act(
    "a table or database could not be asked", "Test it: postmap -q KEY TYPE:NAME. While it lasts, mail is put off."
)
_SERVICE = act(
    "a part of Postfix did not answer or died",
    "The lines just before say why; then: postfix reload, or systemctl restart postfix.",
)
_MILTER = act(
    "a filter (milter) cannot be reached or does not answer",
    "Start it (rspamd, opendkim, amavis, …), or look at smtpd_milters. milter_default_action says what"
    " happens to mail.",
)
_POLICY = act(
    "a policy service cannot be reached or does not answer",
    "Start it, or look at check_policy_service: while it lasts, mail is refused for now.",
)
_PROCESSES = look(
    "as many processes run as are allowed; clients have to wait",
    "Many clients at once, or slow look-ups: raise default_process_limit only after looking why.",
)
_QUEUE_FULL = look(
    "mail for one destination fills the queue",
    "The destination is down, or an account sends far too much: postqueue -p, `postwarden check`.",
)
_DNS = look("the DNS did not answer, or answered oddly", "Many of them: look at the resolver of this machine.")
_OBSOLETE = look(
    "a setting is unknown, obsolete or doubled", "Mend main.cf or master.cf: postconf -n shows what is set."
)
_CERTIFICATE = act(
    "the certificate or its key cannot be used",
    "Look at the file named, its rights and its date: openssl x509 -enddate -noout -in FILE",
)
_NO_MECHANISM = act(
    "logins are switched on, and the service that checks passwords offers no way to do it",
    "Look at smtpd_sasl_type and smtpd_sasl_path, and whether Dovecot runs.",
)
_CLOCK = look(
    "the clock of this machine jumped",
    "Look at its time service (timedatectl): times in the logs are wrong around here.",
)

_TLS_LIBRARY = ordinary(
    "the encryption library tells why a connection could not be encrypted; the line before it names the client",
    "Scanners cause most of them. Concern only when users complain.",
)
_OLD_TABLE = act(
    "a table was changed, but not built anew, so the change has no effect", "Run: postmap FILE (or newaliases)"
)
_TWICE = act(
    "a domain is named in two lists of domains that exclude each other, so mail for it may be lost",
    "Take it out of one of them: mydestination, virtual_alias_domains, virtual_mailbox_domains, relay_domains.",
)
_PORT_TAKEN = act(
    "the port is taken by another program, so this service cannot start",
    "See which: ss -ltnp. Often the mail server runs already, or another one does.",
)
_NO_RESTRICTION = act(
    "the configuration would make an open relay, and Postfix refuses to work so",
    "Set smtpd_relay_restrictions = permit_mynetworks, permit_sasl_authenticated, defer_unauth_destination",
)
_NO_DRIVER = act(
    "a kind of table is used that is not installed",
    "Install its package, such as postfix-mysql, postfix-pgsql, postfix-lmdb.",
)
_NO_MEMORY = act(
    "a process may not use as much memory as it needs", "Dovecot: vsz_limit of the service named. Else: more memory."
)
_FILES = act(
    "too many files or connections are open", "Raise LimitNOFILE of the systemd unit, or the limit that is named."
)
_INDEX = look(
    "an index of a mailbox was damaged; Dovecot mends it by itself",
    "No mail is lost, as a rule. Again and again: doveadm force-resync -u USER INBOX, and look at the disk.",
)
_SPAM_LIST = look(
    "a public list of spammers could not be asked; the mail goes on without it",
    "Many of them: the list is gone, refuses your resolver, or this machine's DNS does not work. Take it out of"
    " reject_rbl_client or postscreen_dnsbl_sites, or use a resolver of your own.",
)
_TOO_LARGE = ordinary("a mail was larger than message_size_limit allows, and was not taken")
_KILLED = ordinary("a process ended because it was told to: a restart, a stop, a reload")

_TEXTS: tuple[tuple[str, Meaning], ...] = (
    ("TLS library problem", _TLS_LIBRARY),
    ("No space left on device", _DISK),
    ("older than source file", _OLD_TABLE),
    ("do not list domain", _TWICE),
    ("Address already in use", _PORT_TAKEN),
    ("specify at least one working instance", _NO_RESTRICTION),
    ("unsupported dictionary type", _NO_DRIVER),
    ("Out of memory", _NO_MEMORY),
    ("Too many open files", _FILES),
    ("process_limit", _PROCESSES),
    ("client_limit", _PROCESSES),
    ("orrupted", _INDEX),
    ("Killed with signal 15", _KILLED),
    ("ot enough free space", _DISK),
    ("Permission denied", _RIGHTS),
    ("onnect to Milter service", _MILTER),
    ("milter ", _MILTER),
    ("policy service", _POLICY),
    ("problem talking to server", _POLICY),
    ("No such file or directory", _MISSING),
    ("RBL lookup error", _SPAM_LIST),
    ("queue file size limit exceeded", _TOO_LARGE),
    ("lookup error", _TABLE),
    ("lookup problem", _TABLE),
    ("is unavailable", _TABLE),
    ("lookup failure", _TABLE),
    ("process limit", _PROCESSES),
    ("active queue entries", _QUEUE_FULL),
    ("no SASL authentication mechanisms", _NO_MECHANISM),
    ("bad command startup", _SERVICE),
    ("exit status", _SERVICE),
    ("killed by signal", _SERVICE),
    ("premature end-of-input", _SERVICE),
    ("throttl", _SERVICE),
    ("problem talking to service", _SERVICE),
    ("service failure", _SERVICE),
    ("unused parameter", _OBSOLETE),
    ("overriding earlier entry", _OBSOLETE),
    ("obsolete", _OBSOLETE),
    ("deprecated", _OBSOLETE),
    ("certificate", _CERTIFICATE),
    ("private key", _CERTIFICATE),
    ("numeric domain name", _DNS),
    ("DNS", _DNS),
    ("malformed domain name", _DNS),
    ("look up MX host", _DNS),
    ("no MX host", _DNS),
    ("valid hostname", _DNS),
    ("clock", _CLOCK),
    ("time warp", _CLOCK),
)

WARNING = look(
    "a warning of Postfix, in its own words",
    "Read its words: something is odd, and mail may be put off.",
    by="text",
    cases=_TEXTS,
)
ERROR = act(
    "an error of Postfix, in its own words: something did not work",
    "Read its words; until it is mended, mail may be put off.",
    by="text",
    cases=_TEXTS,
)
FATAL = act(
    "a part of Postfix gave up, for the reason that it tells",
    "Mend what it names, then: postfix check && postfix reload",
    by="text",
    cases=_TEXTS,
)
PANIC = act(
    "a part of Postfix found a mistake in itself and stopped: a bug, a broken disk or broken memory",
    "Look for a newer version of Postfix; check disk and memory.",
)

DOVECOT_WARNING = look(
    "a warning of Dovecot, in its own words", "Read its words: something is odd.", by="text", cases=_TEXTS
)
DOVECOT_ERROR = act(
    "an error of Dovecot, in its own words: something did not work",
    "Read its words; doveadm log errors shows the last ones together.",
    by="text",
    cases=_TEXTS,
)
DOVECOT_FATAL = act(
    "a process of Dovecot gave up, for the reason that it tells",
    "Mend what it names, then: doveadm reload",
    by="text",
    cases=_TEXTS,
)
DOVECOT_PANIC = act(
    "a process of Dovecot found a mistake in itself and stopped",
    "A bug: look for a newer version of Dovecot. Mailboxes are not harmed, as a rule.",
)

TABLE_CHANGED = ordinary("a table was changed, and the daemon begins anew to read it")
COMPATIBLE = look(
    "Postfix uses an old default, because compatibility_level is lower than this version",
    "Nothing is broken. Set the parameter that is named, then raise compatibility_level.",
)
DATABASE = ordinary("a database file grew, or another kind of database is used in its place, as is set")
SETTING_USED = ordinary("a setting of yours left something out on purpose (EHLO keywords, DNS answers)")
CLEANED = ordinary("a cache was cleaned of old entries")
STARTED = look("the mail server was started", "Fine if it was you, or an update, or a reboot.")
RELOADED = ordinary("the mail server read its configuration anew")
STOPPED = look("the mail server was stopped", "Fine if it was you, or an update, or a reboot.")
CONTROL = ordinary("somebody, or the system, gave a command to the mail server: start, stop, reload, check")
STATUS = ordinary("the mail server tells whether it runs, or waits for its own end")
IDLE_EXIT = ordinary("a process ended as it should, after its time; a new one is started when there is work")
ENTROPY = look(
    "the source of random numbers for encryption was read anew, or could not be read",
    "Where it could not: look at tls_random_source.",
)
NO_TLS = act("this Postfix was built without encryption", "Install one that has it: every distribution's own has.")
STATISTICS = ordinary("a statistic about connections that were used again for more than one mail")
REINDEXED = ordinary("a table was built anew by itself")
INDEXED = ordinary("Dovecot built the search index of a mailbox, or left it out as is set")
PARAMETERS = ordinary("Dovecot prepared its encryption")
CLUSTER = ordinary("Dovecot's servers tell each other who is there")
PROXY_LOST = look(
    "the load balancer in front broke the connection, or sent none of the header that is expected (haproxy)",
    "Many of them: look at the balancer's settings. Health checks do so, too.",
)
