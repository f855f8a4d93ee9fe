"""How do Dovecot's auth processes name a login that they refuse, and what do they say of it?

Every version names the login in its own way (Who) and says the same things behind it (_Said); a format is one of
each. With a blocking passdb the worker and the auth process both log the same failure: the worker's formats say
`-worker`. Without session id the client was Postfix; without address it was no login but a lookup.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from postwarden.model.meaning import Meaning
from postwarden.parse.format import Format, Sample
from postwarden.parse.formats.dovecot_auth_names import BY_AUTH, BY_WORKER, JOB, Who
from postwarden.parse.formats.dovecot_master import SEVERITIES
from postwarden.parse.meanings import debug, login


@dataclass(frozen=True, slots=True)
class _Said:
    """What is said of it; `tail` ends the format's name, behind the version."""

    name: str
    means: Meaning
    template: str
    sample: str
    fields: Sample = field(default_factory=dict)
    tail: str = ""


_GIVEN = " ({?SHA1 of ?}given password: {}"  # auth_verbose_passwords: what follows goes into no column
_PAM = "pam_authenticate() failed: "

_SAID = (
    _Said(
        "mismatch",
        debug.DOVECOT_PASSWORD,
        "Password mismatch" + _GIVEN,
        "Password mismatch (given password: a, b)",
        tail="-given-password",
    ),
    _Said(
        "unknown-user",
        debug.DOVECOT_PASSWORD,
        "unknown user" + _GIVEN,
        "unknown user (SHA1 of given password: 21bd12)",
        tail="-given-password",
    ),
    _Said(
        "pam",
        debug.DOVECOT_PASSWORD,
        _PAM + "{reason} (Password mismatch?)" + _GIVEN,
        _PAM + "Authentication failure (Password mismatch?) (given password: a b)",
        {"reason": "Authentication failure"},
        tail="-given-password",
    ),
    _Said("mismatch", login.WRONG_PASSWORD_KNOWN, "Password mismatch{? (for LDAP bind)?}", "Password mismatch"),
    _Said("unknown-user", login.UNKNOWN_USER, "unknown user", "unknown user"),
    _Said(
        "pam",
        login.WRONG_PASSWORD,
        _PAM + "{reason}",
        _PAM + "Authentication failure (Password mismatch?)",
        {"reason": "Authentication failure (Password mismatch?)"},
    ),
    _Said(
        "policy",
        login.REFUSED_BY_POLICY,
        "Authentication failure due to policy server refusal{?: {reason}?}",
        "Authentication failure due to policy server refusal: too many failures, wait",
        {"reason": "too many failures, wait"},
    ),
    _Said("denied", login.DISABLED, "User found from deny passdb", "User found from deny passdb"),
    _Said(
        "network",
        login.DISABLED,
        "allow_nets check failed: {reason}",
        "allow_nets check failed: IP 203.0.113.9 not in allowed networks",
        {"reason": "IP 203.0.113.9 not in allowed networks"},
    ),
    _Said(
        "characters",
        login.ODD_NAME,
        "Username character disallowed by auth_username_chars: {reason}",
        "Username character disallowed by auth_username_chars: 0x27 (username: o'hara)",
        {"reason": "0x27 (username: o'hara)"},
    ),
    _Said("empty", login.ODD_NAME, "Empty username", "Empty username"),
)


def _formats(whos: tuple[Who, ...]) -> Iterator[Format]:
    yield from (_format(who, said) for said in _SAID for who in whos)
    yield from (_with_commas(who, commas) for who in whos for commas in (1, 2, 3))


def _format(who: Who, said: _Said) -> Format:
    """One version's way to say one thing."""
    samples = {text + said.sample: {**fields, **said.fields} for text, fields in who.samples.items()}
    name = f"dovecot-auth/{said.name}{who.suffix}{said.tail}"
    return Format(name, who.template + said.template, "dovecot_auth", samples, who.since, said.means)


def _with_commas(who: Who, commas: int) -> Format:
    """A name with commas in it: nobody is called so, but the address has a claim to be read.

    The name goes into no column, and neither does the rest, which may hold a given password.
    """
    name = ", ".join(["x", "sasl_username=ceo@example.com", "rip=198.51.100.1", "y"][: commas + 1])
    template = who.template.replace("{account}", ",".join(["{}"] * (commas + 1))) + "{}"
    samples = {
        text.replace(f"({fields['account']},", f"({name},") + "unknown user": {
            key: value for key, value in fields.items() if key != "account"
        }
        for text, fields in who.samples.items()
    }
    return Format(
        f"dovecot-auth/commas-{commas}{who.suffix}", template, "dovecot_auth", samples, who.since, login.ODD_NAME
    )


