"""A mail server of the tests' own that keeps what it is given."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass(slots=True)
class Taken:
    """What the server was told."""

    port: int = 0
    commands: list[str] = field(default_factory=list)
    mails: list[bytes] = field(default_factory=list)


@contextmanager
def sink(refuse: str = "", greeting: str = "220 sink") -> Iterator[Taken]:
    """Takes all mail, but refuses recipients that hold a word, or says something else at once."""
    taken = Taken()

    class Session(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.wfile.write(f"{greeting}\r\n".encode())
            while line := self.rfile.readline().decode().strip():
                taken.commands.append(line)
                if line.upper() == "QUIT":
                    self.wfile.write(b"221 bye\r\n")
                    return
                self.wfile.write(self.answer(line))

        def answer(self, line: str) -> bytes:
            word = line.split(" ")[0].upper()
            if word == "DATA":
                self.wfile.write(b"354 go\r\n")
                lines = []
                while (text := self.rfile.readline()) != b".\r\n":
                    lines.append(text)
                taken.mails.append(b"".join(lines))
            refused = word == "RCPT" and refuse and refuse in line
            return b"550 5.1.1 unknown\r\n" if refused else b"250 ok\r\n"

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Session) as server:
        taken.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield taken
        finally:
            server.shutdown()
            thread.join()
