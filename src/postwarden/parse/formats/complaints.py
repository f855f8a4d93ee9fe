"""What does the SMTP server complain about: clients that break the rules, names and addresses that do not fit?"""

from __future__ import annotations

from postwarden.parse.format import Format
from postwarden.parse.meanings import connection

_PEER = "{client:word}[{ip:ip}]{?:{:int}?}"

COMPLAINTS: tuple[Format, ...] = (
    Format(
        "smtpd/pipelining",
        "improper command pipelining after {:upper} from " + _PEER + "{?: {text}?}",
        table="notice",
        since="2.6",
        means=connection.ODD_CLIENT,
        samples={
            r"improper command pipelining after EHLO from unknown[203.0.113.70]: MAIL FROM:<a@example.com>\r\nRCPT TO:": {
                "client": "unknown",
                "ip": "203.0.113.70",
                "text": r"MAIL FROM:<a@example.com>\r\nRCPT TO:",
            },
            "improper command pipelining after HELO from unknown[203.0.113.70]": {
                "client": "unknown",
                "ip": "203.0.113.70",
            },
        },
    ),
    Format(
        "smtpd/bare-newline",
        "bare <LF> received after {:upper} from " + _PEER,
        table="notice",
        since="3.9",
        means=connection.ODD_CLIENT,
        samples={
            "bare <LF> received after CONNECT from mx.example.net[192.0.2.8]": {
                "client": "mx.example.net",
                "ip": "192.0.2.8",
            }
        },
    ),
    Format(
        "smtpd/non-smtp-command",
        "{severity:lower}: non-SMTP command from " + _PEER + ": {text}",
        table="notice",
        since="2.3",
        means=connection.WEB_CLIENT,
        samples={
            "warning: non-SMTP command from unknown[203.0.113.7]: GET / HTTP/1.1": {
                "severity": "warning",
                "client": "unknown",
                "ip": "203.0.113.7",
                "text": "GET / HTTP/1.1",
            }
        },
    ),
    Format(
        "smtpd/long-request",
        "{severity:lower}: " + _PEER + ": request longer than {:int}: {text}",
        table="notice",
        means=connection.ODD_CLIENT,
        samples={
            "warning: unknown[203.0.113.7]: request longer than 2048: AAAAAAAAAAAAAAAAAAAAAAAAAAAAAA...": {
                "severity": "warning",
                "client": "unknown",
                "ip": "203.0.113.7",
                "text": "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAA...",
            }
        },
    ),
    Format(
        "smtpd/illegal-address",
        "{severity:lower}: Illegal address syntax from " + _PEER + " in {:upper} command: {text}",
        table="notice",
        means=connection.ODD_ADDRESS,
        samples={
            "warning: Illegal address syntax from unknown[203.0.113.7] in MAIL command: <bad address>": {
                "severity": "warning",
                "client": "unknown",
                "ip": "203.0.113.7",
                "text": "<bad address>",
            }
        },
    ),
    Format(
        # The name is what the owner of the address wrote into the DNS; the session itself says `unknown[ip]`.
        "smtpd/hostname-mismatch",
        "{severity:lower}: hostname {client:word} does not resolve to address {ip:word}{?: {text}?}",
        table="notice",
        since="2.9",
        means=connection.NAME_MISMATCH,
        samples={
            "warning: hostname mail.example.com does not resolve to address 203.0.113.7": {
                "severity": "warning",
                "client": "mail.example.com",
                "ip": "203.0.113.7",
            },
            "warning: hostname mail.example.com does not resolve to address 203.0.113.7: Name or service not known": {
                "severity": "warning",
                "client": "mail.example.com",
                "ip": "203.0.113.7",
                "text": "Name or service not known",
            },
        },
    ),
    Format(
        "smtpd/hostname-not-listed",
        "{severity:lower}: {ip:word}: address not listed for hostname {client:word}",
        table="notice",
        means=connection.NAME_MISMATCH,
        samples={
            "warning: 203.0.113.7: address not listed for hostname mail.example.com": {
                "severity": "warning",
                "ip": "203.0.113.7",
                "client": "mail.example.com",
            }
        },
    ),
    Format(
        "smtpd/hostname-unverified",
        "{severity:lower}: {ip:word}: hostname {client:word} verification failed{?: {text}?}",
        table="notice",
        means=connection.NAME_MISMATCH,
        samples={
            "warning: 203.0.113.7: hostname mail.example.com verification failed: Name or service not known": {
                "severity": "warning",
                "ip": "203.0.113.7",
                "client": "mail.example.com",
                "text": "Name or service not known",
            }
        },
    ),
)
