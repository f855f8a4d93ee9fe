"""Which honest people log in from other places? Travellers, holidaymakers, commuters across the border."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ..clock import DAY, HOUR, MINUTE, Moment, local
from ..geography.access import Access, Line, Steady
from ..geography.countries import COUNTRIES, NEIGHBOURS, Place
from ..geography.distance import BY_TRAIN_KM, flight_hours, journey_hours, kilometres
from ..server.intents import Intent, Read
from .lines import NEVER, home_line, hotel_line, phone_line
from .person import EVERY_DAY, Person, Scene, Stay

WIFI_ABOARD = 0.35
ROAMING = 0.55
LOCAL_CARD = 0.2
DAYS_OFF = 0.3  # of the people take some within a month
BUSINESS_TRIP = 0.12


def journey(person: Person, scene: Scene, there: Place, depart: Moment, back: Moment, lodging: Access) -> Person:
    """Flies there and back; reads mail at the last and at the first opportunity, as everybody does at airports."""
    rng, here = scene.rng, person.place
    flight = flight_hours(here, there) * HOUR
    aboard = _aboard(scene) if rng.random() < WIFI_ABOARD and flight > 2 * HOUR else None
    phone = _phone_abroad(person, scene, there, f"{scene.name}/{depart}")
    offset = COUNTRIES[there.country].offset
    arrive, home = depart + flight, back + flight

    def airports(person: Person) -> Iterator[Intent]:
        for at in (depart - 10 * MINUTE, arrive + 15 * MINUTE, back - 20 * MINUTE, home + 12 * MINUTE):
            client = person.client(at, 2, scene.month, outdoors=True)
            if client is not None:
                yield Read(at + rng.uniform(-5, 5) * MINUTE, person.account, client, seconds=25, bodies=2, size=30_000)

    return person.staying(
        Stay(depart, arrive, aboard, 0.5),
        Stay(arrive, back, lodging, 1.0, offset, phone),
        Stay(back, home, aboard, 0.5),
    ).doing(airports)


def _phone_abroad(person: Person, scene: Scene, there: Place, name: str) -> Access | None:
    """Roaming is routed through the carrier at home; others buy a card there or have no more than the hotel's Wi-Fi."""
    draw = scene.rng.random()
    if draw < ROAMING:
        return person.mobile
    return phone_line(name, scene.world, there, scene.rng) if draw < ROAMING + LOCAL_CARD else None


def _aboard(scene: Scene) -> Access:
    return Steady(scene.rng.choice(scene.world.find("satellite")).machine(scene.rng))


def abroad(scene: Scene, *, without: str = "") -> Place:
    """A city in another country."""
    codes = [code for code in COUNTRIES if code not in (scene.world.home, without)]
    return scene.rng.choice(COUNTRIES[scene.rng.choice(codes)].places)


def traveller(person: Person, scene: Scene) -> Person:
    """One to four business trips by plane, sometimes from one foreign city to the next week's."""
    day = scene.workday(0.05, 0.3)
    while day < scene.days - 3:
        there, nights = abroad(scene), scene.rng.randint(1, 5)
        depart = local(day, scene.rng.uniform(6.5, 18), person.domain.offset)
        back = depart + nights * DAY + scene.rng.uniform(-3, 5) * HOUR + 6 * HOUR
        lodging = hotel_line(f"{scene.name}/{day}", scene.world, there.country, scene.rng, there)
        person = journey(person, scene, there, depart, back, lodging)
        day += nights + scene.rng.randint(3, 12)
    return person.but(mails_per_day=max(person.mails_per_day, 1.5), phone=0.5)


def holiday_abroad(person: Person, scene: Scene) -> Person:
    """Two weeks away, looking in now and then."""
    there = abroad(scene)
    depart = local(scene.rng.randint(3, scene.days - 10), 11, person.domain.offset)
    back = depart + scene.rng.randint(7, 15) * DAY
    lodging = hotel_line(scene.name, scene.world, there.country, scene.rng, there)
    person = journey(person, scene, there, depart, back, lodging)
    beach, rest = person.stays[-2], (*person.stays[:-2], person.stays[-1])
    return person.but(stays=(*rest, replace(beach, busy=scene.rng.uniform(0.05, 0.3))))


