"""How does the SMTP server say that a login failed?"""

from __future__ import annotations

from postwarden.parse.format import Format
from postwarden.parse.meanings import login

# The client's name and address come first and are Postfix's own. Everything after `SASL ` may be the client's: the
# method as typed, the user name as given. It ends the line, so it can garble only the name that failed, which is the
# client's choice anyhow.
SASL: tuple[Format, ...] = (
    Format(
        "sasl/failed",
        "warning: {NAMADDR}: SASL {method} authentication failed:{? {reason}?}{?, sasl_username={account}?}",
        table="sasl_failure",
        means=login.SASL_FAILED,
        samples={
            "warning: unknown[203.0.113.50]: SASL PLAIN authentication failed: ": {
                "client": "unknown",
                "ip": "203.0.113.50",
                "method": "PLAIN",
            },
            "warning: unknown[203.0.113.50]: SASL PLAIN authentication failed:": {
                "client": "unknown",
                "ip": "203.0.113.50",
                "method": "PLAIN",
            },
            "warning: unknown[]: SASL LOGIN authentication failed: BPFzy4dlcmE4": {
                "client": "unknown",
                "method": "LOGIN",
                "reason": "BPFzy4dlcmE4",
            },
            "warning: unknown[2001:db8::66]:38403: SASL login authentication failed: UGFzc3dvcmQ6": {
                "client": "unknown",
                "ip": "2001:db8::66",
                "port": 38403,
                "method": "login",
                "reason": "UGFzc3dvcmQ6",
            },
            "warning: laptop.example.org[192.0.2.2]: SASL PLAIN authentication failed: generic failure": {
                "client": "laptop.example.org",
                "ip": "192.0.2.2",
                "method": "PLAIN",
                "reason": "generic failure",
            },
            "warning: unknown[203.0.113.51]: SASL LOGIN authentication failed: (reason unavailable), sasl_username=postmaster@example.org": {
                "client": "unknown",
                "ip": "203.0.113.51",
                "method": "LOGIN",
                "reason": "(reason unavailable)",
                "account": "postmaster@example.org",
            },
            "warning: unknown[203.0.113.51]: SASL NTLM authentication failed: Invalid authentication mechanism: 'NTLM', sasl_username=(unavailable)": {
                "client": "unknown",
                "ip": "203.0.113.51",
                "method": "NTLM",
                "reason": "Invalid authentication mechanism: 'NTLM'",
                "account": "(unavailable)",
            },
            "warning: unknown[203.0.113.51]: SASL PLAIN authentication failed: Connection lost to authentication server, sasl_username=bob@example.org": {
                "client": "unknown",
                "ip": "203.0.113.51",
                "method": "PLAIN",
                "reason": "Connection lost to authentication server",
                "account": "bob@example.org",
            },
        },
    ),
    Format(
        "sasl/failed-2.2",
        "warning: {NAMADDR}: SASL {method:word} authentication failed",
        table="sasl_failure",
        means=login.SASL_FAILED,
        samples={
            "warning: unknown[203.0.113.50]: SASL LOGIN authentication failed": {
                "client": "unknown",
                "ip": "203.0.113.50",
                "method": "LOGIN",
            }
        },
    ),
    Format(
        "sasl/aborted",
        "warning: {NAMADDR}: SASL {method} authentication aborted",
        table="sasl_failure",
        since="2.3",
        means=login.SASL_ABORTED,
        samples={
            "warning: unknown[203.0.113.50]: SASL LOGIN authentication aborted": {
                "client": "unknown",
                "ip": "203.0.113.50",
                "method": "LOGIN",
            }
        },
    ),
    # The library's and the server's own complaints name no client; the failed login follows as a line of its own.
    Format(
        "sasl/library-failure",
        "{severity:lower}: SASL authentication failure: {text}",
        table="notice",
        means=login.SASL_LIBRARY,
        samples={
            "warning: SASL authentication failure: Password verification failed": {
                "severity": "warning",
                "text": "Password verification failed",
            }
        },
    ),
    Format(
        "sasl/library-problem",
        "{severity:lower}: SASL authentication problem: {text}",
        table="notice",
        means=login.SASL_LIBRARY,
        samples={
            "warning: SASL authentication problem: unable to open Berkeley db /etc/sasldb2": {
                "severity": "warning",
                "text": "unable to open Berkeley db /etc/sasldb2",
            }
        },
    ),
    Format(
        "sasl/server",
        "{severity:lower}: SASL: {text}",
        table="notice",
        means=login.SASL_SERVER,
        samples={
            "warning: SASL: Connect to Dovecot auth socket 'private/auth' failed: Connection refused": {
                "severity": "warning",
                "text": "Connect to Dovecot auth socket 'private/auth' failed: Connection refused",
            },
            "warning: SASL: Connect to private/auth failed: Connection refused": {
                "severity": "warning",
                "text": "Connect to private/auth failed: Connection refused",
            },
        },
    ),
)
