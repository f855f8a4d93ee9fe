"""What does a report of a real incident look like? One botnet in one account, and every kind of hostile text."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from postwarden.model.coverage import Coverage, Silenced, SourceCoverage
from postwarden.model.explanation import Clause, Explanation, Part, Plea, Weighed
from postwarden.model.findings import (
    AccountVerdict,
    Attacker,
    Blast,
    Evidence,
    Moment,
    OwnerNetwork,
    Reason,
    Report,
    ServerFinding,
    Spared,
    Verdict,
    Window,
)

HOSTILE = "\x1b[2J\x1b]0;owned\x07<script>alert(1)</script>\u202egpj.exe\u202c\x9b31m\u200b $(reboot) `id` \"'&"
START = datetime(2026, 10, 15, 4, 25, tzinfo=UTC)
BREAK_IN = datetime(2026, 11, 14, 2, 12, 9, tzinfo=UTC)
END = datetime(2026, 11, 14, 22, 50, tzinfo=UTC)

NETWORKS = ("203.0.113.0/24", "198.51.100.0/24", *(f"2001:db8:{n:x}ff::/48" for n in range(5)))
BOTS = (
    ("203.0.113.7", "BR", "São Paulo, Brazil", -23.5, -46.6),
    ("203.0.113.80", "BR", "Recife, Brazil", -8.1, -34.9),
    ("198.51.100.23", "VN", "Hà Nội, Vietnam", 21.0, 105.9),
    ("198.51.100.200", "IN", "Mumbai, India", 19.1, 72.9),
    ("2001:db8:66::1", "TR", "İzmir, Türkiye", 38.4, 27.1),
    ("203.0.113.140", "NG", "Lagos, Nigeria", 6.5, 3.4),
    ("2001:db8:99::5", "MX", "Monterrey, Mexico", 25.7, -100.3),
)


def stamp(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")


def ordinary_life(chance: random.Random) -> list[Moment]:
    """Two mails or so per working hour from the office, some from a phone."""
    moments = []
    for day in range(30):
        for hour in sorted(chance.sample(range(6, 18), 5)):
            when = START.replace(hour=hour, minute=chance.randrange(60)) + timedelta(days=day)
            if when.weekday() < 5:
                office = chance.random() < 0.8
                ip, place = ("192.0.2.17", "Leipzig, Germany") if office else ("192.0.2.201", "Halle, Germany")
                lat, lon = (51.34, 12.37) if office else (51.48, 11.97)
                moments.append(Moment(stamp(when), ip, "DE", place, lat, lon, "smtp", 1, chance.randrange(1, 4), False))
    return moments


def botnet(chance: random.Random) -> list[Moment]:
    moments = []
    for number in range(214):
        when = BREAK_IN + timedelta(seconds=42 * number + chance.randrange(30))
        ip, country, place, lat, lon = BOTS[chance.randrange(len(BOTS))]
        sent = chance.randrange(5, 40)
        moments.append(Moment(stamp(when), ip, country, place, lat, lon, "smtp", sent, 5 * sent, True))
    unplaced = Moment(stamp(BREAK_IN - timedelta(minutes=4)), None, None, None, None, None, "imap", 0, 0, True)
    return [unplaced, *moments]


def login_line(second: int, ip: str) -> str:
    return (
        f"Nov 14 03:12:{second:02d} mx postfix/submission/smtpd[21812]: 4d8Gkx1QPzz{second:02d}: client=unknown[{ip}], "
        "sasl_method=LOGIN, sasl_username=anna.lindqvist@example.org"
    )


def compromised() -> AccountVerdict:
    chance = random.Random(4)
    return AccountVerdict(
        account="anna.lindqvist@example.org",
        verdict=Verdict.COMPROMISED,
        score=97,
        first_bad=stamp(BREAK_IN),
        last_bad="2026-11-14T04:40:51Z",
        reasons=(
            Reason(
                "many_origins",
                "access",
                "T1078",
                25,
                9,
                "Logins from 6 countries within one hour; before that only from Germany",
                stamp(BREAK_IN),
                "2026-11-14T04:40:51Z",
                tuple(
                    Evidence("/var/log/mail.log", 4711 + 3 * n, login_line(9 + n, bot[0])) for n, bot in enumerate(BOTS)
                ),
            ),
            Reason(
                "sending_burst",
                "use",
                "T1586.002",
                40,
                1,
                "4,812 messages to 22,014 recipients in 2 h 28 min; 12 recipients are a usual day for this account",
                stamp(BREAK_IN),
                "2026-11-14T04:40:51Z",
                (
                    Evidence(
                        "/var/log/mail.log",
                        4719,
                        "Nov 14 03:12:10 mx postfix/qmgr[811]: 4d8Gkx1QPzz09: from=<billing@example.net>, size=3206, "
                        "nrcpt=50 (queue active)",
                    ),
                ),
            ),
            Reason(
                "forged_sender",
                "use",
                "T1586.002",
                32,
                61,
                f"Mail in the name of 61 senders that are not hers, such as {HOSTILE}",
                stamp(BREAK_IN),
                "2026-11-14T04:38:00Z",
                (Evidence("/var/log/mail.log", 4720, f"Nov 14 03:12:11 mx postfix/cleanup[9]: warning: {HOSTILE}"),),
            ),
        ),
        blast=Blast(
            addresses=37,
            countries=("BR", "VN", "IN", "TR", "NG", "MX"),
            sessions=214,
            messages=4812,
            recipients=22014,
            delivered=18201,
            bounced=2900,
            deferred=913,
            queued=9,
            queued_ids=tuple(f"4d8Gkx1QPzz{n:02d}" for n in range(9)),
            networks=("203.0.113.0/24", "198.51.100.0/24", "2001:db8:66::/48", "2001:db8:99::/48", "192.0.2.0/24"),
            senders=("billing@example.net", "", HOSTILE),
            sender_count=61,
        ),
        moments=tuple(ordinary_life(chance) + botnet(chance)),
        owner=(
            OwnerNetwork(
                "192.0.2.0/24", "DE", f"Kabel {HOSTILE}", 109, 2, 22, "2026-10-15T06:03:00Z", "2026-11-13T17:50:00Z"
            ),
        ),
        spared=(Spared("192.0.2.0/24", ("the owner comes from there",)),),
        explanation=explanation(),
    )


def explanation() -> Explanation:
    return Explanation(
        weighed=(
            Weighed("sending_burst", "use", "volume", 0.7, 0.57, 40, 1),
            Weighed("mine", "access", "mine", None, 0.0, 25, 9),
        ),
        access=25,
        use=59.2,
        clauses=(
            Clause(Verdict.COMPROMISED, False, (Part("both together", 69.4, 70), Part("use", 59.2, 35))),
            Clause(Verdict.SUSPICIOUS, True, (Part("both together", 69.4, 55),)),
        ),
        lacking=("both together of 70 (it is 69.4)",),
        pleas=(Plea("silence", f"1 finding not judged until 2026-12-31: {HOSTILE}"),),
        incidents=("suspicious, score 41, 2026-10-20T01:00:00Z to 2026-10-20T02:00:00Z",),
    )


def suspicious() -> AccountVerdict:
    return AccountVerdict(
        account="$(reboot)\x1b[31m<b>",
        verdict=Verdict.SUSPICIOUS,
        score=38,
        first_bad="2026-11-12T09:30:00Z",
        last_bad="2026-11-12T09:30:00Z",
        reasons=(
            Reason(
                "impossible_travel",
                "access",
                "T1078",
                38,
                1,
                "Leipzig, Germany, then Lagos, Nigeria 0.7 h later, 5,200 km away",
                "2026-11-12T09:30:00Z",
                "2026-11-12T09:30:00Z",
                (
                    Evidence(
                        "/var/log/mail.log", 99, f"Nov 12 10:30:00 mx dovecot: imap-login: Login: user=<{HOSTILE}>"
                    ),
                ),
            ),
        ),
        blast=Blast(addresses=1, countries=("NG",), sessions=2, networks=("203.0.113.0/24",)),
        moments=(
            Moment("2026-11-12T08:48:00Z", "192.0.2.9", "DE", "Leipzig, Germany", 51.34, 12.37, "imap", 0, 0, False),
            Moment("2026-11-12T09:30:00Z", "203.0.113.9", "NG", HOSTILE, 6.5, 3.4, "imap", 0, 0, True),
        ),
    )


def attackers() -> tuple[Attacker, ...]:
    line = Evidence(
        "/var/log/mail.log.1",
        18,
        "Nov  2 01:00:07 mx postfix/smtpd[77]: warning: unknown[203.0.113.250]: SASL LOGIN authentication failed: "
        + HOSTILE,
    )
    return tuple(
        Attacker(
            network,
            9000 // n,
            412 // n,
            20 // n,
            ("NL", None, "RU")[n % 3],
            "2026-10-16T00:11:00Z",
            "2026-11-14T22:01:00Z",
            (f"Tried {412 // n} account names, a few passwords each",),
            (line,),
        )
        for n, network in enumerate(NETWORKS, 1)
    )


def coverage() -> Coverage:
    return Coverage(
        lines=1_250_002,
        read=1_204_331,
        unread=12,
        other_programs=45_656,
        malformed=3,
        noise=310_400,
        logins=8_812,
        failures=20_113,
        messages=9_331,
        deliveries=30_114,
        days=30.8,
        unplaced=3,
        blind=False,
        geography=("country table shipped with postwarden, 2026-11-01, 13 days old",),
        sources=(
            SourceCoverage(
                "/var/log/mail.log.1", 812_001, 98_000_112, "9f" * 32, "2026-10-15T04:25:00Z", "2026-11-08T05:00:00Z"
            ),
            SourceCoverage(
                "/var/log/mail.log", 438_001, 51_000_000, "0a" * 32, "2026-11-08T05:00:00Z", "2026-11-14T22:50:00Z"
            ),
            SourceCoverage(
                f"/var/log/{HOSTILE}.gz", 0, 0, None, None, None, "cannot be read: not a gzip file from byte 4096 on"
            ),
        ),
        configuration="/etc/postwarden/postwarden.toml",
        turned_off=("many_to_one",),
        silenced=(
            Silenced(3, "forged_sender", "shop@example.org", None, "2026-12-31", f"moves {HOSTILE}"),
            Silenced(1, None, None, "192.0.2.0/24", "2027-01-31", "an exercise"),
        ),
        warnings=(
            "The year was inferred: the lines do not carry one.",
            f"12 addresses have no place. First unread line: {HOSTILE}",
        ),
    )


def incident() -> Report:
    """One account broken into, one suspicious, attackers, a problem of the server, gaps in the coverage."""
    return Report(
        version=1,
        window=Window(stamp(START), stamp(END)),
        verdict=Verdict.COMPROMISED,
        exit=2,
        coverage=coverage(),
        accounts=(suspicious(), compromised()),
        clean_accounts=41,
        attackers=attackers(),
        server=(
            ServerFinding(
                "secret_in_log",
                "3 lines of the log show passwords (verbose smtpd, AUTH PLAIN): change them and turn debugging off",
                (
                    Evidence(
                        "/var/log/mail.log", 7, "Nov  8 06:00:01 mx postfix/smtpd[3]: < x[192.0.2.1]: AUTH PLAIN [cut]"
                    ),
                ),
            ),
        ),
        timezone="Europe/Berlin",
    )


def quiet() -> Report:
    return replace(incident(), verdict=Verdict.CLEAN, exit=0, accounts=(), clean_accounts=43, server=(), attackers=())


def blind() -> Report:
    nothing = replace(coverage(), logins=0, failures=0, sources=coverage().sources[:2])
    return replace(quiet(), verdict=Verdict.UNKNOWN, exit=3, clean_accounts=0, coverage=nothing)