def border_commuter(person: Person, scene: Scene) -> Person:
    """Lives in the next country and works there two or three days of the week, always if it is too far."""
    codes = NEIGHBOURS.get(person.domain.place.country, ("DE",))
    places = [place for code in codes for place in COUNTRIES[code].places]
    place = min(places, key=lambda place: kilometres(place, person.domain.place))
    home = home_line(f"{scene.name}/border", scene.world, place, scene.rng)
    days = frozenset(scene.rng.sample(range(5), scene.rng.choice((2, 3))))
    far = kilometres(place, person.domain.place) > BY_TRAIN_KM
    return person.but(home=home, place=place, home_days=EVERY_DAY if far else days)


def visit(person: Person, there: Place, begin: Moment, end: Moment, access: Access, busy: float = 1.0) -> Person:
    """Travels there and back over land or by plane; on the way there is the phone."""
    hours = journey_hours(person.place, there) * HOUR
    return person.staying(
        Stay(begin, begin + hours, person.mobile, 0.4),
        Stay(begin + hours, end - hours, access, busy, outdoors=person.mobile),
        Stay(end - hours, end, person.mobile, 0.4),
    )


def second_home(person: Person, scene: Scene) -> Person:
    """Spends weekends in a house elsewhere, in the country or across the border."""
    codes = (person.domain.place.country, *NEIGHBOURS.get(person.domain.place.country, ()))
    places = [place for code in codes for place in COUNTRIES[code].places if place != person.place]
    place = scene.rng.choice(sorted(places, key=lambda place: kilometres(place, person.place))[:4])
    block = scene.rng.choice(scene.world.near(place, "fixed", scene.rng))
    house = Line(f"{scene.name}/house", (block,), NEVER, DAY)
    return _at_weekends(person, scene, place, house, 0.7)


def weekly_commuter(person: Person, scene: Scene) -> Person:
    """Has a flat in the company's city and a family in another."""
    places = [place for place in COUNTRIES[person.domain.place.country].places if place != person.domain.place]
    place = scene.rng.choice(places or [person.domain.place])
    flat = home_line(f"{scene.name}/flat", scene.world, person.domain.place, scene.rng)
    family = home_line(f"{scene.name}/family", scene.world, place, scene.rng)
    here = person.but(home=flat, place=person.domain.place, home_days=frozenset())
    return _at_weekends(here, scene, place, family, 1.0)


def _at_weekends(person: Person, scene: Scene, place: Place, access: Access, often: float) -> Person:
    offset, after_work = person.domain.offset, person.hours.end + 0.8
    for day in range(-2, scene.days):
        if scene.month.weekday(day) == 4 and scene.rng.random() < often:
            person = visit(person, place, local(day, after_work, offset), local(day + 2, 23, offset), access)
    return person


def expatriate(person: Person, scene: Scene) -> Person:
    """Works for the company from another country all the time."""
    there = abroad(scene)
    home = home_line(f"{scene.name}/abroad", scene.world, there, scene.rng)
    forever = Stay(-DAY, NEVER, home, 1.0, COUNTRIES[there.country].offset)
    return person.but(home=home, work=None, stays=(forever,))


def ordinary_absences(person: Person, scene: Scene) -> Person:
    """What happens to anybody: days off, a journey in the country, an afternoon with friends."""
    rng, offset = scene.rng, person.domain.offset
    if rng.random() < DAYS_OFF:
        begin = local(rng.randint(0, scene.days), 17.9, offset)
        end = begin + rng.choice((1, 2, 4, 7, 9, 14)) * DAY
        if rng.random() < 0.5:
            return person.staying(Stay(begin, end, person.home, rng.uniform(0, 0.25), outdoors=person.mobile))
        return _in_the_country(person, scene, begin, end, rng.uniform(0, 0.25))
    for number in range(rng.choice((0, 0, 0, 1, 1, 2))):
        begin = local(rng.randint(0, scene.days), rng.uniform(9, 19), offset)
        friends = hotel_line(f"{scene.name}/{number}", scene.world, person.place.country, rng, person.place)
        person = person.staying(Stay(begin, begin + rng.uniform(2, 5) * HOUR, friends, outdoors=person.mobile))
    if rng.random() < BUSINESS_TRIP:
        begin = local(scene.workday(), rng.uniform(6, 9), offset)
        person = _in_the_country(person, scene, begin, begin + rng.choice((0.6, 1.5, 2.5)) * DAY, 1.0)
    return person


def _in_the_country(person: Person, scene: Scene, begin: Moment, end: Moment, busy: float) -> Person:
    there = scene.rng.choice(COUNTRIES[person.place.country].places)
    if end - begin < 3 * HOUR * journey_hours(person.place, there):
        there = person.place
    access = hotel_line(f"{scene.name}/{begin}", scene.world, there.country, scene.rng, there)
    return visit(person, there, begin, end, access, busy)
