"""The list of a school class, as somebody pastes it or sends it in a file: a pupil a line."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from hylla.library.refusals import Reason
from hylla.patrons.rules.ages import end_of_school_year
from hylla.patrons.rules.codes import Code
from hylla.patrons.rules.people import tidied_name

MOST_PUPILS = 200
"""More stand in no class; a list of a whole school is taken for a mistake."""
NAME = re.compile(r"[^\W_][\w .-]{0,19}")
PARTS = re.compile(r"[;\t]")
DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})|(\d{1,2})\.(\d{1,2})\.(\d{4})")
OF_A_PUPIL = 3


@dataclass(frozen=True, repr=False)
class Line:
    """A pupil, by the number of a card, or by name and birth date."""

    number: int
    card: str = ""
    family_name: str = ""
    given_name: str = ""
    born: date | None = None


def lines_in(text: str) -> Iterator[Line | Reason]:
    """Yield what each line says, or why it says nothing; lines are counted from 1."""
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip(" \t;"):
            yield _read(number, [part.strip() for part in PARTS.split(line.strip(" \t;"))])


def _read(number: int, parts: list[str]) -> Line | Reason:
    if len(parts) == 1 and re.search(r"\d", parts[0]):
        return Line(number, card=parts[0])
    born = _day(parts[2]) if len(parts) == OF_A_PUPIL else None
    if born is None:
        return Reason(Code.PUPIL_MALFORMED, number=number)
    return Line(number, "", tidied_name(parts[0]), tidied_name(parts[1]), born)


def _day(text: str) -> date | None:
    found = DAY.fullmatch(text)
    if found is None:
        return None
    told = [int(each) for each in found.groups() if each]
    try:
        return date(*told) if found[1] else date(*reversed(told))
    except ValueError:
        return None


def list_faults(name: str, *, until_on: date, on: date, pupils: int) -> list[Reason]:
    """Return what is wrong with a list, before anybody on it is looked for."""
    last = end_of_school_year(on)
    found = {
        Reason(Code.CLASS_NAME_MALFORMED): NAME.fullmatch(name) is None,
        Reason(Code.CLASS_END_WRONG, day=last): not on <= until_on <= last,
        Reason(Code.CLASS_LIST_EMPTY): pupils == 0,
        Reason(Code.CLASS_LIST_LONG, number=MOST_PUPILS): pupils > MOST_PUPILS,
    }
    return [reason for reason, is_so in found.items() if is_so]
