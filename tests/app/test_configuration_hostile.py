"""Does any text end as settings or as a list of problems, and never in a traceback?"""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from postwarden.app.configuration import ConfigurationError, configured, settings_of
from postwarden.model.settings import DetectorSettings, Settings, Silence, fields

NAMES = [one.name for shape in (Settings, DetectorSettings, Silence) for one in fields(shape)]
KEYS = st.sampled_from(NAMES) | st.text(max_size=5)
VALUES = st.recursive(
    st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.dates()
    | st.sampled_from(["DE", "192.0.2.0/24", "AS64500", "anna@example.org", "@example.org", "*", "unlimited", "UTC"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=8,
)  # fmt: skip
LINES = st.lists(
    st.one_of(
        st.sampled_from([f"{name} = " for name in NAMES]),
        st.sampled_from([f"\n[{name}]\n" for name in NAMES]),
        st.sampled_from([f"\n[[{name}]]\n" for name in NAMES]),
        st.sampled_from(
            ["\n", "'DE'", '["DE"]', "{", "}", "[", "]", ",", "=", '"@x" = ', "2026-12-31", "#", '"""', "\0"]
        ),
        st.text(max_size=5),
    ),
    max_size=20,
).map("".join)
WITHIN = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


@WITHIN
@given(st.dictionaries(KEYS, VALUES, max_size=5))
def test_any_table_is_settings_or_has_flaws(tmp_path: Path, table: dict[str, object]) -> None:
    _, flaws = settings_of(table, tmp_path)
    unknown = [name for name in table if name not in {one.name for one in fields(Settings)}]
    assert [flaw for flaw in flaws if len(flaw.path) == 1 and flaw.path[0] in unknown] or not unknown
    assert all("\n" not in flaw.text and len(flaw.text) < 1_000 for flaw in flaws)


@WITHIN
@given(LINES.map(lambda text: text.encode("utf-8", "surrogatepass")) | st.binary(max_size=50))
def test_any_file_is_read_or_its_problems_are_told(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "postwarden.toml"
    path.write_bytes(content)
    try:
        problems = configured(path, today=date(2026, 11, 21)).notes
    except ConfigurationError as error:
        problems = error.problems
    last = content.count(b"\n") + 1
    assert all(problem.file == str(path) and 0 <= problem.line <= last for problem in problems)


def test_what_is_no_file_of_this_size_is_not_read_to_its_end(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="larger than 1 MiB"):
        configured(Path("/dev/zero"))
    assert configured(Path(os.devnull)).settings == Settings()
    with pytest.raises(ConfigurationError, match="cannot be read: Is a directory"):
        configured(tmp_path)
