"""What do lines about logins mean, those that worked and those that did not?"""

from __future__ import annotations

from postwarden.model.meaning import act, look, ordinary

_MANY = (
    "Concern only when there are many, or when a login of this account worked soon after: `postwarden"
    " check` finds both."
)
_AUTH_SERVER = (
    "Logins fail for everybody while this lasts: look whether Dovecot runs (doveadm log errors,"
    " systemctl status dovecot)."
)

_CLIENT_GAVE_UP = look("the client began to log in and broke off; no password was accepted", _MANY)
_AUTH_LOST = act("the login could not be checked: the service that knows the passwords was not there", _AUTH_SERVER)
_NO_MECHANISM = look(
    "the client asked for a way to log in that this server does not offer; no password was accepted",
    "A program of your own that does so needs another setting; strangers are bots.",
)
SASL_FAILED = look(
    "the client gave a wrong password, or a login name that does not exist",
    _MANY,
    by="reason",
    cases=(
        ("Connection lost to authentication server", _AUTH_LOST),
        ("Temporary authentication failure", _AUTH_LOST),
        ("Invalid authentication mechanism", _NO_MECHANISM),
    ),
)
SASL_ABORTED = _CLIENT_GAVE_UP
SASL_LIBRARY = look(
    "the library that checks passwords tells why a login failed; the line after it names the client",
    "See the failed login that follows. Where it is about a file or a database, logins fail for everybody.",
)
SASL_SERVER = act("Postfix cannot reach the service that checks passwords", _AUTH_SERVER)

ACCEPTED = ordinary(
    "a mail begins to come in from another mail server, or from a program that needs no login",
    by="account",
    cases=(
        (
            "",
            ordinary(
                "somebody logged in with the right password and begins to send a mail; this line names account and"
                " address",
                "Ordinary as long as it is the owner. `postwarden check` compares the address with those used before.",
            ),
        ),
    ),
)

LOGGED_IN = ordinary(
    "somebody logged in to the mailbox with the right password; this line names account and address",
    "Ordinary as long as it is the owner. `postwarden check` compares the address with those used before.",
)
PROXIED = ordinary("a login was accepted and handed on to the server that holds the mailbox")
PROXY_ENDED = ordinary("a session that was handed on to another server ended")
PROXY_REFUSED = look(
    "the server that holds the mailbox refused the login that was handed on to it",
    f"A wrong password, or that server does not work. {_MANY}",
)
WRONG_PASSWORD = look("the client gave a wrong password, or a login name that does not exist", _MANY)
WRONG_PASSWORD_KNOWN = look("the account exists, and the client gave a wrong password for it", _MANY)
UNKNOWN_USER = look(
    "the client tried a login name that does not exist here",
    "Names are being guessed. Concern only when there are many from one network: `postwarden check` counts them.",
)
ODD_NAME = look(
    "the client tried a login name that no account can have",
    "Bots do so. No account is in danger by it.",
)
DISABLED = look(
    "the account exists but may not log in (disabled, expired, or not from this network)",
    "Somebody still uses it or tries it: ask its owner. Where you have locked the account, the lock works.",
)
REFUSED_BY_POLICY = ordinary("Dovecot's policy server held the login back, whatever the password was")
NEXT_DATABASE = ordinary("one password database did not accept the login, and the next one is asked")
AUTH_TROUBLE = act(
    "the login could not be checked: Dovecot's own services did not answer, or were overloaded", _AUTH_SERVER
)
TOO_MANY_SESSIONS = look(
    "the account or the server has more connections open than it may; the login was right",
    "A client with many folders does so, a stolen account as well. Limit: mail_max_userip_connections.",
)
NO_ATTEMPT = ordinary("a client connected and left without trying to log in: scanners and health checks do that")
TLS_UNFINISHED = ordinary("a client connected and did not finish the encryption: scanners do that, old clients as well")
NO_CERTIFICATE = look(
    "the client showed no certificate, which this server asks for", "A client of your own needs to be given one."
)
UNFINISHED = look("the client began to log in and did not finish, or asked for what is not allowed", _MANY)
PLAINTEXT = look(
    "the client wanted to send its password without encryption, which this server refuses",
    "A client of your own needs SSL/TLS or STARTTLS switched on; strangers are bots.",
)
ABORTED = look(
    UNFINISHED.text,
    UNFINISHED.advice,
    by="reason",
    cases=(("plaintext auth", PLAINTEXT), ("cleartext auth", PLAINTEXT)),
)
NO_MECHANISM = _NO_MECHANISM
CLIENT_ID = ordinary("a mail program tells its name and version; it may say what it likes")
REFUSED_ADDRESS = ordinary("the client's address may not connect (login_access_sockets)")
NOT_OFFERED = look(
    "the client asked for encryption, which is switched off here",
    "Set ssl = required, and a certificate: without it passwords travel readable.",
)
ENDED = ordinary("the connection ended before a login")
MASTER_LOGIN = act(
    "somebody used the master password, which opens every mailbox, to enter the account named here",
    "If that was no administrator and no program of yours, change the master password at once.",
)
TIMED_OUT = look("the client began to log in and then kept silent", _MANY)
CACHE = ordinary("a count of how often Dovecot knew a password without asking the database")
LOOK_UP = ordinary(
    "an account was looked up without a login, for a mail that came in; it does not exist here, or could not be read"
)
POLICY_ACTION = ordinary("what Dovecot's policy server decided about a login")
PAM = look("the system's own note of a failed login; Dovecot logs the same login itself", _MANY)
SHUT_DOWN = ordinary("the login was given up because Dovecot was being stopped or reloaded")
