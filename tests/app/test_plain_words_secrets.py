"""Are logins told and passwords never, whatever debug logging has made of them?"""

from __future__ import annotations

import tempfile
from base64 import b64encode
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.explained import SMTPD, explained, only
from postwarden.model.meaning import Concern
from postwarden.parse.meanings import debug

PASSWORD = "§⁂-hunter2-⁂§"


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "mail.log"


def plain(name: str, password: str) -> str:
    return b64encode(f"\0{name}\0{password}".encode()).decode()


def test_the_login_is_told_and_the_password_is_not(log: Path) -> None:
    kind = only(log, SMTPD + f"< unknown[192.0.2.9]: AUTH PLAIN {plain('bob@example.org', PASSWORD)}")
    assert (kind.login, kind.login_is_whole, kind.password, kind.concern) == ("bob@example.org", True, True, "act")
    assert kind.means == debug.BY_V.words.text
    assert kind.text.endswith("AUTH PLAIN [cut out by postwarden]")


def test_the_line_that_a_victim_found(log: Path) -> None:
    line = "Feb 23 11:57:43 postfix/smtpd[32451]: Read 45 chars: AUTH PLAIN AGFkbWluQGV4YW1wbGUub3JnAHBhc"
    kind = only(log, line)
    assert (kind.login, kind.password, kind.means) == ("admin@example.org", True, debug.BY_TLS.words.text)
    assert "smtpd_tls_loglevel=1" in kind.run
    assert "AGFk" not in kind.text


def test_a_login_in_steps(log: Path) -> None:
    name, password = (b64encode(said.encode()).decode() for said in ("bob@example.org", PASSWORD))
    told = explained(
        log,
        SMTPD + "> unknown[192.0.2.9]: 334 VXNlcm5hbWU6",
        SMTPD + f"< unknown[192.0.2.9]: {name}",
        SMTPD + "> unknown[192.0.2.9]: 334 UGFzc3dvcmQ6",
        SMTPD + f"< unknown[192.0.2.9]: {password}",
    )
    assert [(kind.line, kind.login, kind.password) for kind in told.kinds] == [
        (1, None, False),
        (2, "bob@example.org", False),
        (4, None, True),
    ]
    assert told.passwords == 1


def test_the_login_of_ones_own_relay(log: Path) -> None:
    kind = only(
        log, "Nov 20 10:00:00 mx postfix/smtp[7]: smtp_sasl_passwd_lookup: host `a' user `office' pass `secret-pw'"
    )
    assert (kind.login, kind.password, kind.means) == ("office", True, debug.RELAY_PASSWORD.text)
    assert "secret-pw" not in kind.text


def test_a_given_password_of_dovecot(log: Path) -> None:
    kind = only(
        log, "Nov 20 10:00:00 mx dovecot: auth: sql(bob,203.0.113.9): Password mismatch (given password: hunter2)"
    )
    assert (kind.password, kind.means) == (True, debug.DOVECOT_PASSWORD.text)
    assert "hunter2" not in kind.text


@settings(deadline=None)  # each example compiles the formats
@given(
    st.text(st.characters(codec="utf-8", exclude_characters="\0\n\r§⁂"), max_size=40),
    st.text("§⁂", min_size=4, max_size=20),
    st.sampled_from(["smtpd", "smtp"]),
    st.sampled_from(
        [
            "< unknown[192.0.2.9]: AUTH PLAIN {}",
            "Read 99 chars: AUTH PLAIN {:.29}",
            "Read 99 chars: auth login {:.29}",
            "> mx.example.net[192.0.2.9]:25: AUTH LOGIN {}",
            "xsasl_dovecot_server_first: sasl_method PLAIN, init_response {}",
            "xsasl_cyrus_server_next: decoded response: {}",
            "unheard of: AUTH PLAIN {}",
            "warning: unheard of: AUTH PLAIN {}",
        ]
    ),
)
def test_a_password_never_stands_in_the_result(name: str, password: str, daemon: str, wording: str) -> None:
    encoded = plain(name, password)
    line = f"Nov 20 10:00:00 mx postfix/{daemon}[7]: " + wording.format(encoded)
    with tempfile.TemporaryDirectory() as folder:
        (kind,) = explained(Path(folder) / "mail.log", line).kinds
    assert kind.password
    assert encoded[:29] not in kind.text
    assert not {"§", "⁂"} & set(f"{kind.text}{kind.login}")


@pytest.mark.parametrize(
    "line", ["Nov 20 10:00:00 mx app[1]: password=hunter2", "AUTH PLAIN aHVudGVyMg==", SMTPD + "x password=hunter2"]
)
def test_a_password_is_a_concern_wherever_it_stands(log: Path, line: str) -> None:
    kind = only(log, line)
    assert (kind.concern, kind.password) == (Concern.ACT, True)
    assert "a password stands in this line" in kind.means
    assert not {"hunter2", "aHVudGVyMg=="} & set(kind.text.replace("=", " ").split())


@pytest.mark.parametrize(
    "line", [f"AUTH PLAIN {plain('bob', PASSWORD)}", SMTPD + f"x AUTH PLAIN {plain('bob', PASSWORD)}"]
)
def test_base64_is_decoded_in_any_line(log: Path, line: str) -> None:
    kind = only(log, line)
    assert (kind.login, kind.password, kind.text.endswith("AUTH PLAIN [cut out by postwarden]")) == ("bob", True, True)
