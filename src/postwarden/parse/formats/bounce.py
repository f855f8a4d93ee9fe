"""Which notifications do bounce, defer and trace send, and under which new queue id?

The new id is named before cleanup's own lines about it since 3.11, and after them before: nothing may rest on the order.
"""

from __future__ import annotations

from postwarden.parse.format import Format
from postwarden.parse.meanings import queue

BOUNCE: tuple[Format, ...] = (
    Format(
        "bounce/non-delivery",
        "{queue_id}: sender non-delivery notification: {related:queue_id}",
        table="queue_event",
        means=queue.BOUNCED,
        samples={
            "17CCA8044: sender non-delivery notification: ADD2F8052": {"queue_id": "17CCA8044", "related": "ADD2F8052"},
            "3mKxY750hmz7scK: sender non-delivery notification: 3mKxYH0vl4z7sWS": {
                "queue_id": "3mKxY750hmz7scK",
                "related": "3mKxYH0vl4z7sWS",
            },
        },
        since="2.3",
    ),
    Format(
        "bounce/postmaster-non-delivery",
        "{queue_id}: postmaster non-delivery notification: {related:queue_id}",
        table="queue_event",
        means=queue.BOUNCED_TO_POSTMASTER,
        samples={
            "482E4404AC8: postmaster non-delivery notification: 47335405A44": {
                "queue_id": "482E4404AC8",
                "related": "47335405A44",
            }
        },
        since="2.3",
    ),
    Format(
        "bounce/delay",
        "{queue_id}: sender delay notification: {related:queue_id}",
        table="queue_event",
        means=queue.DELAYED,
        samples={"264FE1A18: sender delay notification: 0A87A1A08": {"queue_id": "264FE1A18", "related": "0A87A1A08"}},
        since="2.3",
    ),
    Format(
        "bounce/postmaster-delay",
        "{queue_id}: postmaster delay notification: {related:queue_id}",
        table="queue_event",
        means=queue.BOUNCED_TO_POSTMASTER,
        samples={
            "264FE1A18: postmaster delay notification: 0A87A1A09": {"queue_id": "264FE1A18", "related": "0A87A1A09"}
        },
        since="2.3",
    ),
    Format(
        "bounce/success",
        "{queue_id}: sender delivery status notification: {related:queue_id}",
        table="queue_event",
        means=queue.DELIVERED_NOTE,
        samples={
            "65AFB8B5: sender delivery status notification: 1DF35917": {"queue_id": "65AFB8B5", "related": "1DF35917"}
        },
        since="2.3",
    ),
    Format(
        "bounce/not-sent",
        "{:queue_id}: not sending trace/success notification for {}",
        means=queue.NO_NOTE,
        samples={"65AFB8B5: not sending trace/success notification for double-bounce message": {}},
        since="2.3",
    ),
)
