"""What do Postfix's TLS routines log, in the server, in the client and in tlsproxy?

Wordings from src/tls of Postfix 2.2 to 3.11.
"""

from __future__ import annotations

from postwarden.parse.format import Format
from postwarden.parse.formats.tls_noise import TLS_NOISE
from postwarden.parse.meanings import connection

_SUMMARY = ": {protocol:word} with cipher {cipher:word} ({:int}/{:int} bits){? {}?}"

_ESTABLISHED: tuple[Format, ...] = (
    Format(
        "tls/established-from",
        "{trust:word} TLS connection established from {NAMADDR}{? to {:word}?}" + _SUMMARY,
        table="tls",
        since="2.5",
        means=connection.ENCRYPTED,
        samples={
            "Anonymous TLS connection established from unknown[203.0.113.50]: TLSv1.2 with cipher RC4-SHA (128/128 bits)": {
                "trust": "Anonymous",
                "client": "unknown",
                "ip": "203.0.113.50",
                "protocol": "TLSv1.2",
                "cipher": "RC4-SHA",
            },
            "Anonymous TLS connection established from host-10.example.net[203.0.113.10]: TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits) key-exchange x25519 server-signature RSA-PSS (2048 bits) server-digest SHA256": {
                "trust": "Anonymous",
                "client": "host-10.example.net",
                "ip": "203.0.113.10",
                "protocol": "TLSv1.3",
                "cipher": "TLS_AES_256_GCM_SHA384",
            },
            "Untrusted TLS connection established from v6.example.net[2001:db8::66]:38403 to mail.example.org: TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits) key-exchange X25519 server-signature ECDSA (prime256v1) server-digest SHA256 client-signature ED25519 (raw public key)": {
                "trust": "Untrusted",
                "client": "v6.example.net",
                "ip": "2001:db8::66",
                "port": 38403,
                "protocol": "TLSv1.3",
                "cipher": "TLS_AES_256_GCM_SHA384",
            },
            "Anonymous TLS connection established from [203.0.113.9]:51637: TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits) key-exchange X25519 server-signature RSA-PSS (4096 bits)": {
                "trust": "Anonymous",
                "ip": "203.0.113.9",
                "port": 51637,
                "protocol": "TLSv1.3",
                "cipher": "TLS_AES_256_GCM_SHA384",
            },
        },
    ),
    Format(
        "tls/established-to",
        "{trust:word} TLS connection established to {NAMADDR}" + _SUMMARY,
        table="tls",
        since="2.5",
        means=connection.ENCRYPTED,
        samples={
            "Verified TLS connection established to mx.example.com[2001:db8:25::7]:25: TLSv1 with cipher ECDHE-RSA-AES256-SHA (256/256 bits)": {
                "trust": "Verified",
                "client": "mx.example.com",
                "ip": "2001:db8:25::7",
                "port": 25,
                "protocol": "TLSv1",
                "cipher": "ECDHE-RSA-AES256-SHA",
            },
            "Trusted TLS connection established to mail.example.com[127.0.0.1]:25: TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits) key-exchange X25519 server-signature RSA-PSS (4096 bits)": {
                "trust": "Trusted",
                "client": "mail.example.com",
                "ip": "127.0.0.1",
                "port": 25,
                "protocol": "TLSv1.3",
                "cipher": "TLS_AES_256_GCM_SHA384",
            },
        },
    ),
    Format(
        "tls/reused-to",
        "{trust:word} TLS connection reused to {NAMADDR}" + _SUMMARY,
        table="tls",
        since="3.4",
        means=connection.ENCRYPTED,
        samples={
            "Untrusted TLS connection reused to mx.example.com[198.51.100.25]:25: TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits)": {
                "trust": "Untrusted",
                "client": "mx.example.com",
                "ip": "198.51.100.25",
                "port": 25,
                "protocol": "TLSv1.3",
                "cipher": "TLS_AES_256_GCM_SHA384",
            }
        },
    ),
    Format(
        "tls/established-socket",
        "{trust:word} TLS connection established to {client}[{}]" + _SUMMARY,
        table="tls",
        means=connection.ENCRYPTED,
        samples={
            "Verified TLS connection established to mail.example.org[private/dovecot-lmtp]: TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits)": {
                "trust": "Verified",
                "client": "mail.example.org",
                "protocol": "TLSv1.3",
                "cipher": "TLS_AES_256_GCM_SHA384",
            }
        },
    ),
    Format(
        "tls/established-from-2.2",
        "TLS connection established from {NAMADDR}" + _SUMMARY,
        table="tls",
        since="2.2",
        means=connection.ENCRYPTED,
        samples={
            "TLS connection established from mx.example.net[192.0.2.8]: TLSv1 with cipher DHE-RSA-AES256-SHA (256/256 bits)": {
                "client": "mx.example.net",
                "ip": "192.0.2.8",
                "protocol": "TLSv1",
                "cipher": "DHE-RSA-AES256-SHA",
            }
        },
    ),
    Format(
        "tls/established-to-2.2",
        "TLS connection established to {NAMADDR}" + _SUMMARY,
        table="tls",
        since="2.2",
        means=connection.ENCRYPTED,
        samples={
            "TLS connection established to mx.example.net[192.0.2.8]: TLSv1 with cipher DHE-RSA-AES256-SHA (256/256 bits)": {
                "client": "mx.example.net",
                "ip": "192.0.2.8",
                "protocol": "TLSv1",
                "cipher": "DHE-RSA-AES256-SHA",
            }
        },
    ),
)

_FAILED: tuple[Format, ...] = (
    Format(
        "tls/accept-error",
        "SSL_accept error from {NAMADDR}: {}",
        table="tls",
        means=connection.HANDSHAKE_FAILED,
        samples={
            "SSL_accept error from unknown[203.0.113.7]: lost connection": {"client": "unknown", "ip": "203.0.113.7"},
            "SSL_accept error from unknown[203.0.113.7]:40112: -1": {
                "client": "unknown",
                "ip": "203.0.113.7",
                "port": 40112,
            },
            "SSL_accept error from scan.example.net[203.0.113.7]: Connection timed out": {
                "client": "scan.example.net",
                "ip": "203.0.113.7",
            },
        },
    ),
    Format(
        "tls/connect-error",
        "SSL_connect error to {NAMADDR}: {}",
        table="tls",
        means=connection.HANDSHAKE_FAILED_OUT,
        samples={
            "SSL_connect error to mx.example.com[198.51.100.25]:25: lost connection": {
                "client": "mx.example.com",
                "ip": "198.51.100.25",
                "port": 25,
            }
        },
    ),
)

TLS: tuple[Format, ...] = (*_ESTABLISHED, *_FAILED, *TLS_NOISE)
