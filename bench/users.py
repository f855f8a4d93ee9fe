"""What do people leave in the log: mail that comes, mail that goes, mailboxes that are read? And spam in their name?"""

from __future__ import annotations

from people import Account, Server, pick
from world import SELF, Kind, World

CIPHER = (
    "TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits) key-exchange X25519 "
    "server-signature RSA-PSS (2048 bits) server-digest SHA256"
)
REPLIES = (
    "250 2.0.0 OK  1769{n} a640c23a62f3a-ad2{n} - gsmtp",
    "250 2.0.0 Ok: queued as {n}F3C1",
    "250 2.6.0 <{n}@d.example.net> [InternalId=12{n}, Hostname=AM0PR08.example.net] 9{n} bytes in 0.150 Queued mail",
    "250 OK id=1rX{n}-000{n}-2b",
)
DEFERRALS = (
    "host {host}[{ip}] said: 450 4.2.0 <{to}>: Recipient address rejected: Greylisted (in reply to RCPT TO command)",
    "host {host}[{ip}] said: 421 4.7.0 [TS01] Messages from 198.51.100.25 temporarily deferred due to user complaints "
    "(in reply to MAIL FROM command)",
    "connect to {host}[{ip}]:25: Connection timed out",
)
REFUSALS = (
    "host {host}[{ip}] said: 550 5.1.1 <{to}>: Recipient address rejected: User unknown (in reply to RCPT TO command)",
    "host {host}[{ip}] said: 554 5.7.1 Message rejected as spam (in reply to end of DATA command)",
)


def mailbox(world: World, at: int) -> None:
    """Somebody reads mail."""
    account = pick(world.random, world.cast.accounts)
    pid, (_, ip) = world.pid(), pick(world.random, account.homes)
    session = f"{world.sessions:x}Abc+{int(world.random() * 0xFFFF):x}"
    proto = "imap" if world.random() < 0.85 else "pop3"
    world.waiting[at].append(
        f"\0dovecot: {proto}-login: Login: user=<{account.name}>, method={account.method}, rip={ip}, lip={SELF}, "
        f"mpid={pid}, TLS, session=<{session}>\n"
    )
    done = int(world.random() * 40)
    counters = (
        f"in={done * 31} out={done * 4093} deleted=0 expunged=0 trashed=0 hdr_count={done} hdr_bytes={done * 512} "
        f"body_count={done // 4} body_bytes={done * 3001}"
        if proto == "imap"
        else f"top=0/0, retr={done}/{done * 3001}, del=0/{done}, size={done * 9001}"
    )
    world.waiting[at + 1 + int(world.random() ** 3 * 1500)].append(
        f"\0dovecot: {proto}({account.name})<{pid}><{session}>: Disconnected: Logged out {counters}\n"
    )


def inbound(world: World, at: int) -> None:
    """Mail for somebody here."""
    random = world.random
    server, account = pick(random, world.cast.servers), pick(random, world.cast.accounts)
    pid, queue_id, size = world.pid(), world.queue_id(), 1500 + int(random() ** 4 * 900_000)
    client, sender = f"{server.host}[{server.ip}]", f"user{int(random() * 900)}@{server.domain}"
    port = 1024 + int(random() * 60_000)
    world.waiting[at].append(
        f"\0postfix/postscreen[1301]: CONNECT from [{server.ip}]:{port} to [{SELF}]:25\n"
        f"\0postfix/postscreen[1301]: PASS OLD [{server.ip}]:{port}\n"
        f"\0postfix/smtpd[{pid}]: connect from {client}\n"
        f"\0postfix/smtpd[{pid}]: Anonymous TLS connection established from {client}: {server.tls}\n"
        f"\0postfix/smtpd[{pid}]: {queue_id}: client={client}\n"
        f"\0postfix/cleanup[{pid + 3}]: {queue_id}: message-id=<{queue_id}.{port}@{server.domain}>\n"
        f"\0postfix/qmgr[1199]: {queue_id}: from=<{sender}>, size={size}, nrcpt=1 (queue active)\n"
    )
    world.waiting[at + 1].append(
        f"\0postfix/smtpd[{pid}]: disconnect from {client} ehlo=2 starttls=1 mail=1 rcpt=1 data=1 quit=1 commands=7\n"
    )
    file(world, at + 1, queue_id, account.name, f"{queue_id}.{port}@{server.domain}")


def file(world: World, at: int, queue_id: str, recipient: str, message_id: str) -> None:
    """LMTP puts a mail into a mailbox."""
    pid, session = world.pid(), f"{queue_id}AbCd"
    said = (
        "sieve: msgid=<{}>: stored mail into mailbox 'INBOX'"
        if world.random() < 0.7
        else "msgid=<{}>: saved mail to INBOX"
    )
    world.waiting[at].append(
        f"\0dovecot: lmtp({recipient})<{pid}><{session}>: {said.format(message_id)}\n"
        f"\0postfix/lmtp[{pid + 1}]: {queue_id}: to=<{recipient}>, relay=mail.example.com[private/dovecot-lmtp], "
        f"delay=0.31, delays=0.2/0.01/0.02/0.08, dsn=2.0.0, status=sent (250 2.0.0 <{recipient}> {session} Saved)\n"
        f"\0postfix/qmgr[1199]: {queue_id}: removed\n"
    )


