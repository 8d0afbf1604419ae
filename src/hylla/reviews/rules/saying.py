"""What somebody may say of a title, and who may."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from hylla.library.refusals import Reason
from hylla.patrons.rules import age_on
from hylla.privacy.policy import Policy
from hylla.reviews.rules.codes import Code

MOST_STARS = 5
SHORTEST = 20
LONGEST = 4000
_EMPTY_LINES = re.compile(r"\n{3,}")
# An e-mail address, or digits enough for a telephone or a national id.
_REACHES = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+|(?:\+|\b)\d(?:[ -]?\d){7,}\b")
# ISBNs, days and spans of years, which are about books.
_NOBODY = re.compile(
    r"97[89](?:[ -]?\d){10}|\b[12]\d{3}-\d\d-\d\d\b|\b[12]\d{3} ?[-–] ?[12]\d{3}\b"
)


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody says of a title: stars, a text in a language, or both.

    No stars (0) and no text take back what was said before; None leaves it. `name` is the user name
    they choose with it, where they have none yet.
    """

    stars: int | None = None
    text: str | None = None
    language: str = ""
    name: str = ""

    @property
    def says_something(self) -> bool:
        """Whether there is anything to publish."""
        return bool(self.stars or self.text)

    def tidied(self) -> "Told":
        """Return the same as plain text, without needless space."""
        name = " ".join(_printable(self.name).split())
        if self.text is None:
            return Told(self.stars, None, self.language, name)
        lines = self.text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        text = "\n".join(" ".join(_printable(each).split()) for each in lines).strip()
        return Told(self.stars, _EMPTY_LINES.sub("\n\n", text), self.language, name)


def faults_of(told: Told, *, languages: Collection[str]) -> list[Reason]:
    """Return what is wrong with what somebody says (already tidied)."""
    reasons = []
    if told.stars is not None and not 0 <= told.stars <= MOST_STARS:
        reasons.append(Reason(Code.STARS_WRONG))
    if told.text:
        if len(told.text) < SHORTEST:
            reasons.append(Reason(Code.TOO_SHORT, number=SHORTEST))
        if len(told.text) > LONGEST:
            reasons.append(Reason(Code.TOO_LONG, number=LONGEST))
        if told.language not in languages:
            reasons.append(Reason(Code.LANGUAGE_UNKNOWN))
        if _REACHES.search(_NOBODY.sub("", told.text)):
            reasons.append(Reason(Code.NAMES_SOMEBODY))
    return reasons


def who_may(birth_date: date | None, *, on: date, policy: Policy) -> list[Reason]:
    """Return why somebody may not publish anything here; none means they may."""
    if not policy.reviews.offered:
        return [Reason(Code.NOT_OFFERED)]
    youngest = policy.reviews.min_age
    if birth_date is None:
        return [Reason(Code.AGE_UNKNOWN, number=youngest)]
    if age_on(birth_date, on) < youngest:
        return [Reason(Code.TOO_YOUNG, number=youngest)]
    return []


def average_of(stars: Collection[int], *, shown_from: int) -> float | None:
    """Return the average to one digit, or None of so few ratings that it would tell of one."""
    if len(stars) < shown_from:
        return None
    return round(sum(stars) / len(stars), 1)


def _printable(line: str) -> str:
    return "".join(each if each.isprintable() else " " for each in line)
