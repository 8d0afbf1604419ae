"""Where invented people live and how they are reached: addresses and numbers that are nobody's."""

import unicodedata
from random import Random

from hylla.patrons.rules.contact import Channel, NewAddress

# No place has these: the highest postcodes in use in Norway are Båtsfjord's, 9990 and 9991.
PLACES = {
    "9993": "Fjordvik",
    "9994": "Rimstrand",
    "9995": "Lyngdokka",
    "9996": "Tjernvatn",
    "9997": "Skoddøya",
}
_STREETS = (
    "Bølgestøbakken",
    "Duggperlevegen",
    "Heggelomsvingen",
    "Klokkelyngtunet",
    "Makrellskysvingen",
    "Måkeropgata",
    "Rimfrostgata",
    "Skoddeveien",
    "Tangsprellveien",
    "Vindgløttgata",
)
_FLATS = ("", "", "", "H0101", "H0203", "H0304")
# No decomposition of Unicode's takes these apart.
_PLAIN = str.maketrans({"ø": "o", "æ": "ae", "ŋ": "n", "đ": "d", "ł": "l"})

# No Norwegian number begins with 0 after +47, and 00 is how one dials abroad, so these can never
# be rung. The program takes them for fixed lines.
_FIXED = "+47000{:05}"
# Mobiles must look like mobiles to get an SMS. Sweden keeps 070-174 06 05 to 070-174 06 99 out of
# use for books and films (Post- och telestyrelsen); Norway keeps none.
_MOBILES = range(46701740605, 46701740700)

LETTERS_FROM_AGE = 80
OWN_PHONE_FROM_AGE = 10
OWN_EMAIL_FROM_AGE = 13


def address(*, chance: Random) -> NewAddress:
    """Invent an address in the region of Fjordvik."""
    postcode = chance.choice(tuple(PLACES))
    return NewAddress(
        line_1=f"{chance.choice(_STREETS)} {chance.randint(1, 89)}",
        line_2=chance.choice(_FLATS),
        postcode=postcode,
        city=PLACES[postcode],
        country="NO",
    )


def phones(age: int, channel: Channel, *, position: int) -> tuple[str, ...]:
    """Return the numbers of someone of that age; who is told by SMS has a mobile first."""
    if age < OWN_PHONE_FROM_AGE:
        return ()
    fixed = _FIXED.format(position % 100_000)
    return (mobile_number(position), fixed) if channel is Channel.SMS else (fixed,)


def mobile_number(position: int) -> str:
    """Return a mobile number; there are 95, and then they begin again."""
    return f"+{_MOBILES[position % len(_MOBILES)]}"


def emails(age: int, name: tuple[str, str], *, position: int) -> tuple[str, ...]:
    """Return addresses at example.org, which belongs to nobody (RFC 2606)."""
    if not OWN_EMAIL_FROM_AGE <= age < LETTERS_FROM_AGE:
        return ()
    given, family = (_plain(part) for part in name)
    return (f"{given}.{family}.{position}@example.org",)


def channel(age: int, *, chance: Random) -> Channel:
    """Choose how someone of that age is told."""
    if age >= LETTERS_FROM_AGE or age < OWN_EMAIL_FROM_AGE:
        return Channel.LETTER
    return chance.choices((Channel.EMAIL, Channel.SMS, Channel.LETTER), (70, 22, 8))[0]


def _plain(name: str) -> str:
    taken_apart = unicodedata.normalize("NFKD", name.lower().translate(_PLAIN))
    return "".join(each for each in taken_apart if each.isascii() and each.isalpha())
