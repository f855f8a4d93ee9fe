"""Does `postwarden install` make a report come each day, under a running systemd, through Debian's own Postfix?"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_string
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest

import postwarden.app
from docs.test_examples import BLOCK, examples, matches
from lab.machine import HOST, Machine, NoMachine, missing
from lab.playing import release

DEMO = Path(postwarden.app.__file__).parent / "demo"
INSTALL = ("/opt/postwarden/bin/postwarden", "install")
REPORT = "postwarden-report"
MOST = 2.0  # `systemd-analyze security`, of 10
_SECONDS = 10.0
_MAIN_CF = f"""\
compatibility_level = 3.6
myhostname = {HOST}
mydestination = {HOST}, example.org, localhost
inet_interfaces = all
alias_maps =
mailbox_size_limit = 0
"""
_SERVE = f"""\
useradd --no-create-home anna
useradd --no-create-home clara
cat > /etc/postfix/main.cf <<'END'
{_MAIN_CF}END
systemctl start rsyslog postfix
"""
# What is there besides what systemd and Postfix do by themselves
_TRACES = """\
find /etc /root /opt/postwarden -xdev ! -path '*/__pycache__*' | sort
find /var/lib -maxdepth 3 ! -path /var/lib/systemd/timers | sort
systemctl list-units --all --plain --no-legend 'postwarden*'
systemctl list-timers --all --no-legend 'postwarden*'
"""


@pytest.fixture
def machine() -> Iterator[Machine]:
    """A mail server with the logs of the incident, as though it had ended five minutes ago."""
    if release() != "installed":
        pytest.skip("only this machine's own Debian can be run by systemd here")
    if reason := missing():
        pytest.skip(reason)
    machine = Machine()
    try:
        machine.__enter__()
    except NoMachine as error:
        pytest.skip(str(error))
    try:
        for name in ("mail.log.1", "mail.log"):
            machine.run("sh", "-c", f"cat > /var/log/{name}", text=moved((DEMO / name).read_text()))
        machine.sh("chown root:adm /var/log/mail.log*; chmod 640 /var/log/mail.log*")
        machine.sh(_SERVE)
        yield machine
    finally:
        machine.__exit__(None, None, None)


def moved(log: str) -> str:
    """The log of the incident, so many days later."""
    last = datetime.fromisoformat((DEMO / "mail.log").read_text().splitlines()[-1].split(" ")[0])
    by = datetime.now(UTC) - timedelta(minutes=5) - last
    lines = (line.split(" ", 1) for line in log.splitlines())
    return "".join(f"{(datetime.fromisoformat(stamp) + by).isoformat()} {text}\n" for stamp, text in lines)


def install(machine: Machine, *options: str, code: int = 0) -> str:
    done = machine.run(*INSTALL, *(options if "--remove" in options else ("--mail", "anna@example.org", *options)))
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout + done.stderr


def report(machine: Machine, code: int = 0) -> str:
    """Run the service; what it left in the journal."""
    machine.run("systemctl", "start", REPORT)
    status, run = machine.sh(f"systemctl show --property=ExecMainStatus,InvocationID --value {REPORT}").split()
    said = machine.sh(f"journalctl --sync; journalctl --output=cat --no-pager _SYSTEMD_INVOCATION_ID={run}")
    assert status == str(code), said
    return said


def arrived(machine: Machine) -> EmailMessage:
    """The only mail in the mailbox, which is taken out of it."""
    end = time.monotonic() + _SECONDS
    while time.monotonic() < end:
        if machine.run("test", "-s", "/var/mail/anna").returncode == 0 and "empty" in machine.sh("postqueue -p"):
            mail = machine.sh("cat /var/mail/anna; : > /var/mail/anna")
            assert mail.count("\nFrom ") == 0
            return message_from_string(mail.partition("\n")[2], policy=default)
        time.sleep(0.1)
    raise AssertionError(machine.sh("cat /var/log/mail.log | tail -20"))


def text_of(mail: EmailMessage) -> str:
    text, html = mail.iter_parts()
    assert (text.get_content_type(), html.get_content_type()) == ("text/plain", "text/html")
    return str(text.get_content())


def next_run(machine: Machine) -> str:
    return machine.sh(f"systemctl show --property=NextElapseUSecRealtime --value {REPORT}.timer")


def exposure(machine: Machine) -> float:
    said = machine.sh(f"systemd-analyze security --no-pager {REPORT}.service")
    level = re.search(r"Overall exposure level for \S+ ([\d.]+)", said)
    assert level, said
    return float(level[1])


def test_a_report_comes_each_day_until_it_is_removed(machine: Machine) -> None:
    before = machine.sh(_TRACES)
    assert "This would be done" in install(machine)
    assert machine.sh(_TRACES) == before

    assert "done: run systemctl enable --now postwarden-report.timer" in install(machine, "--yes")
    assert re.search(r" 06:3[0-5]:\d\d UTC", next_run(machine))
    assert exposure(machine) <= MOST
    assert f"mailed to anna@example.org: {HOST}: 1 account COMPROMISED" in report(machine)
    first = arrived(machine)
    assert (first["From"], first["Subject"]) == (f"postwarden <postwarden@{HOST}>", f"{HOST}: 1 account COMPROMISED")
    assert "anna.berg@example.org" in text_of(first)
    assert "Since the last report" not in text_of(first)

    machine.sh("echo Subject: lunch | sendmail -f anna@example.org clara@example.org")
    report(machine)
    assert "anna.berg@example.org shows nothing any more, and was compromised" in text_of(arrived(machine))

    assert "Nothing to do" in install(machine, "--yes")
    machine.sh(f"systemctl disable {REPORT}.timer")
    install(machine, "--yes")
    assert machine.sh(f"systemctl is-enabled {REPORT}.timer") == "enabled\n"
    install(machine, "--at", "07:15", "--yes")
    assert re.search(r" 07:(1[5-9]|20):\d\d UTC", next_run(machine))

    miss_two_days(machine)
    assert "Since the last report" in text_of(arrived(machine))

    install(machine, "--remove", "--yes")
    assert machine.sh(_TRACES) == before
    assert "Nothing to do" in install(machine, "--remove", "--yes")


def test_the_manual_shows_what_is_seen(machine: Machine) -> None:
    """The blocks whose commands begin with `# `: run by root, one after the other."""
    page = (Path(__file__).parents[2] / "docs/how-to/mail-a-daily-report.md").read_text(encoding="utf-8")
    blocks = [text for kind, _, text in BLOCK.findall(page) if kind == "console" and text.startswith("# ")]
    told = [example for block in blocks for example in examples(re.sub("^# ", "$ ", block, flags=re.MULTILINE))]
    assert len(told) > 5
    for example in told:
        output = machine.run("sh", "-c", f"{{ {example.command}\n}} 2>&1").stdout.rstrip()
        assert matches(example.told, output), f"# {example.command}\n{output}"


def miss_two_days(machine: Machine) -> None:
    """The machine was off, and is on again."""
    machine.sh(
        f"systemctl stop {REPORT}.timer; touch --date='2 days ago' /var/lib/systemd/timers/stamp-{REPORT}.timer;"
        f"mkdir --parents /run/systemd/system/{REPORT}.timer.d;"
        f"printf '[Timer]\\nRandomizedDelaySec=0\\n' > /run/systemd/system/{REPORT}.timer.d/soon.conf;"
        f"systemctl daemon-reload; systemctl start {REPORT}.timer"
    )


def test_failures_are_told_in_the_journal(machine: Machine) -> None:
    machine.sh("rm /var/log/mail.log.1; touch /root/password; chmod 600 /root/password")
    before = machine.sh(_TRACES)
    install(machine, "--yes")
    machine.sh("chmod 600 /var/log/mail.log")
    assert "/var/log/mail.log: cannot be read: Permission denied" in report(machine, code=3)
    install(machine, "--yes")
    assert "mailed to anna@example.org" in report(machine)

    machine.sh("postconf -e 'smtpd_recipient_restrictions = check_recipient_access static:{554 5.7.1 go away}'")
    machine.sh("systemctl reload postfix")
    assert re.search(r"did not take the mail: anna@example\.org: 554 5\.7\.1 .*: go away", report(machine, code=3))
    machine.sh("postfix stop 2> /dev/null")
    assert "localhost:25 did not take the mail: Connection refused" in report(machine, code=3)
    install(machine, "--smtp", "submission://warden@localhost", "--smtp-password", "/root/password", "--yes")
    assert "localhost:587 did not take the mail: Connection refused" in report(machine, code=3)
    assert REPORT in machine.sh("systemctl --failed --no-legend")

    machine.sh("chmod 640 /var/log/mail.log; chmod 700 /opt/postwarden")
    assert "/opt/postwarden may not be read by the service" in install(machine, "--home", "DE", code=3)
    machine.sh("chmod 755 /opt/postwarden")
    install(machine, "--remove", "--yes")
    assert machine.sh(_TRACES) == before


def test_the_journal_alone_will_do(machine: Machine) -> None:
    machine.sh("systemctl stop syslog.socket rsyslog; rm /var/log/mail.log* /var/log/syslog")
    machine.sh("echo Subject: lunch | sendmail -f anna@example.org clara@example.org")
    install(machine, "--yes")
    said = report(machine)
    assert "reading journal" in said
    assert "received       1 mail" in text_of(arrived(machine))


def test_cron_takes_over(machine: Machine) -> None:
    before = machine.sh("rm -rf /root/.local;" + _TRACES)
    install(machine, "--yes")
    install(machine, "--cron", "--yes")
    line = machine.sh(f"tail -1 /etc/cron.d/{REPORT}").split("root  ", 1)[1].replace("\\%", "%")
    assert machine.sh(f"systemctl list-timers --all --no-legend '{REPORT}*'") == ""
    assert machine.sh(line) == ""
    assert "COMPROMISED" in arrived(machine)["Subject"]
    install(machine, "--remove", "--yes")
    machine.sh("rm -r /root/.local")  # what the last report said is there, as after a report that root has sent himself
    assert machine.sh(_TRACES) == before


_TRY = """\
import ctypes, json, mmap, os, socket, subprocess, sys
libc = ctypes.CDLL(None, use_errno=True)
NEW_USER_NAMESPACE = 0x10000000

