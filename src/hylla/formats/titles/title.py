"""A title as every format that tells of titles is given it."""

from dataclasses import dataclass
from datetime import date

from hylla.formats.marc.facts import Audience, Material


@dataclass(frozen=True, slots=True)
class Title:
    """What a catalogue tells of a title; what is not known is empty or None.

    `address` is where it has its page, for good. `languages` are ISO 639-2/B codes, `isbns` have
    13 digits, `authors` stand inverted ("Lindgren, Astrid"), a series has its number behind " ; ".
    """

    number: int
    address: str
    source: str
    control_number: str
    name: str
    added_on: date
    changed_on: date
    subtitle: str = ""
    authors: tuple[str, ...] = ()
    year: int | None = None
    languages: tuple[str, ...] = ()
    publisher: str = ""
    isbns: tuple[str, ...] = ()
    classification: str = ""
    subjects: tuple[str, ...] = ()
    series: tuple[str, ...] = ()
    kind: str = Material.BOOK
    audience: str = Audience.UNKNOWN

    @property
    def whole_name(self) -> str:
        """Return the title with its subtitle, as ISBD writes them."""
        return " : ".join(filter(None, (self.name, self.subtitle)))


def is_person(name: str) -> bool:
    """Tell whether an inverted name looks like a person's; a body's name has no comma."""
    return "," in name


def natural_name(name: str) -> str:
    """Return an inverted name as it is said: "Ragde, Anne B." is Anne B. Ragde."""
    family, _, given = name.partition(",")
    return f"{given.strip()} {family.strip()}".strip()
