"""The open patron as this role may see them: read, and written down as read, in one transaction."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from hylla.circulation.queries import GroupSet, OpenLoan, loans_of, loans_on_top, sets_of
from hylla.doors.desk.sight import Sight, sight_of
from hylla.doors.parts.claims import ClaimLine, lines_of
from hylla.doors.parts.shelves import HoldRow, LoanRow, hold_rows, loan_rows
from hylla.doors.parts.tasks import Task
from hylla.doors.parts.words import BLOCKS
from hylla.doors.parts.writing import day_text, money
from hylla.fees.queries import claims_of
from hylla.library.queries import StaffFacts
from hylla.patrons.queries import (
    Glance,
    PatronDetails,
    details,
    failing_of,
    glance_at,
    has_ended,
    national_id_of,
)
from hylla.patrons.rules import AddressKind, AgeGroup, age_group, age_on, masked_national_id
from hylla.privacy.access import record
from hylla.privacy.clocks import today
from hylla.privacy.erasure import is_asked
from hylla.privacy.policy import Policy
from hylla.privacy.rights.statements import fields_in_dispute
from hylla.privacy.vocabulary import Kind, Language, Role

MOST_LOANS = 12
"""Loans beside an open patron: more would make each scan wait for what nobody reads then."""


@dataclass(frozen=True)
class Look:
    """Who looks, in which role, for what task, when, and whether contact was asked for."""

    worker: StaffFacts
    role: Role
    task: Task
    at: datetime
    policy: Policy
    with_contact: bool = False
    is_kept_back: bool = False
    all_loans: bool = False

    @property
    def on(self) -> date:
        """The day it is at the library."""
        return today(self.policy, self.at)


@dataclass(frozen=True)
class Fact:
    """One thing, by name."""

    name: str
    value: str


@dataclass(frozen=True)
class BlockLine:
    """Why someone may not borrow."""

    reason: str
    text: str
    since_on: date
    until_on: date | None


@dataclass(frozen=True)
class GuardianLine:
    """A child's guardian, and the day on which that ends by itself."""

    id: int
    name: str
    ends_on: date


@dataclass(frozen=True, repr=False)
class OpenRecord:
    """What of a patron is on the desk's screen; what the role may not see is empty."""

    person_id: uuid.UUID
    name: str
    category: str
    home_branch: str
    card: str
    card_expires_on: date | None
    is_protected: bool
    comes_back: bool
    erasure_asked: bool
    loans: list[LoanRow]
    loans_in_all: int
    holds: list[HoldRow]
    sets: tuple[GroupSet, ...]
    claims: list[ClaimLine]
    owed_ore: int
    owed: str
    blocks: list[BlockLine]
    contact: list[Fact] | None
    guardians: list[GuardianLine]
    is_child: bool


class NotForThisRole(Exception):  # noqa: N818 - reads as the sentence it is, like Refused
    """A children's librarian opens the records of children only (`access.md`, matrix)."""


def read_record(
    person_id: uuid.UUID, look: Look, *, outcomes: Mapping[uuid.UUID, str]
) -> OpenRecord:
    """Return what the role may see, and write that it was seen; without the row, nothing is shown.

    :raises NotForThisRole: the role may not open this patron.
    :raises Person.DoesNotExist: they were erased while their record was open.
    """
    sight = sight_of(look.role)
    with transaction.atomic():
        told_already = look.is_kept_back or look.task is Task.CALL_BACK
        task = Task.CONTACT if look.with_contact and not told_already else look.task
        _write(person_id, look, sight.kinds(with_contact=look.with_contact), task)
        known = glance_at(person_id, on=look.on)
        _refuse_adults(known, look)
        return _record(known, look, sight, outcomes)


def read_loans(person_id: uuid.UUID, look: Look) -> tuple[tuple[OpenLoan, ...], Language]:
    """Return when someone's loans are due, for a receipt in their language; write that it was seen.

    :raises NotForThisRole: the role may not open this patron.
    """
    with transaction.atomic():
        _write(person_id, look, {Kind.TIME_AND_PLACE})
        known = details(person_id, on=look.on)
        _refuse_adults(known, look)
        return loans_of(person_id, now=look.at, policy=look.policy), known.language


def read_card(person_id: uuid.UUID, look: Look) -> str:
    """Return the number of someone's card, to print it, and write that it was seen."""
    with transaction.atomic():
        _write(person_id, look, {Kind.CARD})
        known = glance_at(person_id, on=look.on)
        _refuse_adults(known, look)
        return known.card.number if known.card else ""


def _write(person_id: uuid.UUID, look: Look, kinds: set[Kind], task: Task | None = None) -> None:
    record(
        person_id,
        at=look.at,
        role=look.role,
        unit=look.worker.branch.code,
        task=task or look.task,
        kinds=kinds,
        staff_id=look.worker.id,
        is_deferred=look.is_kept_back,
    )


@dataclass(frozen=True, repr=False)
class OpenDetails:
    """What a form for changing someone's details shows: an age group, four digits of a number."""

    known: PatronDetails
    age_group: AgeGroup | None
    masked_national_id: str
    takes_national_id: bool
    shows_address: bool
    in_dispute: frozenset[str]


def read_details(person_id: uuid.UUID, look: Look) -> OpenDetails:
    """Return what can be changed, and write that it was seen, as `read_record` does."""
    with transaction.atomic():
        task = look.task if look.is_kept_back else Task.DETAILS
        _write(person_id, look, sight_of(look.role).kinds_of_details(), task)
        return details_to_change(person_id, look)


