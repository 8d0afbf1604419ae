"""Two entries beside each other: read, and written down as read for both, in one transaction."""

import hashlib
import uuid
from dataclasses import asdict, dataclass, field
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from hylla.circulation.queries.merging import belongings_of, doubled_holds
from hylla.doors.desk.record import Look
from hylla.doors.parts.tasks import Task
from hylla.doors.parts.writing import day_text, money
from hylla.fees.queries import claims_of
from hylla.patrons.queries import PatronDetails, details
from hylla.patrons.queries.merging import alike
from hylla.patrons.rules.merging import Pair
from hylla.privacy.access import record
from hylla.privacy.erasure import is_asked
from hylla.privacy.vocabulary import Kind

COMPARED = {
    Kind.NAME,
    Kind.BIRTH_DATE,
    Kind.CARD,
    Kind.MEMBERSHIP,
    Kind.CONTACT,
    Kind.ADDRESS,
    Kind.PROTECTION,
    Kind.MONEY,
    Kind.BLOCK,
    Kind.FAMILY,
    Kind.REQUEST,
}
LISTED = {Kind.NAME, Kind.BIRTH_DATE, Kind.CARD}


@dataclass(frozen=True, repr=False)
class Side:
    """One of two entries, as far as it helps to tell whether they are one person."""

    name: str
    birth_date: date | None
    card: str
    category: str
    home_branch: str
    registered_on: date
    last_used_on: date
    phones: tuple[str, ...]
    emails: tuple[str, ...]
    addresses: tuple[str, ...]
    loans: int
    holds: int
    owed: str
    blocks: int
    family: int
    is_protected: bool
    is_leaving: bool


@dataclass(frozen=True, repr=False)
class Compared:
    """Both entries, and in how many queues they both stand. `seen` changes when they do."""

    first: Side
    second: Side
    doubled: int
    seen: str = field(default="")

    @property
    def is_protected(self) -> bool:
        """Whether what tells where they are goes with the merge."""
        return self.first.is_protected or self.second.is_protected

    @property
    def is_leaving(self) -> bool:
        """Whether one of them has asked to leave."""
        return self.first.is_leaving or self.second.is_leaving


@dataclass(frozen=True, repr=False)
class Line:
    """One thing of both."""

    name: str
    first: str
    second: str

    @property
    def differs(self) -> bool:
        """Whether it is not the same of both."""
        return self.first != self.second


def lines_of(shown: Compared) -> list[Line]:
    """Return both entries thing by thing."""
    first, second = _texts(shown.first), _texts(shown.second)
    return [Line(name, first[name], second[name]) for name in first]


def _texts(side: Side) -> dict[str, str]:
    return {
        _("Name"): side.name,
        _("Birth date"): day_text(side.birth_date) if side.birth_date else "",
        _("Card"): side.card,
        _("Category"): side.category,
        _("Home library"): side.home_branch,
        _("Registered"): day_text(side.registered_on),
        _("Last used"): day_text(side.last_used_on),
        _("Telephone"): ", ".join(side.phones),
        _("E-mail"): ", ".join(side.emails),
        _("Address"): "; ".join(side.addresses),
        _("Loans"): str(side.loans),
        _("Holds"): str(side.holds),
        _("Owed"): side.owed,
        _("Blocks"): str(side.blocks),
        _("Children and guardians"): str(side.family),
        _("Asked to leave"): _("Yes") if side.is_leaving else _("No"),
    }


@dataclass(frozen=True, repr=False)
class Alike:
    """Someone with the same name and birth date, by what tells them apart."""

    person_id: uuid.UUID
    name: str
    birth_date: date | None
    card: str


def read_both(pair: Pair, look: Look) -> Compared:
    """Return both entries, and write that both were seen.

    :raises Restricted: one of them may only be stored now.
    :raises Person.DoesNotExist: one of them is not there any more.
    """
    with transaction.atomic():
        for each in (pair.stays, pair.goes):
            _write(each, look, Task.MERGE, COMPARED)
        return compared(pair, look)


def compared(pair: Pair, look: Look) -> Compared:
    """Return the same to compare with what was seen: it is not shown, so no row is written."""
    first, second = (_side(each, look) for each in (pair.stays, pair.goes))
    doubled = sum(1 for _ in doubled_holds(pair.stays, pair.goes))
    told = repr((asdict(first), asdict(second), doubled))
    return Compared(first, second, doubled, hashlib.sha256(told.encode()).hexdigest())


def read_alike(person_id: uuid.UUID, look: Look) -> list[Alike]:
    """Return who has the same name and birth date, and write for each that they were listed."""
    with transaction.atomic():
        found = alike(person_id)
        for each in found:
            _write(each, look, Task.LIST, LISTED)
        return [_alike(details(each, on=look.on)) for each in found]


def _alike(known: PatronDetails) -> Alike:
    card = known.card.number if known.card else ""
    return Alike(known.person_id, known.name, known.birth_date, card)


def _write(person_id: uuid.UUID, look: Look, task: Task, kinds: set[Kind]) -> None:
    record(
        person_id,
        at=look.at,
        role=look.role,
        unit=look.worker.branch.code,
        task=task,
        kinds=kinds,
        staff_id=look.worker.id,
        is_deferred=look.is_kept_back,
    )


def _side(person_id: uuid.UUID, look: Look) -> Side:
    known, has = details(person_id, on=look.on), belongings_of(person_id)
    return Side(
        name=known.name,
        birth_date=known.birth_date,
        card=known.card.number if known.card else "",
        category=known.category_name,
        home_branch=known.home_branch.name,
        registered_on=known.registered_on,
        last_used_on=known.last_used_on,
        phones=known.phones,
        emails=known.emails,
        addresses=_addresses(known),
        loans=has.loans,
        holds=has.holds,
        owed=money(sum(each.amount_ore for each in claims_of(person_id))),
        blocks=len(known.blocks),
        family=len(known.guardians) + len(known.wards),
        is_protected=known.protected,
        is_leaving=is_asked(person_id),
    )


def _addresses(known: PatronDetails) -> tuple[str, ...]:
    """Return where someone lives; of a protected person it is not said at any desk."""
    if known.protected:
        return (_("Restricted"),)
    return tuple(
        ", ".join(filter(None, (each.line_1, each.line_2, f"{each.postcode} {each.city}")))
        for each in known.addresses
    )
