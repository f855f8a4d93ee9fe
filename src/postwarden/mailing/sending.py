"""How is a mail handed to a mail server: to sendmail of this machine, or by SMTP to another?"""

from __future__ import annotations

import smtplib
import ssl
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import unquote, urlsplit

SENDMAIL = ("/usr/sbin/sendmail", "/usr/lib/sendmail")
_SECONDS = 60
_PORTS = {"smtp": 25, "smtps": 465, "submission": 587}
EXPECTED = "expected smtp://HOST[:PORT], submission://USER@HOST or smtps://USER@HOST"


class NotSent(Exception):
    """The mail was not taken; the text says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Server:
    """An SMTP server. `smtp` encrypts where the server offers it, `submission` and `smtps` always."""

    scheme: str
    host: str
    port: int
    user: str = ""


def server(url: str) -> Server:
    """Raises ValueError."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise ValueError(f"{url!r} is no mail server ({error}): {EXPECTED}") from error
    if parts.scheme not in _PORTS or not parts.hostname or parts.path.strip("/") or parts.query:
        raise ValueError(f"{url!r} is no mail server: {EXPECTED}")
    if parts.password is not None:
        raise ValueError("a password does not belong on the command line: --smtp-password names a file")
    if parts.username and parts.scheme == "smtp":
        raise ValueError("a password is only sent encrypted: use submission:// or smtps://")
    return Server(parts.scheme, parts.hostname, port or _PORTS[parts.scheme], unquote(parts.username or ""))


def by_sendmail(mail: EmailMessage, sender: str, recipients: Sequence[str], program: str = "") -> None:
    """Raises NotSent."""
    program = program or next((path for path in SENDMAIL if Path(path).exists()), "")
    if not program:
        raise NotSent(f"there is no {' nor '.join(SENDMAIL)}: name a mail server with --smtp")
    try:
        done = subprocess.run(
            [program, "-oi", "-f", sender, "--", *recipients],
            input=mail.as_bytes(policy=mail.policy.clone(linesep="\n")),
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NotSent(f"{program} did not take the mail: {error}") from error
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        raise NotSent(f"{program} did not take the mail (exit code {done.returncode}): {' '.join(said[-1:])}")


def by_smtp(mail: EmailMessage, sender: str, recipients: Sequence[str], to: Server, password: str = "") -> None:
    """Raises NotSent."""
    try:
        with _connected(to) as session:
            if to.user:
                session.login(to.user, password)
            refused = session.send_message(mail, sender, list(recipients))
    except (OSError, smtplib.SMTPException) as error:
        raise NotSent(f"{to.host}:{to.port} did not take the mail: {_why(error)}") from error
    if refused:
        raise NotSent(f"{to.host}:{to.port} did not take the mail for all: {_replies(refused)}")


def _why(error: OSError) -> str:
    """What the server said, in its own words; else what the system says."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return _replies(error.recipients)
    if isinstance(error, smtplib.SMTPResponseException):
        return _reply(error.smtp_code, error.smtp_error)
    return str(error) if isinstance(error, smtplib.SMTPException) else error.strerror or str(error)


def _replies(refused: Mapping[str, tuple[int, bytes]]) -> str:
    return "; ".join(f"{who}: {_reply(*reply)}" for who, reply in sorted(refused.items()))


def _reply(code: int, text: bytes | str) -> str:
    words = text.decode(errors="replace") if isinstance(text, bytes) else text
    return f"{code} {' '.join(words.split())}"


def _connected(to: Server) -> smtplib.SMTP:
    trusted = ssl.create_default_context()
    if to.scheme == "smtps":
        return smtplib.SMTP_SSL(to.host, to.port, timeout=_SECONDS, context=trusted)
    session = smtplib.SMTP(to.host, to.port, timeout=_SECONDS)
    session.ehlo()
    if to.scheme == "submission":
        session.starttls(context=trusted)
    elif session.has_extn("starttls"):
        unchecked = ssl.create_default_context()  # as Postfix's `may`: better than none, and none is the other choice
        unchecked.check_hostname, unchecked.verify_mode = False, ssl.CERT_NONE
        session.starttls(context=unchecked)
    return session