def submission(world: World, at: int) -> None:
    """Somebody from here writes to one to five others."""
    account = pick(world.random, world.cast.accounts)
    home = pick(world.random, account.homes)
    send(world, at, account, home, account.name, 1 + int(world.random() ** 3 * 5), 0.02)


def spam_run(world: World, at: int, victim: Account) -> None:
    """A broken-in account sends, from anywhere, under any name."""
    sender = f"offer{int(world.random() * 9000)}@{pick(world.random, world.cast.servers).domain}"
    send(world, at, victim, ("unknown", world.bot()), sender, 20 + int(world.random() * 30), 0.3)


def send(world: World, at: int, account: Account, origin: tuple[str, str], sender: str, count: int, bad: float) -> None:
    """An authenticated submission and its deliveries; `bad` is the share that is refused."""
    random, pid, queue_id = world.random, world.pid(), world.queue_id()
    client, size = f"{origin[0]}[{origin[1]}]", 900 + int(random() ** 4 * 2_000_000)
    message_id = f"{queue_id}.{pid}@{account.name.partition('@')[2]}"
    world.waiting[at].append(
        f"\0postfix/submission/smtpd[{pid}]: connect from {client}\n"
        f"\0postfix/submission/smtpd[{pid}]: Anonymous TLS connection established from {client}: {CIPHER}\n"
        f"\0postfix/submission/smtpd[{pid}]: {queue_id}: client={client}, sasl_method={account.method}, "
        f"sasl_username={account.name}\n"
        f"\0postfix/cleanup[{pid + 3}]: {queue_id}: message-id=<{message_id}>\n"
        f"\0postfix/qmgr[1199]: {queue_id}: from=<{sender}>, size={size}, nrcpt={count} (queue active)\n"
    )
    world.waiting[at + 1].append(
        f"\0postfix/submission/smtpd[{pid}]: disconnect from {client} ehlo=2 starttls=1 auth=1 mail=1 rcpt={count} "
        f"data=1 quit=1 commands={7 + count}\n"
    )
    ends = [deliver(world, at + 1, queue_id, sender, bad) for _ in range(count)]
    if any(refused for _, refused in ends):
        bounce(world, max(end for end, _ in ends), queue_id, account.name)
    world.waiting[max(end for end, _ in ends)].append(f"\0postfix/qmgr[1199]: {queue_id}: removed\n")


def deliver(world: World, at: int, queue_id: str, sender: str, bad: float) -> tuple[int, bool]:
    """One recipient: when it was over, and whether it was refused."""
    random = world.random
    server, pid = pick(random, world.cast.servers), 2000 + int(random() * 60)
    to, draw = f"user{int(random() * 900)}@{server.domain}", random()
    if draw < bad:
        why = pick(random, REFUSALS).format(host=server.host, ip=server.ip, to=to)
        dsn = "5.1.1" if "5.1.1" in why else "5.7.1"
        world.waiting[at + 2].append(_result(pid, queue_id, to, server, 2, dsn, f"bounced ({why})"))
        return at + 2, True
    end = at + 1
    if draw < bad + 0.06:
        why = pick(random, DEFERRALS).format(host=server.host, ip=server.ip, to=to)
        world.waiting[end].append(_result(pid, queue_id, to, server, 1, "4.2.0", f"deferred ({why})"))
        end = at + 300 + int(random() * 900)
        world.waiting[end].append(
            f"\0postfix/qmgr[1199]: {queue_id}: from=<{sender}>, size=4711, nrcpt=1 (queue active)\n"
        )
    reply = pick(random, REPLIES).format(n=pid)
    world.waiting[end].append(
        f"\0postfix/smtp[{pid}]: Trusted TLS connection established to {server.host}[{server.ip}]:25: {server.tls}\n"
        + _result(pid, queue_id, to, server, end - at, "2.0.0", f"sent ({reply})")
    )
    return end, False


def _result(pid: int, queue_id: str, to: str, server: Server, delay: int, dsn: str, status: str) -> str:
    return (
        f"\0postfix/smtp[{pid}]: {queue_id}: to=<{to}>, relay={server.host}[{server.ip}]:25, delay={delay}.4, "
        f"delays=0.1/0.01/0.3/{delay}, dsn={dsn}, status={status}\n"
    )


def bounce(world: World, at: int, queue_id: str, account: str) -> None:
    """A bounce goes back to the sender."""
    other = world.queue_id()
    message_id = f"{other}@mail.example.com"
    world.waiting[at].append(
        f"\0postfix/cleanup[2101]: {other}: message-id=<{message_id}>\n"
        f"\0postfix/bounce[2102]: {queue_id}: sender non-delivery notification: {other}\n"
        f"\0postfix/qmgr[1199]: {other}: from=<>, size=3021, nrcpt=1 (queue active)\n"
    )
    file(world, at, other, account, message_id)


# Sessions of each kind among a hundred.
PEOPLE: tuple[tuple[Kind, int], ...] = ((inbound, 37), (submission, 16), (mailbox, 47))
