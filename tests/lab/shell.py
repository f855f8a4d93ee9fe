"""How does a person play with the lab? `make lab-shell`: a shell inside it, where `lab 'submit(…)'` plays an act."""

from __future__ import annotations

import argparse
import os
import socketserver
import sys
from pathlib import Path
from threading import Thread

from lab.lab import Lab, LabFailed
from lab.namespaces import refused
from lab.playing import root_of, scenario_names
from lab.scenario import Scenario
from lab.setup import Setup, people

PLAYGROUND = Scenario(Setup(people("anna.berg", "clara.hoff", "office")), list)

_WELCOME = """\
A Postfix and a Dovecot of your own; nothing here reaches the machine or the network, and `exit` takes it all away.

  lab 'submit("anna.berg@example.org", "203.0.113.9", ["unknown.x@bigmail.example.net"])'
  lab 'fail("anna.berg@example.org", "203.0.113.9", tries=5)'
      play an act from any address of 192.0.2.0/24, 198.51.100.0/24, 203.0.113.0/24 and 2001:db8::/32
      (all of them: tests/lab/acts.py); prints what it left in the log
  tail -F /var/log/mail.log       the log; traditional.log beside it has the stamps of RFC 3164
  postqueue -p, postsuper, postconf, sendmail
      Debian's own programs, which see this server
  postwarden check                what postwarden says about it

Accounts: {accounts}. Everything lies in {folder}.
"""
_PLAY = """\
#!/bin/sh
exec {python} -c 'import socket, sys
with socket.socket(socket.AF_UNIX) as line:
    line.connect("{folder}/orders")
    line.sendall(" ".join(sys.argv[1:]).encode() + b"\\n")
    sys.stdout.write(line.makefile().read())' "$@"
"""


class _Orders(socketserver.StreamRequestHandler):
    """Somebody in the shell wants an act to be played."""

    def handle(self) -> None:
        lab = self.server.lab  # type: ignore[attr-defined]
        before = lab.log.stat().st_size if lab.log.exists() else 0
        try:
            lab.act(self.rfile.readline().decode().strip())
        except LabFailed as failed:
            self.wfile.write(f"{str(failed).strip().splitlines()[-1]}\n".encode())
        with lab.log.open("rb") as log:
            log.seek(before)
            self.wfile.write(log.read())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--release", default="installed", help="installed (default) or trixie")
    parser.add_argument("--scenario", choices=scenario_names(), help="play this first, and look at what it has left")
    asked = parser.parse_args()
    if reason := refused():
        raise SystemExit(f"no lab can be started here: {reason}")
    name = f"lab.scenarios.{asked.scenario}:SCENARIO" if asked.scenario else "lab.shell:PLAYGROUND"
    with Lab(name, root_of(asked.release)) as lab:
        if asked.scenario:
            print(f"playing {asked.scenario} …", file=sys.stderr)
            lab.play()
        _listen(lab)
        print(_WELCOME.format(folder=lab.folder, accounts=", ".join(PLAYGROUND.setup.accounts)))
        raise SystemExit(lab.enter(["bash", "--norc", "-i"], _environment(lab)))


def _listen(lab: Lab) -> None:
    server = socketserver.UnixStreamServer(str(lab.folder / "orders"), _Orders)
    server.lab = lab  # type: ignore[attr-defined]
    Thread(target=server.serve_forever, daemon=True).start()
    command = lab.folder / "bin/lab"
    command.parent.mkdir()
    command.write_text(_PLAY.format(python=sys.executable, folder=lab.folder))
    command.chmod(0o755)


def _environment(lab: Lab) -> dict[str, str]:
    own = f"{lab.folder}/bin:{Path(sys.executable).parent}:/usr/sbin:/sbin"
    return {**os.environ, "PATH": f"{own}:{os.environ['PATH']}", "PS1": "lab:\\w\\$ ", "TZ": "Europe/Berlin"}


if __name__ == "__main__":
    main()
