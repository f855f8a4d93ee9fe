"""What does a configuration say, and is all that is wrong with it told at once, with file and line?"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import msgspec
import pytest

from postwarden.app import configuration
from postwarden.app.configuration import Configuration, ConfigurationError, configured
from postwarden.model.settings import DEFAULTS, DetectorSettings, Silence
from postwarden.model.values import Account, Amount, Network, Share, Words

TODAY = date(2026, 11, 21)
GOOD = """
home_countries = ["de", "AT"]
own_networks = ["192.0.2.7/24"]
trusted_as = [64500, "AS64501"]
timezone = "Europe/Berlin"
memory = "2G"
threads = 2

[home_countries_of]
"@Example.com" = ["CH"]

[devices]
"Scanner@example.org" = ["192.0.2.16/28"]

[bulk_senders]
"newsletter@example.org" = 20_000
"@lists.example.org" = "unlimited"

[send_as]
"form@example.org" = ["*"]

[detectors.sending_burst]
weight = 0.5
limits = { day_messages = 400 }

[detectors]
many_to_one = { enabled = false }

[[silence]]
detector = "forged_sender"
account = "shop@example.org"
until = 2027-06-30
why = "moves"

[[silence]]
network = "192.0.2.0/24"
until = 2026-11-20
why = "an exercise"
"""


def written(folder: Path, text: str | bytes) -> Path:
    path = folder / "postwarden.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def read(folder: Path, text: str | bytes) -> Configuration:
    return configured(written(folder, text), today=TODAY)


def problems(folder: Path, text: str | bytes) -> list[tuple[int, str]]:
    with pytest.raises(ConfigurationError) as caught:
        read(folder, text)
    assert {problem.file for problem in caught.value.problems} == {str(folder / "postwarden.toml")}
    return [(problem.line, problem.text) for problem in caught.value.problems]


def test_a_good_file(tmp_path: Path) -> None:
    settings = read(tmp_path, GOOD).settings
    assert settings.home_countries == ("DE", "AT")
    assert settings.own_networks == ("192.0.2.0/24",)
    assert settings.trusted_as == (64500, 64501)
    assert (settings.timezone, settings.memory, settings.threads) == ("Europe/Berlin", "2048MiB", 2)
    assert settings.home_countries_of == {"@example.com": ("CH",)}
    assert settings.devices == {"scanner@example.org": ("192.0.2.16/28",)}
    assert settings.bulk_senders == {"newsletter@example.org": 20_000, "@lists.example.org": None}
    assert settings.detectors == {
        "sending_burst": DetectorSettings(weight=Share(0.5), limits={"day_messages": Amount(400)}),
        "many_to_one": DetectorSettings(enabled=False),
    }
    assert settings.silence == (
        Silence(date(2027, 6, 30), Words("moves"), "forged_sender", Account("shop@example.org")),
        Silence(date(2026, 11, 20), Words("an exercise"), network=Network("192.0.2.0/24")),
    )


def test_a_silence_that_has_ended_is_noted_with_its_line(tmp_path: Path) -> None:
    known = read(tmp_path, GOOD)
    assert [str(note) for note in known.notes] == [
        f"{tmp_path}/postwarden.toml:35: the silence until 2026-11-20 has ended (an exercise): what came later is "
        "judged; extend it or take it out"
    ]


@pytest.mark.parametrize("text", ["", "\n", "# nothing\n", "\ufeff# written on another system\r\n"])
def test_what_says_nothing_changes_nothing(tmp_path: Path, text: str) -> None:
    assert read(tmp_path, text).settings == DEFAULTS


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("\nhome_countris = []", 2, "unknown setting 'home_countris'; did you mean 'home_countries'?"),
        ("zzz = 1", 1, "unknown setting 'zzz'; known: home_countries, own_networks"),
        ('home_countries = "DE"', 1, 'home_countries: expected a list such as ["DE", "AT"], not \'DE\''),
        ('home_countries = [\n"DE",\n"DEU"]', 3, "home_countries 2: 'DEU' is no country code: expected two letters"),
        ('home_countries = ["DE",\n"UK"]', 2, "UK is the code of no country in ISO 3166-1; did you mean GB?"),
        ('[home_countries_of]\n"A@x.org" = ["XX"]', 2, "XX is the code of no country in ISO 3166-1"),
        ('own_networks = ["0.0.0.0/0"]', 1, "own_networks 1: '0.0.0.0/0' is too wide"),
        ('trusted_as = ["Example Net"]', 1, 'is no AS number: expected "AS64500" or 64500'),
        ('timezone = "Mars"', 1, "timezone: 'Mars' is no time zone"),
        ("memory = 5", 1, "memory: 5 is no size"),
        ("threads = true", 1, "threads: True cannot be used: expected a whole number from 1 to 64"),
        ("devices = []", 1, "devices: expected the heading [devices] and lines below it, not []"),
        ('[devices]\n"a@x.org" = "192.0.2.1"', 2, "expected a list such as ['192.0.2.1']"),
        ('[devices]\n"a@x.org" = []\n"A@X.org" = []', 3, "devices names a@x.org twice"),
        ('[send_as]\n"a@x.org" = ["boss"]', 2, "'boss' is no sender: expected name@domain, @domain"),
        ("[send_as]\ntrusted_as = []", 2, "trusted_as stands under the heading of send_as"),
        ("[bulk_senders]\nn = 0", 2, "bulk_senders.n: 0 is no number a day"),
        ("[detectors.sending_brust]", 1, "no detector named 'sending_brust'; did you mean 'sending_burst'?"),
        ("[detectors.sending_burst]\nenabeld = false", 2, "unknown setting 'enabeld' of detectors.sending_burst"),
        ("[detectors.sending_burst]\nday_messages = 5", 2, "a limit is written limits.day_messages = …"),
        ("[detectors.sending_burst.limits]\nday_mesages = 5", 2, "did you mean 'day_messages'?"),
        ("[detectors.sending_burst.limits]\ncold = 60", 2, "cold: 60 makes no sense: expected 0 to 1 (shipped: 0.6)"),
        ("[detectors.sending_burst]\nlimits.hour_messages = 1e9", 2, "expected 0 to 1,000,000 (shipped: 100)"),
        ("[detectors.sending_burst]\nlimits.hour_messages = -1", 2, "-1 cannot be used"),
        ("[detectors.sending_burst]\nlimits.hour_messages = nan", 2, "nan cannot be used"),
        ("[detectors.sending_burst]\nweight = 2", 2, "2 cannot be used: expected a number from 0 to 1"),
        ("[detectors.sending_burst]\nenabled = 0", 2, "expected true or false, not 0"),
        ("[silence]\nuntil = 2026-12-31", 1, "silence: expected the heading [[silence]] and lines below it"),
        (
            '[[silence]]\ndetector = "many_to_one"\nwhy = "x"',
            1,
            "silence 1 lacks until: for example until = 2026-12-31",
        ),
        ('[[silence]]\nuntil = "2026-12-31"\nwhy = "x"', 2, "expected a date without quotes, such as 2026-12-31"),
        ("[[silence]]\nuntil = 2026-12-31T00:00:00Z\nwhy = 'x'", 2, "expected a date without quotes"),
        ('[[silence]]\nuntil = 2026-12-31\nwhy = " "', 3, "expected a few words in quotes"),
        ('[[silence]]\nuntil = 2026-12-31\nwhy = "x"', 1, "names a detector, an account or a network"),
        ('[[silence]]\nuntil = 2026-12-31\nwhy = "x"\ndetector = "x"', 4, "no detector named 'x'"),
        ('[[silence]]\nuntil = 2026-12-31\nwhy = "x"\ndetector = 5', 4, "expected a name in quotes, not 5"),
        ('geo_databases = ["missing.mmdb"]', 1, "missing.mmdb: cannot be read: No such file or directory"),
        ('geo_databases = ["postwarden.toml"]', 1, "is no MMDB file"),
        ('detectors_folder = "missing"', 1, "there is no folder"),
        ("home_countries = [DE]", 1, 'expected lines such as home_countries = ["DE"], texts in quotes'),
        ("a = 1\na = 2", 2, "Cannot overwrite a value"),
        ("a = \n", 1, "Invalid value"),
        ('a = """', 1, "expected lines such as"),
        (b"# \xfc\n", 1, "is not UTF-8: found the byte 0xfc"),
        (b"a = 1\n\xff", 2, "is not UTF-8: found the byte 0xff"),
        ("a = " + "[" * 100_000, 0, "is nested too deep"),
        ("a = " + "9" * 5_000, 1, "expected lines such as"),
        ("threads = 0x" + "f" * 5_000, 1, "a number of thousands of digits cannot be used"),
        ("#" * (configuration.LARGEST + 1), 0, "is larger than 1 MiB: is this a configuration?"),
    ],
)
def test_a_mistake_is_told_with_its_line(tmp_path: Path, text: str | bytes, line: int, says: str) -> None:
    [(found, told)] = problems(tmp_path, text)
    assert says in told
    assert found == line


