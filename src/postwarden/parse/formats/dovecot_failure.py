"""How does a Dovecot login process say that a login failed, and whose fault it was?

The count of attempts is the session's; the user is the last one tried. Reasons stand in front of `user=<` and hold
no angle bracket: that keeps a user name which imitates a reason from being read as one.
"""

from __future__ import annotations

from postwarden.model.meaning import Meaning
from postwarden.parse.format import Format, Sample
from postwarden.parse.formats.dovecot_login import WHO
from postwarden.parse.meanings import login

_TEXT = "user=<x@example.com>, method=PLAIN, rip=203.0.113.9, lip=192.0.2.25, TLS, session=<6wzJvinOOLis>"
_FIELDS: Sample = {
    "account": "x@example.com",
    "method": "PLAIN",
    "ip": "203.0.113.9",
    "local_ip": "192.0.2.25",
    "secured": "TLS",
    "session": "6wzJvinOOLis",
}


def _failure(name: str, means: Meaning, before: str, samples: dict[str, Sample], since: str = "") -> Format:
    """A failure: what varies stands in front of the login's own fields."""
    whole = {f"{text}: {_TEXT}": {**_FIELDS, **fields} for text, fields in samples.items()}
    return Format(f"dovecot/{name}", before + ": " + WHO, "dovecot_failure", whole, since, means)


def _aborted(name: str, means: Meaning, human: str, samples: dict[str, Sample]) -> Format:
    """Dovecot 2.4: what the client did, why it failed in words, and a code."""
    template = f"Login aborted: {{reason:plain}} ({human}) ({{code:lower}})"
    return _failure(
        name, means, template, {f"Login aborted: {text}": fields for text, fields in samples.items()}, "Dovecot 2.4"
    )


_COUNT = "{attempts:int} attempts in {:int} secs{?, last failure: {:plain}?}"

