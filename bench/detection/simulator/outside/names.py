"""What are invented people and companies called?"""

from __future__ import annotations

from random import Random

_FIRST_NAMES = """
anna peter clara jonas maria lukas sofia tim nina felix laura paul emma david julia simon lena martin eva thomas
sara oliver lisa daniel ida robert karin michael petra stefan monika andreas birgit frank heike uwe olga marek ewa
tomas jana luca giulia marco elena pablo ines carlos rosa henri claire louis amelie james emily oscar ruth edward
alice george mila hugo nora axel tessa ivo
"""
_LAST_NAMES = """
berg kranz hoff wolf lindt brand reuter adler falk ohlsen keller vogt stein busch lorenz winter sommer arndt brandt
seidel thiel kramer haas jansen devries bakker visser moreau lambert girard fontaine rossi conti greco marino costa
ferri novak dvorak svoboda kowal nowak zielin lopez navarro vidal ortega santos pereira almeida smith carter hughes
bennett walsh murphy doyle larsen nilsen holm lund virtanen korhonen farkas toth ionescu popa demir kaya haddad
mansour tanaka suzuki chen lin park kim patel sharma reddy nguyen tran silva rocha
"""
_TRADE_NAMES = """
logistik werkzeug kanzlei garten metall optik druck papier bau holz solar textil verlag reisen labor energie design
foto musik sport tools parts foods marine craft studio legal audit clinic dental school museum
"""
_FIRST, _LAST, _TRADES = (text.split() for text in (_FIRST_NAMES, _LAST_NAMES, _TRADE_NAMES))


def person(rng: Random) -> tuple[str, str]:
    """First and last name."""
    return rng.choice(_FIRST), rng.choice(_LAST)


def mailbox(rng: Random) -> str:
    """How strangers call their mailboxes."""
    first, last = person(rng)
    return rng.choice(
        (f"{first}.{last}", f"{first[0]}.{last}", f"{first}{rng.randrange(100)}", f"{last}{rng.randrange(1000)}", first)
    )


def company(rng: Random) -> str:
    """A company's name as it stands in a domain."""
    return f"{rng.choice(_LAST)}-{rng.choice(_TRADES)}"