def test_all_mistakes_are_told_at_once_in_the_order_of_the_file(tmp_path: Path) -> None:
    text = GOOD.replace("threads = 2", "threads = 0").replace("why = ", "wyh = ").replace("[devices]", "[device]")
    text = text.replace("weight", "wieght").replace("sending_burst", "sending_brust").replace("2G", "2X")
    found = problems(tmp_path, text)
    assert [line for line, _ in found] == sorted(line for line, _ in found)
    assert [told.partition(" ")[0].rstrip(":") for _, told in found] == [
        "memory", "threads", "unknown", "no", "unknown", "silence", "unknown", "silence", "unknown",
    ]  # fmt: skip


def test_so_many_mistakes_are_not_all_told(tmp_path: Path) -> None:
    found = problems(tmp_path, "".join(f"x{n} = 1\n" for n in range(60)))
    assert len(found) == 51
    assert found[-1] == (0, "and 10 problems more")


def test_hostile_names_are_shown_harmless(tmp_path: Path) -> None:
    for text in (
        '"\\u001b[31m" = 1',
        '[send_as]\n"\\u001b[31m" = 1',
        '[detectors."\\u001b[31m"]',
        'memory = "\\u001b"',
    ):
        [(_, told)] = problems(tmp_path, text)
        assert "\x1b" not in told
        assert "\\x1b" in told


