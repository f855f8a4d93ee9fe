"""Is the sample in effect what no file is, and a good configuration once its examples are taken?"""

from __future__ import annotations

import re
import tomllib
from datetime import date
from pathlib import Path

from enrich.databases import make
from postwarden.app.configuration import configured
from postwarden.app.sample import sample
from postwarden.model.settings import DEFAULTS, DetectorSettings, Settings, Silence, fields


def examples() -> str:
    """The sample with every example in effect."""
    return re.sub(r"(?m)^#(?=[^ #\n])", "", sample())


def test_it_changes_nothing() -> None:
    assert tomllib.loads(sample()) == {}
    assert max(map(len, sample().splitlines())) <= 120


def test_its_examples_use_every_setting_and_are_understood(tmp_path: Path) -> None:
    path = tmp_path / "postwarden.toml"
    database, folder = tmp_path / "city.mmdb", tmp_path / "detectors"
    make(database, {})
    folder.mkdir()
    text = examples().replace("/var/lib/GeoIP/GeoLite2-City.mmdb", str(database))
    path.write_text(text.replace("/etc/postwarden/detectors", str(folder)))
    settings = configured(path, today=date(2026, 11, 21)).settings
    same = [one.name for one in fields(Settings) if getattr(settings, one.name) == getattr(DEFAULTS, one.name)]
    assert same == []


def test_it_explains_every_setting() -> None:
    words = " ".join(line.lstrip("# ") for line in sample().splitlines())
    for field in (*fields(Settings), *fields(DetectorSettings), *fields(Silence)):
        assert field.meaning in words
