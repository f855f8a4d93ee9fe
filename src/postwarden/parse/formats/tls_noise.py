"""Which lines of Postfix's TLS routines say nothing that is kept? Certificates, sessions, and all of log levels 2 to 4."""

from __future__ import annotations

from postwarden.parse.format import Format
from postwarden.parse.meanings import connection, debug

# `host[ip]`, `host[ip]:port` (client), `[ip]:port` (tlsproxy), `host[/socket]` (lmtp)
_PEER = "{:word}]{?:{:int}?}"

# (name, template, sample)
_NOISE: tuple[tuple[str, str, str], ...] = (
    ("accept-state", "SSL_accept:{}", "SSL_accept:SSLv3 read client hello B"),
    ("connect-state", "SSL_connect:{}", "SSL_connect:SSLv3/TLS write client hello"),
    ("alert", "SSL3 alert {}", "SSL3 alert read:fatal:unknown CA"),
    ("setup-from", "setting up TLS connection from {}", "setting up TLS connection from unknown[203.0.113.50]"),
    ("setup-to", "setting up TLS connection to {}", "setting up TLS connection to mx.example.com[192.0.2.25]:25"),
    ("engine-server", "initializing the server-side TLS engine", "initializing the server-side TLS engine"),
    ("engine-client", "initializing the client-side TLS engine", "initializing the client-side TLS engine"),
    ("cipher-list", _PEER + ': TLS cipher list "{}', 'unknown[203.0.113.50]: TLS cipher list "ALL:+RC4:@STRENGTH"'),
    (
        "dump-read",
        "read from {:ip} [{:ip}] ({}",
        "read from 7FD690FE02C0 [7FD6910804C0] (11 bytes => -1 (0xFFFFFFFFFFFFFFFF))",
    ),
    ("dump-write", "write to {:ip} [{:ip}] ({}", "write to 7FD690FE02C0 [7FD69108DE80] (1030 bytes => 1030 (0x406))"),
    ("dump-end", "{:ip} - <SPACES/NULLS>", "0085 - <SPACES/NULLS>"),
    (
        "dump",
        "{:ip} {:ip} {}",
        "00a0 16 03 03 01 06                                   .....",
    ),
    (
        "session-look-up",
        _PEER + ": looking up session {}",
        "mx.example.net[192.0.2.8]: looking up session A1 in smtpd cache",
    ),
    (
        "session-reloaded",
        _PEER + ": reloaded session {}",
        "mx.example.net[192.0.2.8]: reloaded session A1 from smtpd cache",
    ),
    ("session-removed", _PEER + ": remove session {}", "mx.example.net[192.0.2.8]: remove session A1 from smtpd cache"),
    ("session-saved", _PEER + ": save session {}", "mx.example.net[192.0.2.8]: save session A1 to smtpd cache"),
    (
        "session-reused",
        _PEER + ": Reusing old session{}",
        "mx.example.net[192.0.2.8]: Reusing old session (RFC 5077 session ticket)",
    ),
    (
        "session-reusing",
        _PEER + ": re-using session with {}",
        "mx.example.com[192.0.2.25]:25: re-using session with untrusted certificate, look for details earlier in the log",
    ),
    (
        "client-session-look-up",
        "looking for session {}",
        "looking for session smtp&example.com&mx.example.com in smtp cache",
    ),
    (
        "client-session-reloaded",
        "reloaded session {}",
        "reloaded session smtp&example.com&mx.example.com from smtp cache",
    ),
    ("client-session-saved", "save session {}", "save session smtp&example.com&mx.example.com to smtp cache"),
    ("client-session-removed", "remove session {}", "remove session smtp&example.com&mx.example.com from client cache"),
    (
        "ticket-issued",
        _PEER + ": Issuing session ticket, {}",
        "mx.example.net[192.0.2.8]: Issuing session ticket, key expiration: 1763683200",
    ),
    (
        "ticket-decrypted",
        _PEER + ": Decrypting session ticket, {}",
        "mx.example.net[192.0.2.8]: Decrypting session ticket, key expiration: 1763683200",
    ),
    (
        "subject",
        _PEER + ": subject_CN={}",
        "mx.example.com[192.0.2.25]:25: subject_CN=mx.example.com, issuer=Example CA",
    ),
    (
        "subject-2.5",
        _PEER + ": {:word}: subject_CN={}",
        "mx.example.com[192.0.2.25]:25: Trusted: subject_CN=mx.example.com, issuer=Example CA",
    ),
    ("subject-2.2", "{:word}: subject_CN={}", "Unverified: subject_CN=mx.example.com, issuer=Example CA"),
    ("subject-name", "subject={}", "subject=/CN=mx.example.com"),
    ("issuer-name", "issuer={}", "issuer=/O=Example/CN=Example CA"),
    ("raw-key", _PEER + ": raw public key {}", "mx.example.com[192.0.2.25]:25: raw public key fingerprint=AB:CD"),
    ("depth", _PEER + ": depth={}", "mx.example.com[192.0.2.25]:25: depth=0 verify=1 subject=/CN=mx.example.com"),
    ("verify", _PEER + ": verify={}", "mx.example.com[192.0.2.25]:25: verify=1 raw public key"),
    (
        "certificate-verification",
        _PEER + ": certificate verification {}",
        "mx.example.net[192.0.2.8]: certificate verification depth=1 verify=1 subject=/CN=Example CA",
    ),
    (
        "matched-peer",
        _PEER + ": matched peername: {}",
        "mx.example.com[192.0.2.25]:25: matched peername: mx.example.com",
    ),
    (
        "matched",
        _PEER + ": Matched {}",
        "mx.example.com[192.0.2.25]:25: Matched DANE EE certificate at depth 0: 3 1 1 ABCD",
    ),
    ("sni-sent", _PEER + ": SNI hostname: {}", "mx.example.com[192.0.2.25]:25: SNI hostname: mx.example.com"),
    (
        "sni-unmatched",
        "TLS SNI {} not matched, using default chain",
        "TLS SNI mail.example.org from unknown[203.0.113.7] not matched, using default chain",
    ),
    (
        "verification-failed",
        "certificate verification failed for {}",
        "certificate verification failed for mx.example.com[192.0.2.25]:25: self-signed certificate",
    ),
    (
        "verification-failed-of",
        "{:word} certificate verification failed for {}",
        "Server certificate verification failed for mx.example.com[192.0.2.25]:25: certificate has expired",
    ),
    ("dane-record", "using DANE RR: {}", "using DANE RR: _25._tcp.mx.example.com IN TLSA 3 1 1 AB:CD"),
    ("descriptor", "SSL_set_fd error to {}", "SSL_set_fd error to mx.example.com[192.0.2.25]:25"),
    ("starttls-offered", "Host offered STARTTLS: [{}", "Host offered STARTTLS: [mx.example.com]"),
    (
        "report",
        "TLSRPT: status={}",
        "TLSRPT: status=failure, domain=example.com, receiving_mx=mx.example.com[192.0.2.25], failure_type=certificate_expired",
    ),
    (
        "trace-saved",
        "TLS protocol trace for {} saved to {}",
        "TLS protocol trace for mx.example.com saved to /var/spool/postfix/tls-trace/1",
    ),
    ("trace-skipped", "skipping TLS trace output - {}", "skipping TLS trace output - rate limit (10) exceeded"),
    ("cache-write", "write {:word} TLS cache {}", "write smtpd TLS cache entry A1: time=1763683200 [data 120 bytes]"),
    ("cache-read", "read {:word} TLS cache {}", "read smtpd TLS cache entry A1: time=1763683200 [data 120 bytes]"),
    ("cache-look-up", "lookup {:word} session id={}", "lookup smtpd session id=A1"),
    ("cache-put", "put {:word} session id={}", "put smtpd session id=A1 [data 120 bytes]"),
    ("cache-delete", "delete {:word} session id={}", "delete smtpd session id=A1"),
    ("cache-open", "open {:word} TLS cache {}", "open smtpd TLS cache btree:/var/lib/postfix/smtpd_scache"),
    ("cache-close", "close {:word} TLS cache {}", "close smtpd TLS cache btree:/var/lib/postfix/smtpd_scache"),
)

_NO_STEP = {
    **dict.fromkeys(("dump-read", "dump-write", "dump-end", "dump"), debug.TLS_BYTES),
    **dict.fromkeys(("sni-sent", "sni-unmatched"), connection.SNI),
    **dict.fromkeys(("verification-failed", "verification-failed-of"), connection.NOT_VERIFIED),
    **dict.fromkeys(("report", "trace-saved", "trace-skipped"), connection.TLS_REPORT),
    **dict.fromkeys(("subject", "subject-2.5", "subject-2.2", "matched-peer", "matched"), debug.CERTIFICATE),
    "starttls-offered": connection.OFFERED,
    "descriptor": connection.HANDSHAKE_FAILED_OUT,
}

TLS_NOISE: tuple[Format, ...] = tuple(
    Format(f"tls/{name}", template, samples={sample: {}}, means=_NO_STEP.get(name, debug.TLS_STEPS))
    for name, template, sample in _NOISE
)
