"""Which quiet sorts of people are there? One function each; all begin as the average person of their domain."""

from __future__ import annotations

from ..chance import around, between
from ..geography.access import Mixed, Steady
from ..geography.networks import Client
from .person import Habit, Hours, Person, Scene

LOCALHOST = Client("127.0.0.1", "localhost")
LOCALHOST_6 = Client("::1", "localhost")


def office_worker(person: Person, scene: Scene) -> Person:
    """At the desk from morning to evening, some days at home."""
    days = scene.rng.sample(range(5), scene.rng.choice((0, 0, 1, 2, 3)))
    return person.but(home_days=person.home_days | frozenset(days))


def field_worker(person: Person, scene: Scene) -> Person:
    """On the road: hardly ever in the office, mostly by phone."""
    return person.but(
        phone=scene.rng.uniform(0.7, 0.95), home_days=person.home_days | frozenset(scene.rng.sample(range(5), 4))
    )


def heavy_writer(person: Person, scene: Scene) -> Person:
    """Sales or support: many mails to many people every day."""
    contacts = person.contacts
    contacts.novelty, contacts.internal = scene.rng.uniform(0.08, 0.2), 0.1
    return person.but(mails_per_day=between(scene.rng, 6, 22), reads_per_day=7.0, arrivals_per_day=3.0)


def part_timer(person: Person, scene: Scene) -> Person:
    """Two or three mornings."""
    hours = Hours(scene.rng.uniform(7.5, 9.5), scene.rng.uniform(12, 13.5), 0.05, 0.03)
    return person.but(hours=hours, mails_per_day=person.mails_per_day * 0.5, reads_per_day=1.5)


def private_person(person: Person, scene: Scene) -> Person:
    """In the evening and at the weekend, from home or by phone."""
    hours = Hours(scene.rng.uniform(9, 17), scene.rng.uniform(20, 23), 0.35, scene.rng.uniform(0.9, 1.4))
    contacts = person.contacts
    contacts.internal, contacts.novelty = 0.05, scene.rng.uniform(0.03, 0.15)
    return person.but(
        hours=hours, work=None, mails_per_day=around(scene.rng, 0.4, 0.9), phone=scene.rng.uniform(0.2, 0.8)
    )


def pop3_user(person: Person, scene: Scene) -> Person:
    """Fetches mail by POP3, always from the same line."""
    habit = Habit("pop3", scene.rng.choice(("PLAIN", "LOGIN")), scene.rng.choice(("submission", "submissions")))
    return person.but(habits=((0.0, habit),), phone=0.0, reads_per_day=person.reads_per_day * 1.6)


def webmail_user(person: Person, scene: Scene) -> Person:
    """Through the webmail on the mail host: the log says localhost."""
    webmail = Steady(scene.rng.choice((LOCALHOST, LOCALHOST, LOCALHOST_6)))
    share = scene.rng.choice((0.5, 0.85, 1.0))
    mixed = Mixed(f"{scene.name}/webmail", ((share, webmail), (1 - share, person.home)), 3600.0)
    phone = 0.0 if share == 1.0 else 0.15
    return person.but(home=mixed, work=mixed if person.work else None, phone=phone)


def seldom_there(person: Person, scene: Scene) -> Person:
    """Looks in once or twice a week, writes once or twice a month."""
    return person.but(mails_per_day=scene.rng.uniform(0.02, 0.15), reads_per_day=scene.rng.uniform(0.1, 0.4))


QUIET = {
    kind.__name__: kind
    for kind in (
        office_worker,
        field_worker,
        heavy_writer,
        part_timer,
        private_person,
        pop3_user,
        webmail_user,
        seldom_there,
    )
}
