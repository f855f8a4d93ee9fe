"""Which values do options take?"""

from __future__ import annotations

import click
import pytest

from postwarden.cli.parameters import COUNTRY, NETWORK, SIZE, ZONE


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (SIZE, "512MiB", "512MiB"),
        (SIZE, "2G", "2048MiB"),
        (SIZE, "1.5 gb", "1536MiB"),
        (SIZE, "65536k", "64MiB"),
        (SIZE, "1TiB", "1048576MiB"),
        (COUNTRY, "de", "DE"),
        (NETWORK, "192.0.2.7/24", "192.0.2.0/24"),
        (NETWORK, "192.0.2.7", "192.0.2.7/32"),
        (NETWORK, "2001:db8::1/32", "2001:db8::/32"),
    ],
)
def test_values(kind: click.ParamType[str], text: str, value: str) -> None:
    assert kind.convert(text, None, None) == value


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        *((SIZE, text) for text in ("", "MiB", "-1GiB", "1", "1XB", "63MiB", "1e3MiB", "٣GiB", "1GiB; drop")),
        *((COUNTRY, text) for text in ("", "D", "DEU", "D1", "ßß")),
        *((NETWORK, text) for text in ("", "x", "192.0.2.0/33", "192.0.2.0/24/1", "2001:db8::/129")),
        *((ZONE, text) for text in ("", "Mars", "/etc/passwd", "../UTC", "\0")),
    ],
)
def test_refused_values(kind: click.ParamType[str], text: str) -> None:
    with pytest.raises(click.BadParameter):
        kind.convert(text, None, None)


def test_zones() -> None:
    zone = ZONE.convert("Europe/Berlin", None, None)
    assert zone == "Europe/Berlin"
    assert ZONE.convert(zone, None, None) == zone
