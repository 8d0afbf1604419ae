"""People as they are given to the library, before anything is stored.

None of these shows its values in a repr: an error report must not hold them.
"""

import unicodedata
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from hylla.patrons.rules.codes import Code
from hylla.patrons.rules.contact import About, Channel, NewAddress
from hylla.privacy.vocabulary import Language, Role

LONGEST_NAME = 100

BY_PATRON = frozenset(
    {"language", "channel", "home_branch_id", "addresses", "phones", "emails"}
    | {each.column for each in About}
)
"""What patrons change themselves; the rest needs someone who has seen a proof (R23)."""


@dataclass(frozen=True, kw_only=True, repr=False)
class NewGuardian:
    """A child's guardian who is not a patron."""

    family_name: str
    given_name: str = ""
    birth_date: date | None = None
    language: Language = Language.NB
    addresses: tuple[NewAddress, ...] = ()
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, repr=False)
class NewPatron:
    """Someone who wants a card.

    `national_id` may be empty: the card is local then. `card_number` is that of a card they hold
    already, or that lies on the desk; without it a number is drawn. `category` is by age unless it
    is given. `guardian` is a person the library knows, or a new one.
    """

    family_name: str
    home_branch_id: int
    given_name: str = ""
    birth_date: date | None = None
    national_id: str = ""
    card_number: str = ""
    pin: str = ""
    language: Language = Language.NB
    channel: Channel = Channel.EMAIL
    addresses: tuple[NewAddress, ...] = ()
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    category: str = ""
    school_class: str = ""
    school_class_until: date | None = None
    address_protected: bool = False
    guardian: uuid.UUID | NewGuardian | None = None


@dataclass(frozen=True, kw_only=True, repr=False)
class Changes:
    """What is to be changed of someone; None leaves a field as it is.

    Addresses, telephone numbers and e-mail addresses are replaced as a whole, in order of use. An
    empty `national_id` gives the number up; an empty way for a kind of message is as the rest.
    """

    given_name: str | None = None
    family_name: str | None = None
    birth_date: date | None = None
    language: Language | None = None
    channel: Channel | None = None
    soon_by: str | None = None
    holds_by: str | None = None
    overdue_by: str | None = None
    invoices_by: str | None = None
    home_branch_id: int | None = None
    category: str | None = None
    addresses: tuple[NewAddress, ...] | None = None
    phones: tuple[str, ...] | None = None
    emails: tuple[str, ...] | None = None
    school_class: str | None = None
    address_protected: bool | None = None
    national_id: str | None = None

    @property
    def ways(self) -> Mapping[About, str]:
        """The ways that change, by kind of message."""
        told = {about: getattr(self, about.column) for about in About}
        return {about: way for about, way in told.items() if way is not None}

    def named(self) -> frozenset[str]:
        """Return the names of the fields that change."""
        return frozenset(name for name, value in vars(self).items() if value is not None)


def is_allowed(changes: Changes, *, by: Role) -> bool:
    """Tell whether someone in that role may make these changes."""
    return by is not Role.PATRON or changes.named() <= BY_PATRON


def tidied_name(text: str) -> str:
    """Return a name with single spaces and composed letters."""
    return unicodedata.normalize("NFC", " ".join(text.split()))


def name_faults(given: str, family: str) -> list[Code]:
    """Return what is wrong with a name; someone may have a family name only."""
    if not family:
        return [Code.NAME_MISSING]
    if not all(_is_name(name) for name in (given or family, family)):
        return [Code.NAME_MALFORMED]
    return []


def _is_name(name: str) -> bool:
    letters = any(character.isalpha() for character in name)
    printable = all(unicodedata.category(character)[0] != "C" for character in name)
    return letters and printable and len(name) <= LONGEST_NAME