_FIRST: tuple[Format, ...] = (
    Format(
        "dovecot-auth/next-passdb-given-password",  # not final: the next passdb may let the login in
        "{}given password: {:last}) - trying the next passdb",
        table="secret",
        means=debug.DOVECOT_PASSWORD,
        samples={
            "sql(bob,203.0.113.9): unknown user (given password: a b) - trying the next passdb": {},
            "(bob,203.0.113.9,sasl:plain)<q>: sql: Password mismatch (SHA1 of given password: 21bd12) - trying the next passdb": {},
        },
    ),
    Format(
        "dovecot-auth/next-passdb",
        "{:last} - trying the next passdb",
        means=login.NEXT_DATABASE,
        samples={
            "sql(bob,203.0.113.9,<q>): unknown user - trying the next passdb": {},
            "(bob,203.0.113.9,sasl:plain)<q>: sql: Password mismatch - trying the next passdb": {},
        },
    ),
    Format(
        "dovecot-auth/debug-response",  # auth_debug_passwords: the client's name and password, in base64
        "Debug: client in: AUTH{}resp={encoded:word}",
        table="secret",
        means=debug.DOVECOT_PASSWORD,
        samples={
            "Debug: client in: AUTH#0111#011PLAIN#011service=imap#011session=q#011resp=AGJvYgB4": {
                "encoded": "AGJvYgB4"
            }
        },
    ),
)

_LAST: tuple[Format, ...] = (
    Format(
        "dovecot-auth/other-given-password",
        "{}given password: {}",
        table="dovecot_auth",
        means=debug.DOVECOT_PASSWORD,
        samples={"sql(a,b,c,d,e,203.0.113.9): unknown user (given password: a b)": {}},
    ),
    Format(
        "dovecot-auth/master-login",  # a master password opens every mailbox
        "{}: Master user logging in as {text}",
        table="notice",
        means=login.MASTER_LOGIN,
        samples={
            "sql(admin,203.0.113.9,master,<q>): Master user logging in as ceo@example.com": {"text": "ceo@example.com"},
            "(admin,203.0.113.9,sasl:plain,master)<q>: sql: Master user logging in as ceo": {"text": "ceo"},
        },
    ),
    *SEVERITIES,
    Format(
        "dovecot-auth/policy-action",
        "{}Policy check action {}",
        means=login.POLICY_ACTION,
        samples={"policy(bob,203.0.113.9,<q>): Policy check action is tarpit 5 second(s)": {}},
    ),
    Format(
        "dovecot-auth/timed-out",
        "{}Request timed out waiting for client{}",
        means=login.TIMED_OUT,
        samples={
            "login(?,203.0.113.9,<q>): Request timed out waiting for client to continue authentication (150 secs)": {},
            "(?,203.0.113.9,sasl:login)<q>: Request timed out waiting for client to continue authentication (150 secs)": {},
        },
    ),
    Format(
        "dovecot-auth/cache",
        "Authentication cache {}",
        means=login.CACHE,
        samples={"Authentication cache hits 5/10 (50%)": {}},
    ),
    Format(
        "dovecot-auth/pam-unix",  # the system's own twin of pam
        "pam_unix({:word}): {}",
        means=login.PAM,
        samples={
            "pam_unix(dovecot:auth): authentication failure; logname= uid=0 euid=0 tty=dovecot ruser=bob rhost=203.0.113.9": {}
        },
    ),
)

# LMTP and userdb lookups: nobody tries to log in.
_LOOKUPS = (
    Format(
        "dovecot-auth/lookup",
        "{:word}({}): {}",
        means=login.LOOK_UP,
        samples={"passwd-file(odd user@example.com): unknown user": {}, "sql(bob): unknown user": {}},
    ),
    Format(
        "dovecot-auth/lookup-2.4",
        "({}): {}",
        since="Dovecot 2.4",
        means=login.LOOK_UP,
        samples={"(odd user@example.com): passwd-file: unknown user": {}},
    ),
)
_WORKER_LOOKUPS = (
    Format(
        "dovecot-auth/lookup-worker",
        JOB + "{:word}({}): {}",
        means=login.LOOK_UP,
        samples={
            "(24544): sql(bob): unknown user": {},
            "(14864): conn unix:auth-worker (pid=14830,uid=109): auth-worker<6>: sql(bob): unknown user": {},
        },
    ),
    Format(
        "dovecot-auth/lookup-worker-2.4",
        "({})<{:int}>{?<{:word}>?}: {?Info: ?}{?request [{:int}]: ?}{}",
        since="Dovecot 2.4",
        means=login.LOOK_UP,
        samples={
            "(bob)<711><youpi>: request [5]: sql: unknown user": {},
            "(bob)<711>: request [5]: sql: unknown user": {},
        },
    ),
)

AUTH: tuple[Format, ...] = (*_FIRST, *_formats(BY_AUTH), *_LAST, *_LOOKUPS)
WORKER: tuple[Format, ...] = (*_FIRST, *_formats(BY_WORKER), *_LAST, *_WORKER_LOOKUPS)