# Wrong name or password, or an account that must not log in.
CREDENTIALS: tuple[Format, ...] = (
    Format(
        "dovecot/auth-failed",
        "{reason:plain} (auth failed, {attempts:int} attempts{? in {:int} secs?}): " + WHO,
        table="dovecot_failure",
        means=login.WRONG_PASSWORD,
        samples={
            f"Aborted login (auth failed, 1 attempts in 2 secs): {_TEXT}": {
                **_FIELDS,
                "reason": "Aborted login",
                "attempts": 1,
            },
            f"Disconnected (auth failed, 3 attempts): {_TEXT}": {**_FIELDS, "reason": "Disconnected", "attempts": 3},
            "Disconnected: Connection closed (auth failed, 2 attempts in 30 secs): user=<x>, method=PLAIN, rip=2001:db8::9, lip=2001:db8::25, TLS: Connection closed, session=<oEOp>": {
                "account": "x",
                "method": "PLAIN",
                "ip": "2001:db8::9",
                "local_ip": "2001:db8::25",
                "secured": "TLS: Connection closed",
                "session": "oEOp",
                "reason": "Disconnected: Connection closed",
                "attempts": 2,
            },
            "Disconnected: Disconnected: Too many bad commands (auth failed, 2 attempts in 0 secs): user=<x>, rip=::ffff:203.0.113.9, lip=::ffff:192.0.2.25, session=<02qW>": {
                "account": "x",
                "ip": "::ffff:203.0.113.9",
                "local_ip": "::ffff:192.0.2.25",
                "session": "02qW",
                "reason": "Disconnected: Disconnected: Too many bad commands",
                "attempts": 2,
            },
            f"Disconnected (auth failed, 1 attempts in 4 secs): user=<{'a' * 77}...>, method=LOGIN, rip=203.0.113.9, lip=192.0.2.25": {
                "account": "a" * 77 + "...",
                "method": "LOGIN",
                "ip": "203.0.113.9",
                "local_ip": "192.0.2.25",
                "reason": "Disconnected",
                "attempts": 1,
            },
            "Disconnected (auth failed, 1 attempts in 4 secs): user=<x>, method=PLAIN, rip=198.51.100.1, session=<y>, method=PLAIN, rip=203.0.113.9, lip=192.0.2.25, session=<z>": {
                "account": "x>, method=PLAIN, rip=198.51.100.1, session=<y",
                "method": "PLAIN",
                "ip": "203.0.113.9",
                "local_ip": "192.0.2.25",
                "session": "z",
                "reason": "Disconnected",
                "attempts": 1,
            },
        },
    ),
    _aborted(
        "auth-failed-2.4",
        login.WRONG_PASSWORD,
        f"auth failed, {_COUNT}",
        {
            "Logged out (auth failed, 1 attempts in 0 secs) (auth_failed)": {
                "reason": "Logged out",
                "attempts": 1,
                "code": "auth_failed",
            },
            "Connection closed (auth failed, 3 attempts in 9 secs, last failure: Authentication failed.) (auth_failed)": {
                "reason": "Connection closed",
                "attempts": 3,
                "code": "auth_failed",
            },
        },
    ),
    _failure(
        "auth-failed-authorization",
        login.WRONG_PASSWORD,
        "{reason:plain} (authorization failed, {attempts:int} attempts{? in {:int} secs?})",
        {"Aborted login (authorization failed, 1 attempts in 2 secs)": {"reason": "Aborted login", "attempts": 1}},
    ),
    _failure(
        "auth-failed-user-disabled",
        login.DISABLED,
        "{reason:plain} (user disabled)",
        {"Aborted login (user disabled)": {"reason": "Aborted login"}},
    ),
    _failure(
        "auth-failed-password-expired",
        login.DISABLED,
        "{reason:plain} (password expired)",
        {"Disconnected: Connection closed (password expired)": {"reason": "Disconnected: Connection closed"}},
    ),
    _failure(
        "auth-failed-proxy",
        login.WRONG_PASSWORD,
        "{reason:plain} (proxy dest auth failed)",
        {"Aborted login (proxy dest auth failed)": {"reason": "Aborted login"}},
    ),
    _aborted(
        "auth-failed-authorization-2.4",
        login.WRONG_PASSWORD,
        f"authorization failed, {_COUNT}",
        {
            "Logged out (authorization failed, 1 attempts in 0 secs) (authorization_failed)": {
                "reason": "Logged out",
                "attempts": 1,
                "code": "authorization_failed",
            }
        },
    ),
    _aborted(
        "auth-failed-user-disabled-2.4",
        login.DISABLED,
        f"user disabled, {_COUNT}",
        {
            "Logged out (user disabled, 1 attempts in 0 secs) (user_disabled)": {
                "reason": "Logged out",
                "attempts": 1,
                "code": "user_disabled",
            }
        },
    ),
    _aborted(
        "auth-failed-password-expired-2.4",
        login.DISABLED,
        f"password expired, {_COUNT}",
        {
            "Logged out (password expired, 2 attempts in 8 secs) (password_expired)": {
                "reason": "Logged out",
                "attempts": 2,
                "code": "password_expired",
            }
        },
    ),
    _aborted(
        "auth-failed-proxy-2.4",
        login.WRONG_PASSWORD,
        f"proxy dest authentication failure, {_COUNT}",
        {
            "Logged out (proxy dest authentication failure, 1 attempts in 0 secs) (proxy_dest_auth_failed)": {
                "reason": "Logged out",
                "attempts": 1,
                "code": "proxy_dest_auth_failed",
            }
        },
    ),
)

