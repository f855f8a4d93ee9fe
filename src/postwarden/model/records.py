"""What does parse/ hand to link/? One record table per kind of log line, with the fields that its formats capture.

Every record table starts with the columns of ROW. Text columns are NULL where the line did not carry the field.
"""

from __future__ import annotations

from typing import Literal

FieldType = Literal["text", "int", "real"]

ROW: tuple[tuple[str, str], ...] = (
    ("time", "BIGINT"),  # µs UTC; the last good time of the source where the stamp is impossible
    ("line", "INTEGER"),  # 1-based number in the source
    ("pid", "INTEGER"),  # 0 where the line has none
    ("host", "SMALLINT"),  # row of `hosts`
    ("program", "SMALLINT"),  # row of `programs`
    ("format", "SMALLINT"),  # row of `formats`: which format read the line
    ("source", "SMALLINT"),  # row of `sources`
)

_NAMADDR: dict[str, FieldType] = {"client": "text", "ip": "text", "port": "int"}
_ENVELOPE: dict[str, FieldType] = {"sender": "text", "recipient": "text", "protocol": "text", "helo": "text"}

RECORDS: dict[str, dict[str, FieldType]] = {
    "connect": {**_NAMADDR},
    # begin_…: the `connect` of the same process and address, where the block of lines that is read at once holds it
    "disconnect": {**_NAMADDR, "counters": "text", "begin_line": "int", "begin_time": "int"},
    "abort": {"queue_id": "text", **_NAMADDR, "reason": "text", "stage": "text"},
    "accepted": {
        "queue_id": "text",
        **_NAMADDR,
        "method": "text",
        "account": "text",
        "claimed_sender": "text",
        "origin_queue_id": "text",
        "origin_client": "text",
        "origin_ip": "text",
    },
    "sasl_failure": {**_NAMADDR, "method": "text", "reason": "text", "account": "text"},
    "reject": {
        "queue_id": "text",
        "action": "text",
        "stage": "text",
        **_NAMADDR,
        "text": "text",
        **_ENVELOPE,
        "method": "text",
        "account": "text",
    },
    "message_id": {"queue_id": "text", "message_id": "text"},
    "active": {"queue_id": "text", "sender": "text", "size": "int", "recipients": "int"},
    "delivery": {
        "queue_id": "text",
        "recipient": "text",
        "orig_recipient": "text",
        "relay": "text",
        "delay": "real",
        "delays": "text",
        "tls": "text",
        "dsn": "text",
        "status": "text",
        "reason": "text",
    },
    "pickup": {"queue_id": "text", "uid": "int", "sender": "text", "orig_queue_id": "text"},
    "queue_event": {"queue_id": "text", "related": "text", "detail": "text"},
    "tls": {**_NAMADDR, "trust": "text", "protocol": "text", "cipher": "text"},
    "header_check": {
        "queue_id": "text",
        "action": "text",
        "text": "text",
        **_NAMADDR,
        **_ENVELOPE,
        "detail": "text",
    },
    "rate": {"what": "text", "count": "int", **_NAMADDR, "service": "text"},
    "postscreen": {"ip": "text", "port": "int", "detail": "text", "sender": "text", "recipient": "text"},
    "notice": {"severity": "text", "text": "text", "queue_id": "text", "client": "text", "ip": "text"},
    "secret": {"encoded": "text", "account": "text"},
    "dovecot_login": {
        "account": "text",
        "method": "text",
        "ip": "text",
        "local_ip": "text",
        "secured": "text",
        "session": "text",
    },
    "dovecot_failure": {
        "account": "text",
        "method": "text",
        "ip": "text",
        "local_ip": "text",
        "secured": "text",
        "session": "text",
        "attempts": "int",
        "reason": "text",
        "code": "text",
    },
    "dovecot_auth": {
        "account": "text",
        "ip": "text",
        "session": "text",
        "method": "text",
        "driver": "text",
        "reason": "text",
    },
    "dovecot_session": {
        "account": "text",
        "session": "text",
        "reason": "text",
        "bytes_in": "int",
        "bytes_out": "int",
        "deleted": "int",
        "expunged": "int",
        "body_count": "int",
        "body_bytes": "int",
    },
    "dovecot_mail": {
        "account": "text",
        "session": "text",
        "message_id": "text",
        "action": "text",
        "target": "text",
    },
    "dovecot_relay": {
        "account": "text",
        "session": "text",
        "sender": "text",
        "size": "int",
        "recipients": "int",
        "queue_id": "text",
    },
    "unread": {"text": "text"},
}
