"""Handing out what somebody asked to read: decided, agreed to where it is many, and done once."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from hylla.library.queries import works_as
from hylla.library.refusals import Reason, Refused
from hylla.patrons.models import Address, Email, Guardianship, Identity, Person, Phone
from hylla.patrons.queries.cards import person_with_card
from hylla.patrons.rules import AddressKind, Code
from hylla.privacy import disclosing
from hylla.privacy.access import record_many
from hylla.privacy.approving import NotWaiting, Sort, agree
from hylla.privacy.disclosing import EVIDENCE, OPEN, ORDERED_BY, CaseFacts, Decision, NoCase
from hylla.privacy.models.disclosing import About, Ruling
from hylla.privacy.policy.law import is_cited
from hylla.privacy.rights.restriction import restricted_people
from hylla.privacy.vocabulary import Kind, Role

OFFICERS = (Role.PRIVACY_OFFICER,)
MAY_SAY = (Role.PRIVACY_OFFICER, Role.ADMINISTRATOR)
TASK = "disclosure"
ADDRESS, PHONE, EMAIL = "patrons.Address", "patrons.Phone", "patrons.Email"
KINDS = {ADDRESS: Kind.ADDRESS, PHONE: Kind.CONTACT, EMAIL: Kind.CONTACT}


@dataclass(frozen=True, repr=False)
class Handed:
    """One person as they are handed out: what was not decided is empty."""

    family_name: str
    given_name: str
    address: str = ""
    phones: str = ""
    emails: str = ""


@dataclass(frozen=True)
class Clerk:
    """Who hands out, and at which branch (its code)."""

    staff_id: int
    unit: str


def decide_disclosure(case: CaseFacts, decision: Decision, *, by: int, now: datetime) -> None:
    """Decide a case on a law; what nobody may decide to hand out is not handed out.

    :raises Refused: not an officer, decided already, no law, nothing given, given in full where a
        part is always refused, or in silence where nobody may be silent.
    """
    _require(by, OFFICERS)
    wanted, given = set(case.question.wanted), set(decision.given)
    if not is_cited(decision.law):
        raise Refused(Reason(Code.DISCLOSURE_NEEDS_LAW))
    if decision.ruling is not Ruling.REFUSED and not (given and given <= set(OPEN) & wanted):
        raise Refused(Reason(Code.DISCLOSURE_NOT_THAT))
    if decision.silence_law and not _may_be_silent(case, decision):
        raise Refused(Reason(Code.DISCLOSURE_NOT_SILENT))
    if decision.ruling is Ruling.GIVEN and given != wanted:
        raise Refused(Reason(Code.DISCLOSURE_IN_PART))
    try:
        disclosing.decide(case.id, decision, staff_id=by, now=now)
    except NoCase:
        raise Refused(Reason(Code.DISCLOSURE_OVER)) from None


def _may_be_silent(case: CaseFacts, decision: Decision) -> bool:
    """Only who looks into a crime may forbid to tell whom it is about, and only of one person."""
    asked = case.question
    is_ordered = asked.asked_by in ORDERED_BY and asked.about is About.ONE
    return is_ordered and is_cited(decision.silence_law)


@transaction.atomic
def agree_to_disclose(case: CaseFacts, *, staff_id: int, now: datetime) -> int:
    """Say yes to handing out a decided case about many; return how many more must.

    :raises Refused: this is not theirs to say, or nothing waits.
    """
    _require(staff_id, MAY_SAY)
    if not case.given or not case.needs_two or case.agreed_at is not None or case.closed_at:
        raise Refused(Reason(Code.DISCLOSURE_OVER))
    try:
        missing = agree(Sort.DISCLOSURE, str(case.id), staff_id=staff_id, now=now)
    except NotWaiting:
        missing = disclosing.ask_again(case.id, staff_id=staff_id, now=now)
    if not missing:
        disclosing.note_agreed(case.id, staff_id=staff_id, now=now)
    return missing


@transaction.atomic
def hand_out(case: CaseFacts, *, card: str, by: Clerk, now: datetime) -> tuple[Handed, ...]:
    """Return what is handed out, once. Each person told of reads it in their own list of looks.

    Protected people, those who live with them, and those whose data may only be stored are left
    out. For one person `card` says who it is; it is not kept.

    :raises Refused: not an officer, not decided so, not agreed to, or no such card.
    """
    _require(by.staff_id, OFFICERS)
    if not case.is_ready:
        raise Refused(Reason(Code.DISCLOSURE_NOT_READY))
    asked = _asked_about(case, card)
    people = asked.exclude(_kept_away())
    rows = tuple(_rows(people, case.given))
    kinds = {Kind.NAME, *(KINDS[each] for each in case.given if each in KINDS)}
    keys = list(people.values_list("pk", flat=True))
    record_many(
        keys, at=now, role=Role.PRIVACY_OFFICER, unit=by.unit, kinds=kinds, staff_id=by.staff_id,
        task=EVIDENCE if case.question.asked_by in ORDERED_BY else TASK,
        is_deferred=bool(case.silence_law),
    )  # fmt: skip
    try:
        left_out = asked.count() - len(rows)
        disclosing.note_handed(case.id, people_told=len(rows), left_out=left_out, now=now)
    except NoCase:
        raise Refused(Reason(Code.DISCLOSURE_OVER)) from None
    return rows


def tell_of_disclosure(case: CaseFacts, *, staff_id: int) -> None:
    """Let whoever was told of in silence read it at once.

    :raises Refused: not an officer, or nothing is kept from them.
    """
    _require(staff_id, OFFICERS)
    if not case.is_untold:
        raise Refused(Reason(Code.DISCLOSURE_OVER))
    disclosing.tell_of_case(case)


def left_out_now() -> int:
    """Count who would be left out of whatever is handed out."""
    return Person.objects.filter(_kept_away()).count()


def _asked_about(case: CaseFacts, card: str) -> "QuerySet[Person]":
    if case.question.about is About.EVERYONE:
        return Person.objects.order_by("pk")
    found = person_with_card(card)
    if found is None:
        raise Refused(Reason(Code.CARD_UNKNOWN))
    return Person.objects.filter(pk=found.person_id)


def _kept_away() -> Q:
    """Return the condition that somebody is handed out to nobody.

    Where a child or a guardian is protected, the other's address tells where both are.
    """
    protected = Identity.objects.filter(address_protected=True).values("person")
    around = Guardianship.objects.filter(Q(child__in=protected) | Q(guardian__in=protected))
    return (
        Q(pk__in=protected)
        | Q(pk__in=around.values("child"))
        | Q(pk__in=around.values("guardian"))
        | Q(pk__in=restricted_people())
    )


def _rows(people: "QuerySet[Person]", given: tuple[str, ...]) -> Iterator[Handed]:
    addresses = _addresses(people) if ADDRESS in given else {}
    phones = _values(Phone, "number", people) if PHONE in given else {}
    emails = _values(Email, "address", people) if EMAIL in given else {}
    for each in Identity.objects.filter(person__in=people).order_by("family_name", "given_name"):
        key = each.person_id
        yield Handed(
            each.family_name,
            each.given_name,
            addresses.get(key, ""),
            phones.get(key, ""),
            emails.get(key, ""),
        )


def _addresses(people: "QuerySet[Person]") -> dict[UUID, str]:
    rows = Address.objects.filter(person__in=people, kind=AddressKind.REGISTERED)
    return {
        row.person_id: ", ".join(filter(None, (row.line_1, row.line_2, row.postcode, row.city)))
        for row in rows
    }


def _values(
    model: type[Phone] | type[Email], name: str, people: "QuerySet[Person]"
) -> dict[UUID, str]:
    found: dict[UUID, str] = {}
    rows = model._default_manager.filter(person__in=people).order_by("rank")
    for key, value in rows.values_list("person_id", name):
        found[key] = ", ".join(filter(None, (found.get(key), value)))
    return found


def _require(staff_id: int, roles: tuple[Role, ...]) -> None:
    if not works_as(staff_id, roles):
        raise Refused(Reason(Code.DISCLOSURE_NOT_YOURS))
