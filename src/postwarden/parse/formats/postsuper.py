"""What does postsuper say about messages that an administrator (or a thief with root) handled?"""

from __future__ import annotations

from postwarden.parse.format import Format
from postwarden.parse.meanings import queue

POSTSUPER: tuple[Format, ...] = (
    Format(
        "postsuper/removed",
        "{queue_id}: removed",
        table="queue_event",
        means=queue.ADMIN_DELETED,
        samples={
            "D4F2023DB: removed": {"queue_id": "D4F2023DB"},
            "3nsRhm5bH5z306M: removed": {"queue_id": "3nsRhm5bH5z306M"},
        },
    ),
    Format(
        "postsuper/requeued",
        "{queue_id}: requeued",
        table="queue_event",
        means=queue.ADMIN_REQUEUED,
        samples={"391DB296678: requeued": {"queue_id": "391DB296678"}},
    ),
    Format(
        "postsuper/held",
        "{queue_id}: placed on hold",
        table="queue_event",
        means=queue.ADMIN_HELD,
        samples={"D4F2023DB: placed on hold": {"queue_id": "D4F2023DB"}},
    ),
    Format(
        "postsuper/released",
        "{queue_id}: released from hold",
        table="queue_event",
        means=queue.ADMIN_RELEASED,
        samples={"3nsF2M5j0nz31GS: released from hold": {"queue_id": "3nsF2M5j0nz31GS"}},
    ),
    Format(
        "postsuper/expired",
        "{queue_id}: expired",
        table="queue_event",
        means=queue.ADMIN_EXPIRED,
        samples={"D4F2023DB: expired": {"queue_id": "D4F2023DB"}},
        since="3.5",
    ),
    Format(
        "postsuper/summary-deleted",
        # `postsuper -d ALL` may log no line for each file: then this is all that tells of the mail that is gone.
        "Deleted: {text}",
        table="notice",
        means=queue.ADMIN_DELETED_MANY,
        samples={
            "Deleted: 115 messages": {"text": "115 messages"},
            "Deleted: 1 message": {"text": "1 message"},
        },
    ),
    Format(
        "postsuper/summary-requeued",
        "Requeued: {text}",
        table="notice",
        means=queue.ADMIN_DID_MANY,
        samples={"Requeued: 1 message": {"text": "1 message"}},
    ),
    Format(
        "postsuper/summary-held",
        "Placed on hold: {text}",
        table="notice",
        means=queue.ADMIN_DID_MANY,
        samples={"Placed on hold: 67 messages": {"text": "67 messages"}},
    ),
    Format(
        "postsuper/summary-released",
        "Released from hold: {text}",
        table="notice",
        means=queue.ADMIN_DID_MANY,
        samples={"Released from hold: 13 messages": {"text": "13 messages"}},
    ),
    Format(
        "postsuper/summary-expired",
        "Force-expired: {text}",
        table="notice",
        means=queue.ADMIN_DID_MANY,
        samples={"Force-expired: 2 messages": {"text": "2 messages"}},
        since="3.5",
    ),
    Format(
        "postsuper/summary-renamed",
        "Renamed to match inode number: {text}",
        table="notice",
        means=queue.RENAMED,
        samples={"Renamed to match inode number: 12 messages": {"text": "12 messages"}},
    ),
)
