"""Are the units ones that systemd accepts, and do they leave the service next to nothing?"""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from postwarden.install.units import Access, Wanted, cron_line, service, timer

COMMAND = ("/usr/bin/env",)
OPTIONS = ("--mail", "admin@example.org", "--smtp", "submission://me%40example.org@mx.example.org")
MOST = 2.0
needs_systemd = pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed")


def written(folder: Path, wanted: Wanted) -> list[Path]:
    paths = [folder / "postwarden-report.service", folder / "postwarden-report.timer"]
    for path, text in zip(paths, (service(wanted), timer(wanted)), strict=True):
        path.write_text(text)
    return paths


@needs_systemd
@pytest.mark.parametrize("access", [Access(("adm",)), Access(("adm", "systemd-journal")), Access(everything=True)])
@pytest.mark.parametrize("local_only", [True, False])
def test_the_sandbox_leaves_little(tmp_path: Path, access: Access, local_only: bool) -> None:
    paths = written(tmp_path, Wanted(COMMAND, OPTIONS, access, local_only=local_only, password="/etc/hostname"))
    done = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", "--no-pager", str(paths[0])],
        check=False,
        capture_output=True,
        text=True,
        env={"LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin"},
    )
    level = re.search(r"Overall exposure level for \S+: ([\d.]+)", done.stdout)
    assert level, done.stdout + done.stderr
    assert float(level[1]) <= MOST


@needs_systemd
def test_systemd_understands_every_line(tmp_path: Path) -> None:
    paths = written(tmp_path, Wanted(COMMAND, OPTIONS, Access(("adm",)), password="/etc/hostname"))
    done = subprocess.run(["systemd-analyze", "verify", *map(str, paths)], check=False, capture_output=True, text=True)
    assert [line for line in done.stderr.splitlines() if "postwarden-report" in line] == []


def test_words_reach_the_program_as_they_are() -> None:
    wanted = Wanted(("/opt/post warden/bin/postwarden",), ("--from", '50%$HOME"\\@x'), Access())
    line = next(line for line in service(wanted).splitlines() if line.startswith("ExecStart="))
    assert line == r'ExecStart="/opt/post warden/bin/postwarden" report --from "50%%$$HOME\"\\@x"'


def test_a_password_is_a_credential_and_stands_nowhere() -> None:
    text = service(Wanted(COMMAND, OPTIONS, Access(), password="/etc/postwarden/secret"))
    assert "LoadCredential=smtp-password:/etc/postwarden/secret\n" in text
    assert "--smtp-password %d/smtp-password" in text


def test_own_networks_can_be_asked_of_postfix() -> None:
    """`postconf mynetworks` looks at the interfaces where main.cf leaves it to Postfix: by netlink."""
    allowed = re.search("^RestrictAddressFamilies=(.*)$", service(Wanted(COMMAND, OPTIONS, Access())), re.MULTILINE)
    assert allowed
    assert "AF_NETLINK" in allowed[1].split()


def cron_runs(line: str) -> str:
    """What cron's shell is given: crontab(5) unescapes `\\%`."""
    return line.splitlines()[1].split("root  ", 1)[1].replace("\\%", "%")


def test_cron_has_its_own_ideas_of_percent_signs() -> None:
    line = cron_line(Wanted(("/opt/a b/postwarden",), OPTIONS, Access(), at="07:05")).splitlines()[1]
    assert line.startswith("5 7 * * *  root  said=$('/opt/a b/postwarden' report --mail admin@example.org --smtp ")
    assert "submission://me\\%40example.org@mx.example.org" in line
    assert "%" not in line.replace("\\%", "")


@pytest.mark.parametrize(("code", "printed"), [(0, ""), (3, "100% \\0033 of\nthe server\n")])
def test_cron_is_told_of_failures_only(tmp_path: Path, code: int, printed: str) -> None:
    """It mails whatever is printed: a report that was sent is not announced by a second mail."""
    program = tmp_path / "postwarden"
    program.write_text(f"#!/bin/sh\nprintf '%s\\n' '100% \\0033 of' 'the server' >&2; exit {code}\n")
    program.chmod(0o755)
    script = cron_runs(cron_line(Wanted((str(program),), OPTIONS, Access())))
    done = subprocess.run(["/bin/sh", "-c", script], capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == (printed, "")
