"""Are the odd lines read that administrators showed each other when they looked for a broken account?

Their oddities are kept (an impossible minute, two spaces before the day, no address, a queue id with letters beyond
hexadecimal, no host name, mail addresses that a web forum hid); addresses and names are replaced.
"""

from __future__ import annotations

import pytest

from parse.blocks import Record, add_up, both_matchers, micros, parse
from postwarden.parse.dating import YearMonth

HIDDEN = "[email protected]"

# line, table, some of its fields
LINES: list[tuple[str, str, Record]] = [
    (
        "Jul 10 05:02:12 ip-192-0-2-1 postfix/smtps/smtpd[61016]: lost connection after CONNECT from unknown[]",
        "abort",
        {"stage": "CONNECT", "client": "unknown", "ip": None, "program": "postfix/smtps/smtpd"},
    ),
    (
        "Jul 10 05:02:12 ip-192-0-2-1 postfix/smtps/smtpd[61016]: disconnect from unknown[] commands=0/0",
        "disconnect",
        {"counters": "commands=0/0", "ip": None},
    ),
    (
        "Jul  5 10:92:01 ip-192-0-2-1 postfix/smtps/smtpd[4328]: 9248D303TU: client=unknown[], "
        "sasl_method=PLAIN, sasl_username=root",
        "accepted",
        {"queue_id": "9248D303TU", "ip": None, "account": "root", "time": micros("2026-07-10T05:02:12")},
    ),
    (
        "Jul  10 12:20:20 ip-192-0-2-1 postfix/smtps/smtpd[189325]: warning: unknown[]: "
        "SASL LOGIN authentication failed: BPFzy4dlcmE4",
        "sasl_failure",
        {"method": "LOGIN", "reason": "BPFzy4dlcmE4", "time": micros("2026-07-10T12:20:20")},
    ),
    (
        "Dec 20 23:24:07 mail postfix/smtpd[6673]: 7253BC0589: client=unknown[192.0.2.123], "
        f"sasl_method=LOGIN, sasl_username={HIDDEN}",
        "accepted",
        {"ip": "192.0.2.123", "account": HIDDEN},
    ),
    (
        f"Dec 20 04:25:30 mail postfix/qmgr[9395]: AD3E3384D9: from=<{HIDDEN}>, size=3206, nrcpt=50 (queue active)",
        "active",
        {"sender": HIDDEN, "size": 3206, "recipients": 50},
    ),
    (
        "Dec 20 23:17:34 mail postfix/smtpd[5500]: NOQUEUE: reject: RCPT from unknown[192.0.2.123]: "
        f"450 4.1.2 <{HIDDEN}>: Recipient address rejected: Domain not found; "
        f"from=<{HIDDEN}> to=<{HIDDEN}> proto=ESMTP helo=<User>",
        "reject",
        {"action": "reject", "stage": "RCPT", "sender": HIDDEN, "recipient": HIDDEN, "helo": "User"},
    ),
    (
        "Feb 23 11:57:42 postfix/smtpd[32451]: connect from unknown[203.0.113.30]",
        "connect",
        {"host": "", "ip": "203.0.113.30", "time": micros("2027-02-23T11:57:42")},
    ),
    (
        "Feb 23 11:57:43 postfix/smtpd[32451]: Read 45 chars: AUTH PLAIN AGFkbWluQGV4YW1wbGUub3JnAHdpb",
        "secret",
        {"host": "", "encoded": "AGFkbWluQGV4YW1wbGUub3JnAHdpb"},
    ),
]


@both_matchers
@pytest.mark.parametrize("at", range(len(LINES)), ids=[f"{table}-{at}" for at, (_, table, _) in enumerate(LINES)])
def test_each_line_is_read(kind: str, at: int) -> None:
    _, table, fields = LINES[at]
    told = parse(kind, *(line for line, _, _ in LINES), start=YearMonth(2026, 7))
    (record,) = (record for record in told.tables[table] if record["line"] == at + 1)
    assert {name: record[name] for name in fields} == fields


@both_matchers
def test_none_is_dropped(kind: str) -> None:
    told = parse(kind, *(line for line, _, _ in LINES), "", "Dec 20 23:17:34 mail kernel: x", start=YearMonth(2026, 7))
    assert add_up(told.counts)
    assert (told.counts.lines, told.counts.read) == (len(LINES) + 2, len(LINES))
    assert (told.counts.malformed, told.counts.other, told.counts.bad_stamps) == (1, 1, 1)
