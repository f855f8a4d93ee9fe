"""What does the queue manager (qmgr, and nqmgr or oqmgr before and beside it) say about a message?"""

from __future__ import annotations

from postwarden.parse.format import Format
from postwarden.parse.meanings import queue

QMGR: tuple[Format, ...] = (
    Format(
        "qmgr/active",
        # A sender may hold `>, size=1, nrcpt=999 (queue active)`; nothing but Postfix's own text follows it,
        # so the last `>, size=` is the true one.
        "{queue_id}: from=<{sender:last}>, size={size:int}, nrcpt={recipients:int} (queue active)",
        table="active",
        means=queue.ACTIVE,
        samples={
            "0F5383D: from=<owner-list@example.org>, size=5360, nrcpt=1 (queue active)": {
                "queue_id": "0F5383D",
                "sender": "owner-list@example.org",
                "size": 5360,
                "recipients": 1,
            },
            "3mPVKl0Mhjz7sXv: from=<>, size=2666, nrcpt=2 (queue active)": {
                "queue_id": "3mPVKl0Mhjz7sXv",
                "size": 2666,
                "recipients": 2,
            },
            "AD3E3384D9: from=<name with spaces@example.com>, size=3206, nrcpt=50 (queue active)": {
                "queue_id": "AD3E3384D9",
                "sender": "name with spaces@example.com",
                "size": 3206,
                "recipients": 50,
            },
            '100C929665D: from=<"quo\\"te"@example.net>, size=216, nrcpt=2 (queue active)': {
                "queue_id": "100C929665D",
                "sender": '"quo\\"te"@example.net',
                "size": 216,
                "recipients": 2,
            },
            '0EED929665A: from=<"x>, size=1, nrcpt=999 (queue active) from=<ceo"@example.com>, size=255, nrcpt=2 (queue active)': {
                "queue_id": "0EED929665A",
                "sender": '"x>, size=1, nrcpt=999 (queue active) from=<ceo"@example.com',
                "size": 255,
                "recipients": 2,
            },
        },
    ),
    Format(
        "qmgr/active-bare",
        "{queue_id}: from={sender:last}, size={size:int}, nrcpt={recipients:int} (queue active)",
        table="active",
        means=queue.ACTIVE,
        samples={
            "ED373F8043E: from=rory@host.example.com, size=270, nrcpt=1 (queue active)": {
                "queue_id": "ED373F8043E",
                "sender": "rory@host.example.com",
                "size": 270,
                "recipients": 1,
            }
        },
    ),
    Format(
        "qmgr/removed",
        "{queue_id}: removed",
        table="queue_event",
        means=queue.REMOVED,
        samples={
            "0F5383D: removed": {"queue_id": "0F5383D"},
            "3l8L6X6lCPz7t2M: removed": {"queue_id": "3l8L6X6lCPz7t2M"},
        },
        since="2.1",
    ),
    Format(
        "qmgr/expired",
        "{queue_id}: from=<{:last}>, status=expired, returned to sender",
        table="queue_event",
        means=queue.EXPIRED,
        samples={
            "585BC3F: from=<>, status=expired, returned to sender": {"queue_id": "585BC3F"},
            "66C15648577B: from=<bob@example.com>, status=expired, returned to sender": {"queue_id": "66C15648577B"},
        },
    ),
    Format(
        "qmgr/force-expired",
        "{queue_id}: from=<{:last}>, status=force-expired, returned to sender",
        table="queue_event",
        means=queue.FORCE_EXPIRED,
        samples={
            "BACE842E73: from=<noreply@example.com>, status=force-expired, returned to sender": {
                "queue_id": "BACE842E73"
            }
        },
        since="3.5",
    ),
    Format(
        "qmgr/skipped",
        "{queue_id}: skipped, still being delivered",
        table="queue_event",
        means=queue.SKIPPED,
        samples={"ED06590130AA1C9D6D862: skipped, still being delivered": {"queue_id": "ED06590130AA1C9D6D862"}},
    ),
    Format(
        "qmgr/verp",
        "{:queue_id}: enabling VERP for sender {}",
        means=queue.VERP,
        samples={'4A2D129663D: enabling VERP for sender "list-bounces@example.org"': {}},
    ),
)
