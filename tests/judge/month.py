"""How does a month of mail at example.org look in the log? Written line by line, as Postfix and Dovecot do."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from pipeline import Spot

BEGIN = datetime(2026, 9, 1, tzinfo=UTC)
HOME, OFFICE, ABROAD = "192.0.2.7", "2001:db8:1::7", "203.0.113.9"
PLACES = {
    "192.0.2.0/24": Spot("DE", "Berlin", 52.5, 13.4, asn=64496),
    "2001:db8:1::/48": Spot("DE", "Berlin", 52.5, 13.4, asn=64497),
    "203.0.113.0/24": Spot("NG", "Lagos", 6.5, 3.4, asn=64501),
    "198.51.100.0/24": Spot("US", "New York", 40.7, -74.0, asn=64505),
    **{f"2001:db8:a{n:02x}::/48": Spot("DE", "Frankfurt", 50.1, 8.7, asn=64506) for n in range(40)},
    **{f"2001:db8:b{n:02x}::/48": Spot("VN", "Hanoi", 21.0, 105.8, asn=64000 + n) for n in range(40)},
}
FRIENDS = 12
UNKNOWN = "dsn=5.1.1, status=bounced (host mx.example.net[198.51.100.25] said: 550 5.1.1 User unknown)"
SENT = "dsn=2.0.0, status=sent (250 2.0.0 Ok: queued as 4B1C2)"


class Month:
    """Collects stamped lines; `log` gives them in order of time."""

    def __init__(self) -> None:
        self._lines: list[tuple[datetime, int, str]] = []
        self._mails = 0

    def log(self) -> list[bytes]:
        return [f"{moment.isoformat()} mail {text}".encode() for moment, _, text in sorted(self._lines)]

    def read(self, account: str, day: int, hour: float, ip: str = HOME) -> None:
        who = f"user=<{account}@example.org>, method=PLAIN, rip={ip}, lip=192.0.2.1, mpid=23, TLS, session=<s>"
        self.say(day, hour, f"dovecot: imap-login: Login: {who}")

    def fail(self, account: str, day: int, hour: float, ip: str) -> None:
        why = f"SASL LOGIN authentication failed: UGFzc3dvcmQ6, sasl_username={account}@example.org"
        self.say(day, hour, f"postfix/submission/smtpd[2302]: warning: unknown[{ip}]: {why}")

    def send(
        self,
        account: str,
        day: int,
        hour: float,
        ip: str = HOME,
        *,
        sender: str = "",
        to: int = 1,
        lost: int = 0,
        circles: int = 0,
    ) -> None:
        """One mail, to strangers; with `circles` to one of so many groups of people that get mail again and again."""
        self._mails += 1
        whom = f"friend{self._mails % circles}" if circles else f"r{self._mails}"
        queue_id = f"{self._mails + 0xA0000:X}CB"
        sender = sender or f"{account}@example.org"
        login = f"client=unknown[{ip}], sasl_method=PLAIN, sasl_username={account}@example.org"
        self.say(day, hour, f"postfix/submission/smtpd[2301]: {queue_id}: {login}")
        self.say(day, hour, f"postfix/qmgr[900]: {queue_id}: from=<{sender}>, size=2100, nrcpt={to} (queue active)")
        for n in range(to):
            hop = f"to=<{whom}-{n}@example.net>, relay=mx.example.net[198.51.100.25]:25, delay=1"
            self.say(day, hour, f"postfix/smtp[901]: {queue_id}: {hop}, {UNKNOWN if n < lost else SENT}")
        self.say(day, hour, f"postfix/qmgr[900]: {queue_id}: removed")

    def office_life(self, account: str, days: range, ip: str = OFFICE) -> None:
        """Reads in the morning, writes three mails a day."""
        for day in days:
            self.read(account, day, 8, ip)
            for n in range(3):
                self.send(account, day, 9 + 2 * n, ip, circles=FRIENDS)

    def say(self, day: float, hour: float, text: str) -> None:
        moment = BEGIN + timedelta(days=day, seconds=round(hour * 3600))
        self._lines.append((moment, len(self._lines), text))
