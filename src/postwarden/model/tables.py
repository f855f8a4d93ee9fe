"""Which tables do the detectors see, and what does each column mean?

Times are BIGINT microseconds since 1970 in UTC. Every row carries `source` (row of `sources`) and `line`
(1-based line number in that source): together they name the log line that the row was read from.
`source` counts upwards from the oldest file, so `time, source, line` orders everything the same way on every run.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, its DuckDB type and what it holds."""

    name: str
    type: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Table:
    """One table of the contract between link/, enrich/ and detect/."""

    name: str
    meaning: str
    columns: tuple[Column, ...]

    @property
    def definition(self) -> str:
        """The columns as `create table` takes them."""
        return ", ".join(f"{column.name} {column.type}" for column in self.columns)


_ROW = (
    Column("time", "BIGINT", "moment of the log line, µs UTC"),
    Column("source", "SMALLINT", "which source the line is from, oldest first"),
    Column("line", "INTEGER", "line number in the source, 1-based"),
)

_HOST = Column("host", "SMALLINT", "row of `hosts`: the server that logged the line")

PLACE = (
    Column("ip_net", "VARCHAR", "the /24 (IPv4) or /48 (IPv6) around the address, e.g. 192.0.2.0/24"),
    Column("internal", "BOOLEAN", "private, loopback or own network: the true origin is unknown"),
    Column("country", "VARCHAR", "ISO 3166-1 alpha-2 code; NULL when unplaced"),
    Column("place", "VARCHAR", "city and country where the data has them, else the country's name"),
    Column("lat", "DOUBLE", "degrees north"),
    Column("lon", "DOUBLE", "degrees east"),
    Column("radius_km", "DOUBLE", "accuracy radius; country centroids use sqrt(area / pi)"),
    Column("asn", "BIGINT", "autonomous system number"),
    Column("as_name", "VARCHAR", "its name"),
)

_ACCOUNT = Column("account", "VARCHAR", "login name, case-folded; the domain part may be missing")
_IP = Column("ip", "VARCHAR", "client address as logged, without ::ffff: and port; NULL when the log left it empty")
_CLIENT = Column("client", "VARCHAR", "client host name as logged (`unknown` when not forward-confirmed)")
_QUEUE = Column("queue_id", "VARCHAR", "Postfix queue id")
_SERVICE = Column("service", "VARCHAR", "program that logged it, e.g. postfix/submission/smtpd or imap-login")

