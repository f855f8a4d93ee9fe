"""How are numbers drawn so that the same seed always gives the same month, whatever else is added to it?"""

from __future__ import annotations

import math
from collections.abc import Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")


def source(*labels: object) -> Random:
    """Random numbers of their own for whatever has this name: nobody's draws change those of somebody else."""
    return Random("/".join(map(str, labels)))


def poisson(rng: Random, mean: float) -> int:
    """How often something happens that happens `mean` times on average."""
    if mean > 30:
        return max(0, round(rng.gauss(mean, math.sqrt(mean))))
    limit, product, number = math.exp(-mean), rng.random(), 0
    while product > limit:
        product *= rng.random()
        number += 1
    return number


def moody(rng: Random, mean: float, evenness: float = 1.5) -> int:
    """The same with better and worse days: a Poisson number whose mean varies (gamma), as counts of human acts do."""
    return poisson(rng, rng.gammavariate(evenness, mean / evenness)) if mean > 0 else 0


def zipf(rng: Random, number: int) -> int:
    """An index below `number`; the k-th comes up about 1/k as often as the first."""
    return min(number - 1, int((number + 1) ** rng.random()) - 1)


def around(rng: Random, median: float, spread: float) -> float:
    """Log-normal: half of the values lie below the median; `spread` is the standard deviation of the logarithm."""
    return median * math.exp(rng.gauss(0, spread))


def between(rng: Random, low: float, high: float) -> float:
    """Between the two, evenly on a logarithmic scale: small values are not drowned by large ones."""
    return math.exp(rng.uniform(math.log(low), math.log(high)))


def dealt(cards: Sequence[T], start: int, number: int) -> list[T]:
    """So many cards of a shuffled deck, over and over; seeds start at different ones, so that none is forgotten."""
    deck = list(cards)
    source("deck", len(deck)).shuffle(deck)
    return [deck[(start + place) % len(deck)] for place in range(number)]


def weighted(rng: Random, choices: Sequence[tuple[float, T]]) -> T:
    """One of them, each by its weight."""
    draw = rng.random() * sum(weight for weight, _ in choices)
    for weight, choice in choices:
        draw -= weight
        if draw < 0:
            return choice
    return choices[-1][1]
