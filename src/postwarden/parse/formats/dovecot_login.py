"""How does a Dovecot login process say that somebody logged in, failed to, or went away before trying?

Fields are dropped where they are empty, so most of them are optional; their order is fixed by the default
login_log_format_elements. The user name is what the client sent, cut to 80 characters: it may hold `>, rip=`,
so it reaches to the last `>,` of the line, and no text in front of it may hold an angle bracket.
"""

from __future__ import annotations

from postwarden.parse.format import Format
from postwarden.parse.meanings import login

_REST = "{? method={method:word},?} rip={ip:ip}{?, lip={local_ip:ip}?}{?, mpid={:int}?}{?, {secured:plain}?}{?, session=<{session:word}>?}"
WHO = "user=<{account:last}>," + _REST

LOGINS: tuple[Format, ...] = (
    Format(
        "dovecot/login",
        "Login: " + WHO,
        table="dovecot_login",
        means=login.LOGGED_IN,
        samples={
            "Login: user=<bob@example.com>, method=PLAIN, rip=203.0.113.10, lip=192.0.2.25, mpid=263, TLS, session=<VQ2Xgb1gNdHLAHEK>": {
                "account": "bob@example.com",
                "method": "PLAIN",
                "ip": "203.0.113.10",
                "local_ip": "192.0.2.25",
                "secured": "TLS",
                "session": "VQ2Xgb1gNdHLAHEK",
            },
            "Login: user=<bob>, method=CRAM-MD5, rip=2001:db8::7, lip=2001:db8::25, mpid=5, secured, session=<a/b+c>": {
                "account": "bob",
                "method": "CRAM-MD5",
                "ip": "2001:db8::7",
                "local_ip": "2001:db8::25",
                "secured": "secured",
                "session": "a/b+c",
            },
            "Login: user=<bob>, rip=::ffff:203.0.113.10, lip=::ffff:192.0.2.25, mpid=6, session=<abc>": {
                "account": "bob",
                "ip": "::ffff:203.0.113.10",
                "local_ip": "::ffff:192.0.2.25",
                "session": "abc",
            },
            "Login: user=<bob>, method=PLAIN, rip=203.0.113.10, lip=192.0.2.25, mpid=9, TLS, TLSv1.3 with cipher AES (256/256 bits)": {
                "account": "bob",
                "method": "PLAIN",
                "ip": "203.0.113.10",
                "local_ip": "192.0.2.25",
                "secured": "TLS, TLSv1.3 with cipher AES (256/256 bits)",
            },
        },
    ),
    Format(
        "dovecot/logged-in",
        "Logged in: " + WHO,
        table="dovecot_login",
        since="Dovecot 2.4",
        means=login.LOGGED_IN,
        samples={
            "Logged in: user=<bob@example.com>, method=PLAIN, rip=203.0.113.10, lip=192.0.2.25, mpid=263, session=<VQ2Xgb1gNdHLAHEK>": {
                "account": "bob@example.com",
                "method": "PLAIN",
                "ip": "203.0.113.10",
                "local_ip": "192.0.2.25",
                "session": "VQ2Xgb1gNdHLAHEK",
            },
            "Logged in: user=<bob@example.com>, method=LOGIN, rip=203.0.113.10, lip=192.0.2.25, mpid=264, TLS: no cipher match, session=<x>": {
                "account": "bob@example.com",
                "method": "LOGIN",
                "ip": "203.0.113.10",
                "local_ip": "192.0.2.25",
                "secured": "TLS: no cipher match",
                "session": "x",
            },
        },
    ),
    Format(
        "dovecot/login-custom",  # login_log_format_elements of one's own; a name that logs in has no angle brackets
        "Login: user=<{account:plain}>{?, {}?}",
        table="dovecot_login",
        means=login.LOGGED_IN,
        samples={
            "Login: user=<bob>, method=PLAIN, real_rip=203.0.113.10, mpid=3": {"account": "bob"},
            "Login: user=<bob>": {"account": "bob"},
        },
    ),
    Format(
        "dovecot/logged-in-custom",
        "Logged in: user=<{account:plain}>{?, {}?}",
        table="dovecot_login",
        since="Dovecot 2.4",
        means=login.LOGGED_IN,
        samples={"Logged in: user=<bob>, mpid=3, secured": {"account": "bob"}},
    ),
)

# A proxy logs this instead of `Login:`. From 2.3.10 on the account stands only in front, up to the last comma.
PROXIED: tuple[Format, ...] = (
    Format(
        "dovecot/proxy-login",
        "proxy({:plain}): started proxying to {:plain}: " + WHO,
        table="dovecot_login",
        means=login.PROXIED,
        samples={
            "proxy(bob): started proxying to 192.0.2.30:143/robert: user=<bob>, method=PLAIN, rip=203.0.113.10, lip=192.0.2.25, TLS, session=<q>": {
                "account": "bob",
                "method": "PLAIN",
                "ip": "203.0.113.10",
                "local_ip": "192.0.2.25",
                "secured": "TLS",
                "session": "q",
            }
        },
    ),
    Format(
        "dovecot/proxy-login-2.3.10",
        "proxy({:plain}): Started proxying to <{:plain}>{? (<{:plain}>)?}{:plain}: " + WHO,
        table="dovecot_login",
        since="Dovecot 2.3.10",
        means=login.PROXIED,
        samples={
            "proxy(bob,192.0.2.30:143): Started proxying to <192.0.2.30> (<backend.example.com>) (0.012 secs): user=<bob>, method=PLAIN, rip=203.0.113.10, lip=192.0.2.25, TLS, session=<q>": {
                "account": "bob",
                "method": "PLAIN",
                "ip": "203.0.113.10",
                "local_ip": "192.0.2.25",
                "secured": "TLS",
                "session": "q",
            }
        },
    ),
    Format(
        "dovecot/proxy-login-2.4",
        "proxy({:plain}): Started proxying to remote host{:plain}: " + WHO,
        table="dovecot_login",
        since="Dovecot 2.4",
        means=login.PROXIED,
        samples={
            "proxy(bob,192.0.2.30:143): Started proxying to remote host (0.012 secs): user=<bob>, method=PLAIN, rip=203.0.113.10, lip=192.0.2.25, TLS, session=<q>": {
                "account": "bob",
                "method": "PLAIN",
                "ip": "203.0.113.10",
                "local_ip": "192.0.2.25",
                "secured": "TLS",
                "session": "q",
            }
        },
    ),
    Format(
        "dovecot/proxy-ended",
        "proxy({:plain}): {}isconnect{}",
        means=login.PROXY_ENDED,
        samples={
            "proxy(bob): disconnecting 203.0.113.10 (Disconnected by client): user=<bob>, method=PLAIN, rip=203.0.113.10, lip=192.0.2.25, TLS, session=<q>": {},
            "proxy(bob,192.0.2.30:143): Disconnected by client: Connection closed (0s idle, in=12, out=200): user=<bob>, rip=203.0.113.10": {},
        },
    ),
    Format(
        "dovecot/proxy-refused",  # auth_verbose; the failure itself has its own line
        "proxy({:plain}): Login failed{}",
        means=login.PROXY_REFUSED,
        samples={
            "proxy(bob): Login failed to 192.0.2.30:143: [AUTHENTICATIONFAILED] Authentication failed.: user=<bob>, rip=203.0.113.10": {},
            "proxy(bob,192.0.2.30:143): Login failed: [AUTHENTICATIONFAILED] Authentication failed.: user=<bob>, rip=203.0.113.10": {},
        },
    ),
)