TABLES: tuple[Table, ...] = (
    Table(
        "sources",
        "what was read",
        (
            Column("source", "SMALLINT", "number, oldest first"),
            Column("path", "VARCHAR", "file path, `-` or `journal`"),
        ),
    ),
    Table("hosts", "servers named in the logs", (_HOST, Column("name", "VARCHAR", "host name as logged"))),
    Table(
        "addresses",
        "each distinct address once, placed: clients that logged in or tried to, and those whose mail left the server "
        "without a login",
        (Column("ip", "VARCHAR", "address"), *PLACE),
    ),
    Table(
        "logins",
        "successful logins: one row per authenticated SMTP message, IMAP/POP3/ManageSieve login, or silent SMTP login",
        (
            *_ROW,
            _HOST,
            _ACCOUNT,
            _IP,
            _CLIENT,
            Column("method", "VARCHAR", "SASL mechanism, upper case"),
            Column("protocol", "VARCHAR", "smtp, imap, pop3, sieve or submission"),
            _SERVICE,
            _QUEUE,
            *PLACE,
        ),
    ),
    Table(
        "silent_logins",
        "SMTP sessions that authenticated (`disconnect … auth=1`) and sent nothing: credentials being tested; "
        "Postfix does not log the account",
        (
            *_ROW,
            _HOST,
            _IP,
            _CLIENT,
            _SERVICE,
            Column("failed", "BIGINT", "failed AUTH commands of the same session"),
            *PLACE,
        ),
    ),
    Table(
        "failures",
        "failed logins",
        (
            *_ROW,
            _HOST,
            _ACCOUNT,
            _IP,
            _CLIENT,
            Column("method", "VARCHAR", "SASL mechanism, upper case"),
            Column("protocol", "VARCHAR", "smtp, imap, pop3, sieve or submission"),
            _SERVICE,
            Column("attempts", "BIGINT", "how many attempts the line stands for"),
            Column("cause", "VARCHAR", "credentials (wrong name or password), aborted, or server (outage: no attack)"),
            Column("reason", "VARCHAR", "reason as logged"),
            *PLACE,
        ),
    ),
    Table(
        "messages",
        "one mail, however many queue ids content filters gave it",
        (
            *_ROW,
            _HOST,
            _QUEUE,
            _ACCOUNT,
            _IP,
            _CLIENT,
            _SERVICE,
            Column(
                "origin", "VARCHAR", "login, network (no SASL), local (pickup), bounce, or unknown (log starts in it)"
            ),
            Column("uid", "BIGINT", "Unix uid of local submissions"),
            Column("sender", "VARCHAR", "envelope sender (MAIL FROM), empty for bounces"),
            Column("message_id", "VARCHAR", "Message-ID header as logged: written by the sender"),
            Column("size", "BIGINT", "bytes"),
            Column("recipients", "BIGINT", "envelope recipients (nrcpt)"),
            Column("told_time", "BIGINT", "moment at which qmgr told sender, size and recipients, µs UTC"),
            Column(
                "ended",
                "VARCHAR",
                "removed (done), expired, deleted, canceled (refused or given up before it was queued, or discarded); "
                "NULL: still queued when the log ends",
            ),
            Column("end_time", "BIGINT", "moment of that, µs UTC"),
        ),
    ),
    Table(
        "deliveries",
        "delivery attempts, one row per recipient and attempt; handovers to own filters are left out",
        (
            *_ROW,
            _HOST,
            _QUEUE,
            _ACCOUNT,
            Column("message", "VARCHAR", "queue id under which `messages` knows the mail"),
            Column("sender", "VARCHAR", "envelope sender"),
            Column("recipient", "VARCHAR", "envelope recipient"),
            Column("rewritten", "BOOLEAN", "an alias or a forward put it in place of the address that was written to"),
            Column("relay", "VARCHAR", "next hop as logged"),
            Column("delay", "DOUBLE", "seconds since arrival"),
            Column("dsn", "VARCHAR", "enhanced status code, e.g. 5.1.1"),
            Column("status", "VARCHAR", "sent, deferred, bounced, discarded"),
            Column("reason", "VARCHAR", "reply of the next hop: written by others"),
        ),
    ),
    Table(
        "rejections",
        "what smtpd, cleanup or a milter refused (or only warned about: see action)",
        (
            *_ROW,
            _HOST,
            _QUEUE,
            _ACCOUNT,
            _IP,
            _CLIENT,
            _SERVICE,
            Column("action", "VARCHAR", "reject, reject_warning, hold, discard, redirect, …"),
            Column("stage", "VARCHAR", "CONNECT, RCPT, END-OF-MESSAGE, …"),
            Column("text", "VARCHAR", "reply text"),
            Column("sender", "VARCHAR", "MAIL FROM"),
            Column("recipient", "VARCHAR", "RCPT TO"),
            Column("helo", "VARCHAR", "HELO name"),
        ),
    ),
    Table(
        "connections",
        "SMTP sessions, from connect to disconnect",
        (
            *_ROW,
            _HOST,
            _IP,
            _CLIENT,
            _SERVICE,
            Column("pid", "INTEGER", "process id"),
            Column("end_time", "BIGINT", "moment of the disconnect, µs UTC"),
            Column("end_source", "SMALLINT", "source of the disconnect line"),
            Column("end_line", "INTEGER", "its line"),
            Column("counters", "VARCHAR", "command counters as logged, e.g. `ehlo=1 auth=0/1 commands=1/2`"),
            Column("auth_ok", "BIGINT", "accepted AUTH commands"),
            Column("auth_total", "BIGINT", "all AUTH commands"),
        ),
    ),
    Table(
        "queue_events",
        "what happened to queue files",
        (
            *_ROW,
            _HOST,
            _QUEUE,
            Column(
                "event",
                "VARCHAR",
                "removed (done), canceled, discarded, deleted, expired, force-expired, held, released, "
                "requeued, skipped, or a report about it: non-delivery, delay, success, "
                "postmaster-non-delivery, postmaster-delay",
            ),
            Column("related", "VARCHAR", "the other queue id (bounce, requeue)"),
        ),
    ),
    Table(
        "mailbox_sessions",
        "IMAP and POP3 sessions with Dovecot's counters",
        (
            *_ROW,
            _HOST,
            _ACCOUNT,
            Column("ip", "VARCHAR", "client address, as the login of the session names it; NULL where none was found"),
            Column("protocol", "VARCHAR", "imap, pop3, submission or sieve"),
            Column("session", "VARCHAR", "Dovecot session id"),
            Column("bytes_out", "BIGINT", "bytes sent to the client"),
            Column("deleted", "BIGINT", "messages flagged deleted"),
            Column("expunged", "BIGINT", "messages expunged"),
            Column("body_count", "BIGINT", "message bodies fetched"),
            Column("body_bytes", "BIGINT", "bytes of them"),
        ),
    ),
    Table(
        "filings",
        "what LMTP, LDA and Sieve did with arriving mail",
        (
            *_ROW,
            _HOST,
            _ACCOUNT,
            Column("action", "VARCHAR", "saved, stored, forwarded, discarded, rejected, vacation"),
            Column("target", "VARCHAR", "mailbox or address"),
            Column("message_id", "VARCHAR", "Message-ID: written by the sender"),
        ),
    ),
    Table(
        "subjects",
        "Subject headers of mails, where header_checks log them",
        (*_ROW, _HOST, _QUEUE, Column("subject", "VARCHAR", "as logged: written by the sender")),
    ),
    Table(
        "notices",
        "warnings, errors, fatal and panic lines, and secrets found in the log",
        (
            *_ROW,
            _HOST,
            _SERVICE,
            Column("kind", "VARCHAR", "name of the format that read it, e.g. notice/warning or verbose/auth-plain"),
            Column("severity", "VARCHAR", "info, warning, error, fatal or panic"),
            Column("text", "VARCHAR", "the text; secrets are cut out"),
        ),
    ),
    Table(
        "postscreen",
        "what postscreen saw",
        (
            *_ROW,
            _HOST,
            _IP,
            Column("event", "VARCHAR", "connect, pass-old, pass-new, pregreet, hangup, dnsbl, reject, …"),
            Column("detail", "VARCHAR", "rest of the line"),
        ),
    ),
)

BY_NAME: dict[str, Table] = {table.name: table for table in TABLES}
