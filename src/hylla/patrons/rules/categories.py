"""The kinds of patron that most libraries have."""

from dataclasses import dataclass

YOUTH_FROM = 13


@dataclass(frozen=True)
class UsualCategories:
    """What children, young people and adults are called here."""

    child: str
    youth: str
    adult: str