def connect(host):
    socket.create_connection((host, 25), 1).close()

def unshare():
    if libc.unshare(NEW_USER_NAMESPACE):
        raise OSError(ctypes.get_errno(), "unshare")

TRIED = {
    "read the log": lambda: open("/var/log/mail.log").read(1),
    "write the log": lambda: open("/var/log/mail.log", "a"),
    "write /etc": lambda: open("/etc/owned", "w"),
    "write its state": lambda: open(os.environ["STATE_DIRECTORY"] + "/x", "w"),
    "see other processes": lambda: os.stat("/proc/1"),
    "see temporary files": lambda: os.stat("/tmp/of-others"),
    "see homes": lambda: os.stat("/root/.profile"),
    "write code at run time": lambda: mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC),
    "become root": lambda: os.setuid(0),
    "make a namespace": unshare,
    "reach the mail server": lambda: connect("localhost"),
    "reach others": lambda: connect("192.0.2.25"),
    "learn own networks": lambda: subprocess.run(["postconf", "-h", "mynetworks"], check=True, capture_output=True),
}

def works(act):
    try:
        act()
    except (OSError, subprocess.CalledProcessError):
        return False
    return True

print(json.dumps([name for name, act in TRIED.items() if works(act)]))
"""
_MAY = {"read the log", "write its state", "reach the mail server", "learn own networks"}


def test_the_service_may_do_nothing_else(machine: Machine) -> None:
    """However it may read the log: by its group, because everybody may, or because it may read all that root may."""
    machine.sh("rm /var/log/mail.log.1; touch /tmp/of-others /root/.profile")
    machine.sh("ip address add 192.0.2.25 dev lo; systemctl restart postfix@-")
    machine.run("sh", "-c", "cat > /opt/postwarden/try.py", text=_TRY)
    machine.sh(
        f"mkdir --parents /run/systemd/system/{REPORT}.service.d;"
        "printf '[Service]\\nExecStart=\\nExecStart=/opt/postwarden/bin/python /opt/postwarden/try.py\\n' "
        f"> /run/systemd/system/{REPORT}.service.d/try.conf"
    )
    for mode in ("640", "644", "600"):
        machine.sh(f"chmod {mode} /var/log/mail.log")
        install(machine, "--yes")
        assert exposure(machine) <= MOST
        assert set(json.loads(re.findall(r"^\[.*\]$", report(machine), re.MULTILINE)[0])) == _MAY, mode
