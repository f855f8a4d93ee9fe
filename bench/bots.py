"""What do bots and other programs leave in the log? One function per kind; each writes all lines of one session."""

from __future__ import annotations

from people import pick
from world import SELF, Kind, World

LOST = ("CONNECT", "EHLO", "UNKNOWN", "STARTTLS")


def empty_bot(world: World, at: int) -> None:
    """Connects and goes away."""
    pid, ip = world.pid(), world.bot()
    where = pick(world.random, LOST)
    world.waiting[at].append(f"\0postfix/smtpd[{pid}]: connect from unknown[{ip}]\n")
    world.waiting[at + int(world.random() * 4)].append(
        f"\0postfix/smtpd[{pid}]: lost connection after {where} from unknown[{ip}]\n"
        f"\0postfix/smtpd[{pid}]: disconnect from unknown[{ip}] commands=0/0\n"
    )


def guessing_bot(world: World, at: int) -> None:
    """Tries a password on the submission port."""
    pid, ip, name = world.pid(), world.bot(), world.guess()
    said = "Password mismatch" if world.random() < 0.5 else "unknown user"
    world.waiting[at].append(f"\0postfix/submission/smtpd[{pid}]: connect from unknown[{ip}]\n")
    world.waiting[at + 2].append(
        f"\0dovecot: auth: passwd-file({name},{ip}): {said}\n"
        f"\0postfix/submission/smtpd[{pid}]: warning: unknown[{ip}]: SASL LOGIN authentication failed: "
        f"UGFzc3dvcmQ6, sasl_username={name}\n"
        f"\0postfix/submission/smtpd[{pid}]: lost connection after AUTH from unknown[{ip}]\n"
        f"\0postfix/submission/smtpd[{pid}]: disconnect from unknown[{ip}] ehlo=1 auth=0/1 commands=1/2\n"
    )


def refused_bot(world: World, at: int) -> None:
    """Offers spam and is refused."""
    pid, ip, to = world.pid(), world.bot(), world.guess()
    sender = f"news{int(world.random() * 999)}@{pick(world.random, world.cast.servers).domain}"
    why = pick(
        world.random,
        (
            f"554 5.7.1 <{to}>: Relay access denied",
            f"550 5.1.1 <{to}>: Recipient address rejected: User unknown in virtual mailbox table",
            f"554 5.7.1 Service unavailable; Client host [{ip}] blocked using dnsbl.example.org",
            f"450 4.7.25 Client host rejected: cannot find your hostname, [{ip}]",
        ),
    )
    world.waiting[at].append(
        f"\0postfix/smtpd[{pid}]: warning: hostname h{pid}.example.org does not resolve to address {ip}: "
        f"Name or service not known\n"
        f"\0postfix/smtpd[{pid}]: connect from unknown[{ip}]\n"
    )
    world.waiting[at + 1].append(
        f"\0postfix/smtpd[{pid}]: NOQUEUE: reject: RCPT from unknown[{ip}]: {why}; from=<{sender}> to=<{to}> "
        f"proto=ESMTP helo=<User>\n"
        f"\0postfix/smtpd[{pid}]: disconnect from unknown[{ip}] ehlo=1 mail=1 rcpt=0/1 quit=1 commands=3/4\n"
    )


def http_bot(world: World, at: int) -> None:
    """Speaks HTTP."""
    pid, ip = world.pid(), world.bot()
    world.waiting[at].append(
        f"\0postfix/smtpd[{pid}]: connect from unknown[{ip}]\n"
        f"\0postfix/smtpd[{pid}]: warning: non-SMTP command from unknown[{ip}]: GET / HTTP/1.1\n"
        f"\0postfix/smtpd[{pid}]: disconnect from unknown[{ip}] unknown=0/1 commands=0/1\n"
    )


def screened_bot(world: World, at: int) -> None:
    """Gets no further than postscreen."""
    pid, ip, port = 1301, world.bot(), 1024 + int(world.random() * 60_000)
    client = f"[{ip}]:{port}"
    world.waiting[at].append(f"\0postfix/postscreen[{pid}]: CONNECT from {client} to [{SELF}]:25\n")
    if world.random() < 0.4:
        world.waiting[at].append(
            f"\0postfix/postscreen[{pid}]: PREGREET 11 after 0.07 from {client}: EHLO User\\r\\n\n"
        )
    if world.random() < 0.5:
        world.waiting[at + 6].append(
            f"\0postfix/postscreen[{pid}]: HANGUP after 0.3 from {client} in tests after SMTP handshake\n"
        )
    else:
        world.waiting[at + 6].append(
            f"\0postfix/dnsblog[{pid + 1}]: addr {ip} listed by domain dnsbl.example.org as 127.0.0.4\n"
            f"\0postfix/postscreen[{pid}]: DNSBL rank 3 for {client}\n"
            f"\0postfix/postscreen[{pid}]: NOQUEUE: reject: RCPT from {client}: 550 5.7.1 Service unavailable; "
            f"client [{ip}] blocked using dnsbl.example.org; from=<x@example.org>, "
            f"to=<{world.guess()}>, proto=ESMTP, helo=<User>\n"
        )
    world.waiting[at + 6].append(f"\0postfix/postscreen[{pid}]: DISCONNECT {client}\n")


def mailbox_bot(world: World, at: int) -> None:
    """Tries IMAP or POP3, or only looks."""
    ip, name, process = world.bot(), world.guess(), pick(world.random, ("imap-login", "pop3-login"))
    after = f"rip={ip}, lip={SELF}, TLS, session=<{world.sessions:x}bOt+{int(world.random() * 0xFFFF):x}>"
    if world.random() < 0.3:
        text = f"Disconnected: Connection closed (no auth attempts in 0 secs): user=<>, {after}"
    else:
        text = (
            f"Disconnected: Connection closed (auth failed, 1 attempts in 2 secs): user=<{name}>, method=PLAIN, {after}"
        )
    world.sessions += 1
    world.waiting[at].append(f"\0dovecot: {process}: {text}\n")


def housekeeping(world: World, at: int) -> None:
    """Other programs, and anvil's statistics."""
    pid, ip = world.pid(), world.bot()
    world.waiting[at].append(
        pick(
            world.random,
            (
                f"\0CRON[{pid}]: (root) CMD (cd / && run-parts --report /etc/cron.hourly)\n",
                f"\0sshd[{pid}]: Invalid user admin from {ip} port 40022\n"
                f"\0sshd[{pid}]: Connection closed by invalid user admin {ip} port 40022 [preauth]\n",
                f"\0postfix/anvil[1302]: statistics: max connection rate 4/60s for (smtp:{ip}) at Jan  5 10:00:01\n"
                f"\0postfix/anvil[1302]: statistics: max connection count 2 for (smtp:{ip}) at Jan  5 10:00:01\n"
                "\0postfix/anvil[1302]: statistics: max cache size 7 at Jan  5 10:00:01\n",
                f"\0systemd[1]: session-{pid}.scope: Deactivated successfully.\n",
            ),
        )
    )


# Sessions of each kind among a hundred.
BOTS: tuple[tuple[Kind, int], ...] = (
    (empty_bot, 34),
    (guessing_bot, 22),
    (refused_bot, 12),
    (http_bot, 4),
    (screened_bot, 14),
    (mailbox_bot, 10),
    (housekeeping, 4),
)
