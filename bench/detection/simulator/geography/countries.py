"""Which countries and cities does the world have?

Cities and their positions are real, so that distances and flying times are; the operators of the networks are invented.
"""

from __future__ import annotations

from dataclasses import dataclass

# code, hours ahead of UTC, cities with degrees north and east
_TABLE = """
DE +1 Hamburg 53.6 10.0, Berlin 52.5 13.4, Munich 48.1 11.6, Cologne 50.9 7.0, Leipzig 51.3 12.4
FR +1 Paris 48.9 2.4, Lyon 45.8 4.8, Lille 50.6 3.1, Toulouse 43.6 1.4
NL +1 Amsterdam 52.4 4.9, Utrecht 52.1 5.1, Eindhoven 51.4 5.5
AT +1 Vienna 48.2 16.4, Graz 47.1 15.4, Salzburg 47.8 13.0
CH +1 Zurich 47.4 8.5, Geneva 46.2 6.1, Basel 47.6 7.6
PL +1 Warsaw 52.2 21.0, Krakow 50.1 19.9, Gdansk 54.4 18.6
CZ +1 Prague 50.1 14.4, Brno 49.2 16.6
IT +1 Rome 41.9 12.5, Milan 45.5 9.2, Naples 40.9 14.3, Palermo 38.1 13.4
ES +1 Madrid 40.4 -3.7, Barcelona 41.4 2.2, Seville 37.4 -6.0
PT +0 Lisbon 38.7 -9.1, Porto 41.1 -8.6
GB +0 London 51.5 -0.1, Manchester 53.5 -2.2, Edinburgh 55.9 -3.2, Bristol 51.5 -2.6
IE +0 Dublin 53.3 -6.3, Cork 51.9 -8.5
BE +1 Brussels 50.9 4.4, Antwerp 51.2 4.4
DK +1 Copenhagen 55.7 12.6, Aarhus 56.2 10.2
SE +1 Stockholm 59.3 18.1, Gothenburg 57.7 12.0, Malmo 55.6 13.0
NO +1 Oslo 59.9 10.8, Bergen 60.4 5.3
FI +2 Helsinki 60.2 24.9, Tampere 61.5 23.8
HU +1 Budapest 47.5 19.0
RO +2 Bucharest 44.4 26.1, Cluj 46.8 23.6
GR +2 Athens 38.0 23.7, Thessaloniki 40.6 22.9
TR +3 Istanbul 41.0 29.0, Ankara 39.9 32.9
UA +2 Kyiv 50.5 30.5, Lviv 49.8 24.0
RU +3 Moscow 55.8 37.6, Kazan 55.8 49.1
US -6 Chicago 41.9 -87.6, New York 40.7 -74.0, Los Angeles 34.1 -118.2, Denver 39.7 -105.0, Atlanta 33.7 -84.4
CA -5 Toronto 43.7 -79.4, Montreal 45.5 -73.6, Vancouver 49.3 -123.1
MX -6 Mexico City 19.4 -99.1, Guadalajara 20.7 -103.3
BR -3 Sao Paulo -23.6 -46.6, Rio de Janeiro -22.9 -43.2, Recife -8.1 -34.9
AR -3 Buenos Aires -34.6 -58.4, Cordoba -31.4 -64.2
CL -4 Santiago -33.4 -70.7
CO -5 Bogota 4.7 -74.1
ZA +2 Johannesburg -26.2 28.0, Cape Town -33.9 18.4
NG +1 Lagos 6.5 3.4
KE +3 Nairobi -1.3 36.8
EG +2 Cairo 30.0 31.2
MA +1 Casablanca 33.6 -7.6
AE +4 Dubai 25.2 55.3
SA +3 Riyadh 24.7 46.7
IL +2 Tel Aviv 32.1 34.8
IN +5.5 Mumbai 19.1 72.9, Delhi 28.6 77.2, Chennai 13.1 80.3
PK +5 Karachi 24.9 67.0
BD +6 Dhaka 23.8 90.4
VN +7 Hanoi 21.0 105.8, Da Nang 16.1 108.2
TH +7 Bangkok 13.8 100.5, Phuket 7.9 98.4
ID +7 Jakarta -6.2 106.8, Denpasar -8.7 115.2
PH +8 Manila 14.6 121.0
MY +8 Kuala Lumpur 3.1 101.7
SG +8 Singapore 1.3 103.8
CN +8 Shanghai 31.2 121.5, Shenzhen 22.5 114.1
HK +8 Hong Kong 22.3 114.2
JP +9 Tokyo 35.7 139.7, Osaka 34.7 135.5
KR +9 Seoul 37.6 127.0
AU +10 Sydney -33.9 151.2, Melbourne -37.8 145.0, Perth -32.0 115.9
NZ +12 Auckland -36.8 174.8, Wellington -41.3 174.8
"""

# A home country, and those in which somebody who works there may live.
NEIGHBOURS = {
    "DE": ("FR", "NL", "AT", "PL"),
    "FR": ("BE", "CH", "ES"),
    "NL": ("DE", "BE"),
    "AT": ("DE", "CZ", "HU"),
    "CH": ("FR", "DE", "IT"),
    "PL": ("DE", "CZ"),
    "IT": ("CH", "FR", "AT"),
    "ES": ("PT", "FR"),
    "GB": ("IE", "FR"),
    "SE": ("NO", "DK"),
    "DK": ("SE", "DE"),
    "IE": ("GB",),
    "US": ("CA", "MX"),
    "CA": ("US",),
    "BR": ("AR",),
    "AU": ("NZ",),
}
# Where spam bots and open proxies are plentiful: they come up this much more often than elsewhere.
BOT_RICH = {"IN": 6, "VN": 5, "BR": 6, "ID": 5, "CN": 5, "RU": 4, "TH": 3, "PK": 3, "BD": 3, "MX": 3, "AR": 2, "TR": 3}


@dataclass(frozen=True, slots=True)
class Place:
    """A city."""

    country: str
    city: str
    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class Country:
    """A country; one clock for all of it."""

    code: str
    offset: float
    places: tuple[Place, ...]


def _country(line: str) -> Country:
    code, offset, rest = line.split(" ", 2)
    places = []
    for text in rest.split(", "):
        city, lat, lon = text.rsplit(" ", 2)
        places.append(Place(code, city, float(lat), float(lon)))
    return Country(code, float(offset), tuple(places))


COUNTRIES = {country.code: country for country in map(_country, _TABLE.strip().splitlines())}