# The server's fault: an outage, no attack. Who meets the connection limit knows the password.
SERVER: tuple[Format, ...] = (
    _failure(
        "temp-fail",
        login.AUTH_TROUBLE,
        "{reason:plain} (auth service reported temporary failure)",
        {
            "Disconnected: Aborted login (auth service reported temporary failure)": {
                "reason": "Disconnected: Aborted login"
            }
        },
    ),
    _failure(
        "temp-fail-communication",
        login.AUTH_TROUBLE,
        "{reason:plain} (auth process communication failure)",
        {"Disconnected (auth process communication failure)": {"reason": "Disconnected"}},
    ),
    _failure(
        "temp-fail-not-ready",
        login.AUTH_TROUBLE,
        "{reason:plain} (disconnected before auth was ready, waited {:int} secs)",
        {"Disconnected (disconnected before auth was ready, waited 7 secs)": {"reason": "Disconnected"}},
    ),
    _failure(
        "temp-fail-connection-limit",
        login.TOO_MANY_SESSIONS,
        "{?Disconnected: ?}Maximum number of connections from user+IP exceeded{:plain}",
        {
            "Maximum number of connections from user+IP exceeded (mail_max_userip_connections=10)": {},
            "Disconnected: Maximum number of connections from user+IP exceeded (mail_max_userip_connections=10) (internal failure, 1 successful auths)": {},
        },
    ),
    _failure(
        "temp-fail-internal",
        login.AUTH_TROUBLE,
        "{reason:plain} (internal failure, {:int} successful auths)",
        {
            "Internal login failure (pid=12 id=1) (internal failure, 1 successful auths)": {
                "reason": "Internal login failure (pid=12 id=1)"
            }
        },
    ),
    _aborted(
        "temp-fail-2.4",
        login.AUTH_TROUBLE,
        "auth service reported temporary failure, {:plain}",
        {
            "Logged out (auth service reported temporary failure, 1 attempts in 2 secs) (temp_fail)": {
                "reason": "Logged out",
                "code": "temp_fail",
            }
        },
    ),
    _aborted(
        "temp-fail-communication-2.4",
        login.AUTH_TROUBLE,
        "auth process communication failure, {:plain}",
        {
            "Connection closed (auth process communication failure, 1 attempts in 2 secs) (auth_process_comm_fail)": {
                "reason": "Connection closed",
                "code": "auth_process_comm_fail",
            }
        },
    ),
    _aborted(
        "temp-fail-not-ready-2.4",
        login.AUTH_TROUBLE,
        "disconnected before auth was ready, waited {:int} secs",
        {
            "Connection closed (disconnected before auth was ready, waited 7 secs) (auth_process_not_ready)": {
                "reason": "Connection closed",
                "code": "auth_process_not_ready",
            }
        },
    ),
    _aborted(
        "temp-fail-internal-2.4",
        login.AUTH_TROUBLE,
        "internal failure, {:plain}",
        {
            "Internal login failure (pid=12 id=1) (internal failure, 1/1 successful auths in 0 secs) (internal_failure)": {
                "reason": "Internal login failure (pid=12 id=1)",
                "code": "internal_failure",
            }
        },
    ),
    _aborted(
        "temp-fail-proxy-2.4",
        login.AUTH_TROUBLE,
        "proxy dest {:plain}",
        {
            "Connection closed (proxy dest connection failed, 1 attempts in 30 secs) (proxy_dest_connect_failed)": {
                "reason": "Connection closed",
                "code": "proxy_dest_connect_failed",
            }
        },
    ),
    _aborted(
        "temp-fail-shutdown-2.4",
        login.SHUT_DOWN,
        "The process is shutting down {:plain}",
        {
            "Shutting down (The process is shutting down so the login is aborted.) (shutting_down)": {
                "reason": "Shutting down",
                "code": "shutting_down",
            }
        },
    ),
    _aborted(
        "temp-fail-full-2.4",
        login.AUTH_TROUBLE,
        "client_limit and process_limit {:plain}",
        {
            "Connection queue full (client_limit and process_limit was hit and this login session was killed.) (process_full)": {
                "reason": "Connection queue full",
                "code": "process_full",
            }
        },
    ),
    _aborted(
        "temp-fail-connection-limit-2.4",
        login.TOO_MANY_SESSIONS,
        "connection limit reached, {:plain}",
        {
            "Maximum number of connections exceeded (connection limit reached, 1/1 successful auths in 0 secs) (connection_limit)": {
                "reason": "Maximum number of connections exceeded",
                "code": "connection_limit",
            }
        },
    ),
)
