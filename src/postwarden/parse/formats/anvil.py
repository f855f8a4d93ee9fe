"""Who came too often? The server's rate limits, and the peaks that anvil counted."""

from __future__ import annotations

from postwarden.parse.format import Format
from postwarden.parse.meanings import connection

# (name, wording, since). The wording is spelled out: with a capture, a client could write such a line into another
# warning and choose the address in it.
_LIMITS: tuple[tuple[str, str, str], ...] = (
    ("connection-rate", "Connection rate", "2.2"),
    ("connection-concurrency", "Connection concurrency", "2.2"),
    ("message-rate", "Message delivery request rate", "2.2"),
    ("recipient-rate", "Recipient address rate", "2.2"),
    ("tls-rate", "New TLS session rate", "2.3"),
    ("auth-rate", "AUTH command rate", "3.1"),
)

RATES: tuple[Format, ...] = tuple(
    Format(
        f"smtpd/limit-{name}",
        f"warning: {wording} limit exceeded: {{count:int}} from {{NAMADDR}} for service {{service}}",
        table="rate",
        means=connection.LOGIN_LIMIT if name == "auth-rate" else connection.LIMIT,
        since=since,
        samples={
            f"warning: {wording} limit exceeded: 31 from unknown[203.0.113.10] for service submission": {
                "count": 31,
                "client": "unknown",
                "ip": "203.0.113.10",
                "service": "submission",
            },
            f"warning: {wording} limit exceeded: 31 from unknown[2001:db8::66]:38403 for service [::]:25": {
                "count": 31,
                "client": "unknown",
                "ip": "2001:db8::66",
                "port": 38403,
                "service": "[::]:25",
            },
        },
    )
    for name, wording, since in _LIMITS
)

# `(service:address)`, both of which may hold colons. (name, template, sample, service): of a
# service that is bound to an address only the port is kept. Since 3.8 clients are counted by network, by default
# IPv6 ones by /84: `2001:db8:66::/84`.
_WHERE: tuple[tuple[str, str, str, str], ...] = (
    ("", "({service:lower}:{ip:ip}{?/{:int}?}) at {}", "(smtp:{ip}) at Nov 20 23:21:47", "smtp"),
    ("-port", "({service:int}:{ip:ip}{?/{:int}?}) at {}", "(587:{ip}) at Nov 20 23:21:47", "587"),
    (
        "-ipv4",
        "({:int}.{:int}.{:int}.{:int}:{service:int}:{ip:ip}{?/{:int}?}) at {}",
        "(192.0.2.25:587:{ip}) at Nov 20 23:21:47",
        "587",
    ),
    ("-ipv6", "([{:ip}]:{service:int}:{ip:ip}{?/{:int}?}) at {}", "([::]:25:{ip}) at Nov 20 23:21:47", "25"),
    (
        "-host-port",
        "({:word}.{:word}:{service:int}:{ip:ip}{?/{:int}?}) at {}",
        "(mx.example.org:25:{ip}) at Nov 20 23:21:47",
        "25",
    ),
    (
        "-host",
        "({:word}.{:word}:{service:lower}:{ip:ip}{?/{:int}?}) at {}",
        "(mx.example.org:smtp:{ip}) at Nov 20 23:21:47",
        "smtp",
    ),
    ("-word", "({service}:{ip:ip}{?/{:int}?}) at {}", "(smtp2:{ip}) at Nov 20 23:21:47", "smtp2"),
)


def _peak(name: str, template: str, sample: str, what: str, where: tuple[str, str, str, str]) -> Format:
    suffix, place, place_sample, service = where
    return Format(
        f"anvil/{name}{suffix}",
        f"statistics: max {template} for {place}",
        table="rate",
        means=connection.PEAK,
        since="2.2",
        samples={
            f"statistics: max {sample} for {place_sample.format(ip=ip)}": {
                "what": what,
                "count": 31,
                "service": service,
                "ip": ip.partition("/")[0],
            }
            for ip in ("203.0.113.10", "2001:db8::66", "unknown", "2001:db8:66::/84", "203.0.113.0/24")
        },
    )


ANVIL: tuple[Format, ...] = (
    *(_peak("rate", "{what} rate {count:int}/{:word}", "auth rate 31/60s", "auth", where) for where in _WHERE),
    *(_peak("count", "{what} count {count:int}", "connection count 31", "connection", where) for where in _WHERE),
    Format(
        "anvil/cache-size",
        "statistics: max cache size {:int} at {}",
        means=connection.CACHE_SIZE,
        samples={"statistics: max cache size 1 at Oct 26 18:13:50": {}},
        since="2.2",
    ),
)