def details_to_change(person_id: uuid.UUID, look: Look) -> OpenDetails:
    """Return the same to compare with what was typed: it is not shown, so no row is written."""
    known = details(person_id, on=look.on)
    _refuse_adults(known, look)
    sight = sight_of(look.role)
    number = national_id_of(person_id) if sight.national_id else None
    born = known.birth_date
    return OpenDetails(
        known,
        age_group(born, on=look.on, ages=look.policy.ages) if born else None,
        masked_national_id(number) if number else "",
        takes_national_id=sight.national_id,
        shows_address=sight.address,
        in_dispute=fields_in_dispute(person_id),
    )


def _refuse_adults(known: Glance | PatronDetails, look: Look) -> None:
    # Someone without a birth date may be a child.
    may_be_child = known.birth_date is None or _is_child(known, look)
    if look.role is Role.CHILDREN and not may_be_child:
        raise NotForThisRole


def _is_child(known: Glance | PatronDetails, look: Look) -> bool:
    born = known.birth_date
    return born is not None and age_on(born, look.on) < look.policy.ages.adult


def _record(
    known: Glance, look: Look, sight: Sight, outcomes: Mapping[uuid.UUID, str]
) -> OpenRecord:
    person_id, card = known.person_id, known.card
    loans, in_all = _loans(person_id, look, outcomes) if sight.loans else ((), 0)
    blocks = known.blocks if sight.blocks else ()
    claims = claims_of(person_id) if sight.money else ()
    return OpenRecord(
        person_id=person_id,
        name=known.name,
        category=known.category_name,
        home_branch=known.home_branch,
        card=card.number if card else "",
        card_expires_on=card.expires_on if card else None,
        is_protected=known.protected,
        comes_back=sight.contact and _comes_back(known, look),
        erasure_asked=is_asked(person_id),
        loans=loan_rows(_newest_first(loans, look), outcomes),
        loans_in_all=in_all,
        holds=hold_rows(person_id, now=look.at) if sight.holds else [],
        sets=sets_of(person_id) if sight.holds else (),
        claims=lines_of(claims),
        owed_ore=sum(each.amount_ore for each in claims),
        owed=money(sum(each.amount_ore for each in claims)) if sight.money else "",
        blocks=[BlockLine(b.reason, str(BLOCKS[b.reason]), b.since_on, b.until_on) for b in blocks],
        contact=_contact(person_id, look, sight) if look.with_contact else None,
        guardians=[
            GuardianLine(each.id, each.name, each.ends_on)
            for each in (known.guardians if sight.family else ())
        ],
        is_child=_is_child(known, look),
    )


def _comes_back(known: Glance, look: Look) -> bool:
    """Say whether messages to them come back, so that somebody asks for a new address."""
    since = known.failed_at
    return since is not None and not has_ended(since, policy=look.policy, now=look.at)


def _loans(
    person_id: uuid.UUID, look: Look, outcomes: Mapping[uuid.UUID, str]
) -> tuple[tuple[OpenLoan, ...], int]:
    """Return the first loans, unless all are asked for, and those of which something is said."""
    if look.all_loans:
        loans = loans_of(person_id, now=look.at, policy=look.policy)
        return loans, len(loans)
    first, in_all = loans_on_top(person_id, now=look.at, policy=look.policy, most=MOST_LOANS)
    shown = {*first, *outcomes}
    loans = loans_of(person_id, now=look.at, policy=look.policy, only=shown) if shown else ()
    return loans, in_all


def _newest_first(loans: tuple[OpenLoan, ...], look: Look) -> tuple[OpenLoan, ...]:
    """Return what was lent today with the last first, then the rest, the first to be due first.

    So what was just scanned stands on top, however long ago the rest was lent.
    """
    lent: list[OpenLoan] = []
    rest: list[OpenLoan] = []
    for loan in loans:
        (lent if today(look.policy, loan.lent_at) == look.on else rest).append(loan)
    return (*sorted(lent, key=lambda loan: loan.lent_at, reverse=True), *rest)


def _contact(person_id: uuid.UUID, look: Look, sight: Sight) -> list[Fact] | None:
    """Return how someone is reached; where a protected person lives is not said at any desk."""
    if not sight.contact:
        return None
    known = details(person_id, on=look.on)
    failing = failing_of(person_id, policy=look.policy, now=look.at)
    bad = {each.where for each in failing}
    facts = [Fact(_("Telephone"), _marked(each, bad)) for each in known.phones]
    facts += [Fact(_("E-mail"), _marked(each, bad)) for each in known.emails]
    if not sight.address:
        return facts
    if known.protected:
        return [*facts, Fact(_("Address"), _("Restricted"))]
    for each in known.addresses:
        lines = (each.line_1, each.line_2, f"{each.postcode} {each.city}")
        text = ", ".join(line for line in lines if line)
        if each.kind is AddressKind.TEMPORARY and each.until_on:
            text = _("%(address)s (until %(day)s)") % {
                "address": text,
                "day": day_text(each.until_on),
            }
        facts.append(Fact(_("Address"), text))
    return facts


def _marked(where: str, bad: set[str]) -> str:
    return _("%(where)s (messages come back)") % {"where": where} if where in bad else where