def test_paths_lie_beside_the_file(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    assert read(tmp_path, 'detectors_folder = "mine"').settings.detectors_folder == str(tmp_path / "mine")
    assert read(tmp_path, f'detectors_folder = "{tmp_path}"').settings.detectors_folder == str(tmp_path)


def test_own_detectors_have_limits_too(tmp_path: Path) -> None:
    card = (
        'asks = "?"\nkey = "account"\naxis = "use"\nattack = "T1078"\nweight = 0.5\nlookback = "1 day"\ntells = "x"\n'
    )
    header = "".join(f"-- {line}\n" for line in (card + "[limits]\nmost = 5").splitlines())
    (tmp_path / "night_mail.sql").write_text(
        f"{header}\nselect account, time, source, line from logins where $most > 1"
    )
    (tmp_path / "broken.sql").write_text("select 1")
    known = [f'detectors_folder = "{tmp_path}"', "[detectors.night_mail]", "limits.most = 7", "[detectors.broken]"]
    assert read(tmp_path, "\n".join(known)).settings.detectors["night_mail"].limits == {"most": Amount(7)}
    named_elsewhere = written(tmp_path, "[detectors.night_mail]\nlimits.most = 7")
    assert configured(named_elsewhere, folders=[tmp_path]).settings.detectors["night_mail"].limits == {
        "most": Amount(7)
    }


def test_given_values_win() -> None:
    known = Configuration(msgspec.structs.replace(DEFAULTS, own_networks=(Network("192.0.2.0/24"),)), "file")
    changed = known.preferring(own_networks=(), threads=None, home_countries=("DE",))
    assert changed.settings == msgspec.structs.replace(known.settings, home_countries=("DE",))
    assert changed.file == "file"


def test_the_usual_file_is_read_if_it_exists(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(configuration, "DEFAULT_FILE", str(tmp_path / "nowhere" / "postwarden.toml"))
    assert configured() == Configuration()
    monkeypatch.setattr(configuration, "DEFAULT_FILE", str(written(tmp_path, 'home_countries = ["DE"]')))
    assert configured().settings.home_countries == ("DE",)
    assert configured().file == str(tmp_path / "postwarden.toml")


def test_a_usual_file_that_cannot_be_read_is_never_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lost, folder, under = tmp_path / "lost.toml", tmp_path / "folder.toml", tmp_path / "loop/postwarden.toml"
    lost.symlink_to(tmp_path / "nowhere")
    folder.mkdir()
    under.parent.symlink_to(under.parent)
    for path, says in ((lost, "No such file"), (folder, "Is a directory"), (under, "Too many levels")):
        monkeypatch.setattr(configuration, "DEFAULT_FILE", str(path))
        with pytest.raises(ConfigurationError, match=f"{path}: cannot be read: {says}"):
            configured()
