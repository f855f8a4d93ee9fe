"""What do spammers send, under which names, and to whom?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from ..chance import between
from ..clock import HOUR, Moment
from ..geography.networks import Client
from ..honest.person import Person, Scene
from ..outside.people import Recipient
from ..server.intents import ATTACKER, Fail, Intent, Letter, Purge, Submit

MOST_RECIPIENTS = 2500  # of one campaign: a log of sane length


@dataclass(slots=True)
class Campaign:
    """One text, its senders and its list of addresses."""

    account: str
    senders: tuple[str, ...]
    targets: Iterator[Recipient]
    per_letter: int
    spam: float
    size: int
    service: str
    method: str
    rude: bool
    scene: Scene

    def submit(self, at: Moment, client: Client, letters: int = 1, pace: float = 1.0) -> Submit | None:
        """One session; None when the list is used up."""
        rng, made = self.scene.rng, []
        for number in range(letters):
            several = self.per_letter > 1 and rng.random() < 0.9
            to = tuple(
                islice(self.targets, rng.randint(max(1, self.per_letter // 2), self.per_letter) if several else 1)
            )
            if to:
                size = self.size + rng.randrange(max(2, self.size // 20))
                made.append(Letter(rng.choice(self.senders), to, size, self.spam, number * pace))
        if not made:
            return None
        return Submit(at, self.account, client, tuple(made), self.service, self.method, rude=self.rude, by=ATTACKER)


def campaign(victim: Person, scene: Scene, recipients: int, per_letter: int | None = None) -> Campaign:
    """Spam as it comes: own or forged names, bought lists full of dead addresses or the victim's own contacts."""
    rng = scene.rng
    width = per_letter or rng.choice((1, 1, 2, 5, 10, 20, 40))
    return Campaign(
        account=victim.account.lower(),
        senders=_senders(victim, scene),
        targets=iter(_targets(victim, scene, min(recipients, MOST_RECIPIENTS))),
        per_letter=width,
        spam=rng.uniform(0.5, 1.0),
        size=round(between(rng, 900, 120_000)),
        service=rng.choice(("submission", "submission", "submissions")),
        method=rng.choice(("LOGIN", "PLAIN", "LOGIN")),
        rude=rng.random() < 0.3,
        scene=scene,
    )


def _senders(victim: Person, scene: Scene) -> tuple[str, ...]:
    """The victim's own name in half of the cases, else one forged name or many."""
    rng, draw = scene.rng, scene.rng.random()
    if draw < 0.5:
        return (victim.address,)
    words = ("billing", "konto", "service", "alert", "delivery", "support", "info")
    if draw < 0.6:
        return tuple(f"{word}@{victim.domain.name}" for word in rng.sample(words, 3))
    number = 1 if draw < 0.75 else rng.randint(5, 60)
    return tuple(f"{rng.choice(words)}@{rng.choice(scene.outside.companies).domain}" for _ in range(number))


def _targets(victim: Person, scene: Scene, number: int) -> list[Recipient]:
    rng = scene.rng
    if rng.random() < 0.25:  # the mailbox's own correspondents first, then a good list
        known = rng.sample(victim.contacts.known, len(victim.contacts.known))[:number]
        return known + scene.outside.strangers(rng, number - len(known), rng.uniform(0.01, 0.06), 0.8)
    return scene.outside.strangers(rng, number, between(rng, 0.06, 0.6), rng.uniform(0.7, 0.98))


def spread(
    work: Campaign, clients: Sequence[Client], begin: Moment, gap: float, letters: int = 1, nightly: bool = False
) -> Iterator[Submit]:
    """One session after the other, each from another address; `gap`: median seconds between them."""
    rng, at = work.scene.rng, begin
    while at < work.scene.month.end:
        if nightly and 6 * HOUR < at % (24 * HOUR) < 21 * HOUR:
            at += 15 * HOUR * rng.random() + HOUR
            continue
        session = work.submit(at, rng.choice(clients), letters)
        if session is None:
            return
        yield session
        at += gap * rng.lognormvariate(0, 0.9)


def aftermath(victim: Person, scene: Scene, sessions: Sequence[Submit]) -> Iterator[Intent]:
    """Often somebody notices: the queue is emptied, the password changed, and the bots try on in vain."""
    rng = scene.rng
    if not sessions or rng.random() < 0.4:
        return
    end = sessions[-1].at + rng.uniform(0.2, 12) * HOUR
    yield Purge(end, victim.account.lower())
    if rng.random() < 0.6:
        for session in rng.choices(sessions, k=rng.randint(5, 60)):
            at = end + rng.expovariate(1 / (20 * HOUR))
            yield Fail(at, session.account, session.client, session.service, session.method)
