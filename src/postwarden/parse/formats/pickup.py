"""What does pickup say about mail that a local program handed in? (sendmail and postdrop only log NOTICES.)"""

from __future__ import annotations

from postwarden.parse.format import Format
from postwarden.parse.meanings import queue

PICKUP: tuple[Format, ...] = (
    Format(
        "pickup/submitted",
        # The sender is whatever `sendmail -f` was given; only the last `>` is certain to be Postfix's own.
        "{queue_id}: uid={uid:int} from=<{sender:last}>{? orig_id={orig_queue_id:queue_id}?}",
        table="pickup",
        means=queue.SUBMITTED_LOCALLY,
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
