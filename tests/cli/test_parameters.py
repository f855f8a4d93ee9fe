"""Which values do options take?"""

from __future__ import annotations

import click
import pytest

from postwarden.cli.parameters import Country, Network, Size, Zone


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (Size(), "512MiB", "512MiB"),
        (Size(), "2G", "2048MiB"),
        (Size(), "1.5 gb", "1536MiB"),
        (Size(), "65536k", "64MiB"),
        (Size(), "1TiB", "1048576MiB"),
        (Country(), "de", "DE"),
        (Network(), "192.0.2.7/24", "192.0.2.0/24"),
        (Network(), "192.0.2.7", "192.0.2.7/32"),
        (Network(), "2001:db8::1/32", "2001:db8::/32"),
    ],
)
def test_values(kind: click.ParamType[str], text: str, value: str) -> None:
    assert kind.convert(text, None, None) == value


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        *((Size(), text) for text in ("", "MiB", "-1GiB", "1", "1XB", "63MiB", "1e3MiB", "٣GiB", "1GiB; drop")),
        *((Country(), text) for text in ("", "D", "DEU", "D1", "ßß")),
        *((Network(), text) for text in ("", "x", "192.0.2.0/33", "192.0.2.0/24/1", "2001:db8::/129")),
        *((Zone(), text) for text in ("", "Mars", "/etc/passwd", "../UTC", "\0")),
    ],
)
def test_refused_values(kind: click.ParamType[str], text: str) -> None:
    with pytest.raises(click.BadParameter):
        kind.convert(text, None, None)


def test_zones() -> None:
    zone = Zone().convert("Europe/Berlin", None, None)
    assert str(zone) == "Europe/Berlin"
    assert Zone().convert(zone, None, None) is zone
