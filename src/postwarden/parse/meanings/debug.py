"""What do lines of debug logging mean, why are they there, and how is that ended?"""

from __future__ import annotations

from dataclasses import dataclass

from postwarden.model.meaning import Meaning, act, look, ordinary

_QUIET_V = (
    "It is logged because of -v behind the service's command in master.cf, or of debug_peer_list in main.cf: take it"
    " out, then reload Postfix"
)
_RUN_RELOAD = "postfix reload"
_QUIET_TLS = (
    "It is logged because smtpd_tls_loglevel (receiving) or smtp_tls_loglevel (sending) is 2 or more: set them to 1"
)
_RUN_QUIET_TLS = "postconf -e smtpd_tls_loglevel=1 smtp_tls_loglevel=1 && postfix reload"
_QUIET_DOVECOT = (
    "It is logged because of mail_debug, auth_debug, auth_debug_passwords or log_debug in Dovecot's configuration."
    " Set them to no, then reload Dovecot"
)

VERBOSE = look(
    "debug noise: Postfix tells each of its own steps; it says nothing about an attack",
    f"{_QUIET_V}. While it lasts, passwords may be written into the log.",
    run=_RUN_RELOAD,
)
TLS_STEPS = look(
    "debug noise: the steps and bytes of an encrypted connection being set up, or cached; it says"
    " nothing about an attack",
    f"{_QUIET_TLS}. At level 4 passwords are written into the log.",
    run=_RUN_QUIET_TLS,
)
TLS_BYTES = look(
    "debug noise: what was said inside an encrypted connection, byte by byte, at TLS log level 4",
    f"{_QUIET_TLS}. At level 4 passwords are written into the log: who can read it can read them.",
    run=_RUN_QUIET_TLS,
)
DOVECOT = look(
    "debug noise: Dovecot tells each of its own steps; it says nothing about an attack",
    f"{_QUIET_DOVECOT}. While it lasts, passwords may be written into the log.",
    run="doveadm reload",
)
CERTIFICATE = ordinary(
    "a note about the other server's certificate or the cache of encrypted sessions, logged at TLS log level 1 or 2"
)

_EXPOSED = "Whoever can read this log knows it: change the password, end the debug logging, and delete or lock the log."


@dataclass(frozen=True, slots=True)
class Shown:
    """What one way of debug logging shows of a login."""

    words: Meaning
    begun: Meaning
    answer: Meaning
    """One word, as long as nobody can tell whether it is a name or a password."""
    name: Meaning
    password: Meaning


def _shown(cure: str, run: str) -> Shown:
    return Shown(
        words=act(
            "a client logs in, and debug logging wrote its name and password into the log, in base64 (no encryption)",
            f"{_EXPOSED} {cure}.",
            run=run,
        ),
        begun=look(
            "a client begins to log in; debug logging wrote its name into the log, and the password in a later line",
            f"{cure}.",
            run=run,
        ),
        answer=act(
            "one word of a client, shown by debug logging: most often a login name or a password in base64",
            f"{_EXPOSED} {cure}.",
            run=run,
        ),
        name=look(
            "the login name of a client, shown by debug logging; the password follows in a later line",
            f"{cure}.",
            run=run,
        ),
        password=act(
            "the password of a client, in base64: debug logging wrote it into the log",
            f"{_EXPOSED} {cure}.",
            run=run,
        ),
    )


BY_V = _shown(_QUIET_V, _RUN_RELOAD)
BY_TLS = _shown(_QUIET_TLS, _RUN_QUIET_TLS)
ANSWERS = {shown.answer: shown for shown in (BY_V, BY_TLS)}

RELAY_PASSWORD = act(
    "the password with which this server logs in to another one was written into the log by debug logging",
    f"Change that password (smtp_sasl_password_maps). {_QUIET_V}.",
    run=_RUN_RELOAD,
)
DOVECOT_PASSWORD = act(
    "a password that somebody tried was written into the log, as auth_verbose_passwords or"
    " auth_debug_passwords ask for",
    "It may be an owner's mistyped or real password: set auth_verbose_passwords = no and auth_debug_passwords = no,"
    " reload Dovecot, and delete or lock the log.",
    run="doveadm reload",
)
