"""What are the invented operators called, and which real ones occur?"""

from __future__ import annotations

from random import Random

from .networks import Operator

# Real names stand only for services that fetch honest users' mail: nobody could tell invented ones from a stranger.
MAIL_CLOUDS = (("Google LLC", 15169, "US"), ("Microsoft Corporation", 8075, "US"), ("Apple Inc.", 714, "US"))

_STEMS = """
Elbdraht Nordwelle Talnet Cordova Brisante Lumora Vextra Orbisal Pellano Kivaro Sundal Marenta Quillon Havelis
Tresco Ondara Galvix Meridor Polvera Zentara Astrel Bolmar Cenvio Durano Estelar Fjordal Grenzia Halcyra Ilmara
Joviant Kestrelo Lindavo Montera Novarel Opalis Primora Rivana Solvika Tundrel Umbrio Valtesse Wendora Xantelo Ysera
Zephyron Arvento Belcamo Corvina Deltris Evanto
"""
_ENDINGS = {
    "fixed": ("Telecom", "Broadband", "Cable", "Kabelnetz", "Fibra", "Telekom", "Communications", "DSL"),
    "mobile": ("Mobile", "Mobil", "Cellular", "Wireless", "Movil"),
    "business": ("Business Networks", "Enterprise", "Corporate Access", "Metro Ethernet"),
    # A list of words finds some hosters, not all: half of them have names that say nothing.
    "hosting": ("Hosting", "Cloud", "Datacenter", "Servers", "Systems", "Networks", "Group", "Solutions"),
    "vpn": ("VPN", "Privacy", "Networks"),
    "anonymiser": ("Relay Association", "Exit Services"),
    "gateway": ("Secure Web Gateway",),
    "satellite": ("Satellite", "Aero Connect"),
}
FIRST_PRIVATE_ASN = 4_200_000_000  # RFC 6996
SHARE_WITH_NAMES = 0.5  # of the operators give their customers' addresses host names


class Register:
    """Gives each operator a name and a number that nobody else has."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._taken: set[str] = set()

    def enter(self, kind: str, country: str) -> Operator:
        """A new operator."""
        number = len(self._taken)
        name = self._name(kind, country)
        self._taken.add(name)
        named = kind != "anonymiser" and self._rng.random() < SHARE_WITH_NAMES
        domain = f"{kind.split()[0]}{number}.{country.lower()}.example.net" if named else None
        return Operator(name, FIRST_PRIVATE_ASN + number, kind, country, domain)

    def _name(self, kind: str, country: str) -> str:
        while True:
            name = f"{self._rng.choice(_STEMS.split())} {self._rng.choice(_ENDINGS[kind])}"
            if name in self._taken:
                name = f"{name} {country}"
            if name not in self._taken:
                return name
