"""Which lines of a Dovecot login process tell of no login and no failed one, or only say again what another line says?"""

from __future__ import annotations

from postwarden.parse.format import Format
from postwarden.parse.formats.dovecot_login import WHO
from postwarden.parse.meanings import login

_AFTER = "user=<>, rip=203.0.113.9, lip=192.0.2.25, TLS, session=<HfdbgTjOEOis>"

NOT_TRIED: tuple[Format, ...] = (
    Format(
        "dovecot/no-auth-attempts",
        "{:plain} (no auth attempts{:plain}): {}",
        means=login.NO_ATTEMPT,
        samples={
            f"Aborted login (no auth attempts in 0 secs): {_AFTER}": {},
            f"Disconnected (no auth attempts): {_AFTER}": {},
            f"Disconnected: Disconnected: Too many bad commands (no auth attempts in 22 secs): {_AFTER}": {},
            f"Login aborted: Connection closed (no auth attempts in 0 secs) (no_auth_attempts): {_AFTER}": {},
        },
    ),
    Format(
        "dovecot/tls-unfinished",
        "Login aborted: {:plain} (tls_handshake_not_finished): {}",
        since="Dovecot 2.4",
        means=login.TLS_UNFINISHED,
        samples={
            "Login aborted: Connection closed: SSL_accept() failed: wrong version number (disconnected during TLS handshake) (tls_handshake_not_finished): user=<>, rip=203.0.113.9": {}
        },
    ),
    Format(
        "dovecot/no-certificate",
        "Login aborted: {:plain} (client_ssl_{:lower}): {}",
        since="Dovecot 2.4",
        means=login.NO_CERTIFICATE,
        samples={f"Login aborted: Logged out (client didn't send a cert) (client_ssl_cert_missing): {_AFTER}": {}},
    ),
)

# Somebody began to authenticate and did not finish, or asked for what is not allowed.
UNFINISHED: tuple[Format, ...] = (
    Format(
        "dovecot/aborted-2.4",
        "Login aborted: {:plain} ({reason:plain}, {attempts:int} attempts in {:int} secs{?, {:plain}?}) ({code:lower}): "
        + WHO,
        table="dovecot_failure",
        since="Dovecot 2.4",
        means=login.ABORTED,
        samples={
            "Login aborted: Connection closed (client didn't finish SASL auth, 1 attempts in 5 secs) (auth_waiting_client): user=<>, method=LOGIN, rip=203.0.113.9, lip=192.0.2.25, session=<q>": {
                "reason": "client didn't finish SASL auth",
                "attempts": 1,
                "code": "auth_waiting_client",
                "method": "LOGIN",
                "ip": "203.0.113.9",
                "local_ip": "192.0.2.25",
                "session": "q",
            },
            "Login aborted: Logged out (tried to use disallowed cleartext auth, 1 attempts in 0 secs) (cleartext_auth_disabled): user=<>, rip=203.0.113.9, lip=192.0.2.25, session=<q>": {
                "reason": "tried to use disallowed cleartext auth",
                "attempts": 1,
                "code": "cleartext_auth_disabled",
                "ip": "203.0.113.9",
                "local_ip": "192.0.2.25",
                "session": "q",
            },
        },
    ),
    Format(
        "dovecot/aborted",
        "{:plain} ({reason:plain}): " + WHO,
        table="dovecot_failure",
        means=login.ABORTED,
        samples={
            f"Aborted login (tried to use disallowed plaintext auth): {_AFTER}": {
                "reason": "tried to use disallowed plaintext auth",
                "ip": "203.0.113.9",
                "local_ip": "192.0.2.25",
                "secured": "TLS",
                "session": "HfdbgTjOEOis",
            },
            f"Disconnected: Connection closed (client didn't finish SASL auth, waited 3 secs): {_AFTER}": {
                "reason": "client didn't finish SASL auth, waited 3 secs",
                "ip": "203.0.113.9",
                "local_ip": "192.0.2.25",
                "secured": "TLS",
                "session": "HfdbgTjOEOis",
            },
        },
    ),
    Format(
        "dovecot/auth-failed-custom",  # login_log_format_elements of one's own: who and whence is anybody's guess
        "{reason:plain} (auth failed, {attempts:int} attempts{? in {:int} secs?}): {}",
        table="dovecot_failure",
        means=login.WRONG_PASSWORD,
        samples={
            "Disconnected (auth failed, 3 attempts in 12 secs): user=<x>, method=PLAIN, real_rip=203.0.113.9": {
                "reason": "Disconnected",
                "attempts": 3,
            }
        },
    ),
    Format(
        "dovecot/auth-failed-custom-2.4",
        "Login aborted: {reason:plain} (auth failed, {attempts:int} attempts in {:int} secs{?, {:plain}?}) ({code:lower}): {}",
        table="dovecot_failure",
        since="Dovecot 2.4",
        means=login.WRONG_PASSWORD,
        samples={
            "Login aborted: Logged out (auth failed, 1 attempts in 0 secs) (auth_failed): user=<x>, real_rip=203.0.113.9": {
                "reason": "Logged out",
                "attempts": 1,
                "code": "auth_failed",
            }
        },
    ),
    Format(
        "dovecot/ended",
        "{:plain}: user=<{}",
        means=login.ENDED,
        samples={
            f"Disconnected: Inactivity: {_AFTER}": {},
            f"Disconnected: Shutting down: {_AFTER}": {},
            f"Aborted login: {_AFTER}": {},
            f"Login aborted: Shutting down: {_AFTER}": {},
        },
    ),
)

CHATTER: tuple[Format, ...] = (
    Format(
        "dovecot/mechanism-refused",  # auth_verbose; the session's end counts it
        "Authenticate {:plain} failed: {}",
        means=login.NO_MECHANISM,
        samples={f"Authenticate NTLM failed: Unsupported authentication mechanism.: {_AFTER}": {}},
    ),
    Format(
        "dovecot/plaintext-refused",
        "Login failed: {}",
        means=login.PLAINTEXT,
        samples={f"Login failed: SSL required for authentication: {_AFTER}": {}},
    ),
    Format(
        "dovecot/apop-refused",
        "APOP failed: {}",
        means=login.NO_MECHANISM,
        samples={f"APOP failed: APOP not enabled: {_AFTER}": {}},
    ),
    Format(
        "dovecot/client-id",  # written by the client
        "ID sent: {}",
        means=login.CLIENT_ID,
        samples={f"ID sent: name=Thunderbird, version=1: {_AFTER}": {}},
    ),
    Format(
        "dovecot/tls-off",
        "SSL is disabled{}",
        means=login.NOT_OFFERED,
        samples={f"SSL is disabled (ssl=no): {_AFTER}": {}},
    ),
    Format(
        "dovecot/client-refused",
        "access({:word}): Client refused (rip={ip:ip})",
        table="notice",
        means=login.REFUSED_ADDRESS,
        samples={"access(tcpwrap): Client refused (rip=203.0.113.9)": {"ip": "203.0.113.9"}},
    ),
)
