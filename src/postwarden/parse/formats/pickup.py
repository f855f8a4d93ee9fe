"""What do pickup and qmqpd say about mail that does not come by SMTP? (sendmail and postdrop only log NOTICES.)"""

from __future__ import annotations

from postwarden.parse.format import Format

PICKUP: tuple[Format, ...] = (
    Format(
        "pickup/submitted",
        # The sender is whatever `sendmail -f` was given; only the last `>` is certain to be Postfix's own.
        "{queue_id}: uid={uid:int} from=<{sender:last}>{? orig_id={orig_queue_id:queue_id}?}",
        table="pickup",
        samples={
            "8FF9029631B: uid=65534 from=<admin@example.com>": {
                "queue_id": "8FF9029631B",
                "uid": 65534,
                "sender": "admin@example.com",
            },
            "D2FAE20586: uid=0 from=<fail2ban>": {"queue_id": "D2FAE20586", "uid": 0, "sender": "fail2ban"},
            "4jWX205lZQzP03D: uid=33 from=<>": {"queue_id": "4jWX205lZQzP03D", "uid": 33},
            "CB63729638C: uid=100 from=<billing9@example.net> orig_id=391DB296678": {
                "queue_id": "CB63729638C",
                "uid": 100,
                "sender": "billing9@example.net",
                "orig_queue_id": "391DB296678",
            },
            '8FF9029631C: uid=33 from=<"x> orig_id=391DB296678"@example.com>': {
                "queue_id": "8FF9029631C",
                "uid": 33,
                "sender": '"x> orig_id=391DB296678"@example.com',
            },
        },
    ),
)

QMQPD: tuple[Format, ...] = (
    Format(
        "qmqpd/accepted",
        "{queue_id}: client={NAMADDR}",
        table="accepted",
        samples={
            "4A2D129663D: client=lists.example.org[192.0.2.30]": {
                "queue_id": "4A2D129663D",
                "client": "lists.example.org",
                "ip": "192.0.2.30",
            }
        },
    ),
    Format(
        "qmqpd/connect",
        "connect from {NAMADDR}",
        table="connect",
        samples={"connect from lists.example.org[192.0.2.30]": {"client": "lists.example.org", "ip": "192.0.2.30"}},
    ),
    Format(
        "qmqpd/disconnect",
        "disconnect from {NAMADDR}",
        table="disconnect",
        samples={"disconnect from lists.example.org[192.0.2.30]": {"client": "lists.example.org", "ip": "192.0.2.30"}},
    ),
    Format(
        "qmqpd/abort",
        "{queue_id}: {NAMADDR}: {reason} while {stage}",
        table="abort",
        samples={
            "NOQUEUE: lists.example.org[192.0.2.30]: lost connection while receiving message": {
                "queue_id": "NOQUEUE",
                "client": "lists.example.org",
                "ip": "192.0.2.30",
                "reason": "lost connection",
                "stage": "receiving message",
            }
        },
    ),
)
