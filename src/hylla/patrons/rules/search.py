"""What a search for a patron must give: a name and one thing more."""

import re
from dataclasses import dataclass
from datetime import date

from hylla.patrons.rules.card_numbers import tidied
from hylla.patrons.rules.contact import phone_number

SHORTEST_NAME = 2
_DAY_FIRST = re.compile(r"([0-9]{1,2})[./ ]([0-9]{1,2})[./ ]([0-9]{4})")
_YEAR_FIRST = re.compile(r"([0-9]{4})-?([0-9]{2})-?([0-9]{2})")


@dataclass(frozen=True, repr=False)
class Clue:
    """The one thing more, as whatever it can be; empty where it cannot."""

    birth_date: date | None
    email: str
    phone: str
    postcode: str
    card: str


def clue(text: str, *, country: str) -> Clue:
    """Read a birth date, e-mail address, telephone number, postcode or card number."""
    plain = text.strip()
    return Clue(
        birth_date=_day(plain),
        email=plain if "@" in plain else "",
        phone=phone_number(plain, country=country) or "",
        postcode=plain.replace(" ", ""),
        card=tidied(plain),
    )


def spellings(word: str) -> frozenset[str]:
    """Return the ways a part of a name may be spelled; SQLite folds the case of A to Z only."""
    return frozenset({word, word.lower(), word.upper(), word.capitalize(), word.title()})


def _day(text: str) -> date | None:
    first, last = _DAY_FIRST.fullmatch(text), _YEAR_FIRST.fullmatch(text)
    try:
        if first:
            return date(int(first[3]), int(first[2]), int(first[1]))
        return date(int(last[1]), int(last[2]), int(last[3])) if last else None
    except ValueError:
        return None
