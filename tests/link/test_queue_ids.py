"""Does linking leave the queue ids of a mail as the model names them?"""

from __future__ import annotations

from pathlib import Path

from link.logbook import link
from postwarden.model.queue_ids import ROOTS

LOG = """
    10:00:00 smtpd[7]: AFD0A29663D: client=home.example.net[192.0.2.7], sasl_method=PLAIN, sasl_username=bob@example.org
    10:00:10 postsuper[20]: AFD0A29663D: requeued
    10:00:11 pickup[21]: DDDDDD4: uid=100 from=<bob@example.org> orig_id=AFD0A29663D
"""


def test_a_requeued_mail_is_known_by_both_queue_ids(tmp_path: Path) -> None:
    connection = link(tmp_path, LOG)
    described = connection.execute(f"describe {ROOTS.name}").fetchall()
    assert [(name, kind) for name, kind, *_ in described] == [(column.name, column.type) for column in ROOTS.columns]
    assert connection.execute("select queue_id, root_id from roots").fetchall() == [("DDDDDD4", "AFD0A29663D")]
