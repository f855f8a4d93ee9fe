"""Under which queue ids does a mail go besides its first? What linking leaves for those who follow one mail."""

from __future__ import annotations

from postwarden.model.tables import Column, Table

ROOTS = Table(
    "roots",
    "each queue id that a content filter, a proxy or a requeue gave a mail which had one already; detectors do not see "
    "it: `deliveries.message` says the same of what was delivered",
    (
        Column("host", "SMALLINT", "row of `hosts`: the server that logged it"),
        Column("queue_id", "VARCHAR", "the later queue id"),
        Column("turn", "BIGINT", "which use of it, counted from the oldest: queue ids are used again"),
        Column("root_id", "VARCHAR", "the first one, under which `messages` knows the mail"),
        Column("root_turn", "BIGINT", "which use of that"),
    ),
)
