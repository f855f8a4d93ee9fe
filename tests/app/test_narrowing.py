"""Does the database get what the operator named?"""

from __future__ import annotations

from datetime import timedelta, timezone

from postwarden.app.narrowing import database_zone


def test_the_database_knows_zones_without_a_name() -> None:
    assert database_zone(timezone(timedelta(hours=5, minutes=30))) == "GMT+0530"
