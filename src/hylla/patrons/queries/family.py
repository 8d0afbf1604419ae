"""Who is whose guardian."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

from django.db.models import F, Q, QuerySet

from hylla.patrons.models import Email, Guardianship, Identity, Person, Phone
from hylla.patrons.models.consents import ConsentTo
from hylla.patrons.queries.consents import consent_of
from hylla.patrons.rules.ages import age_on
from hylla.patrons.rules.guarding import may_be_found
from hylla.privacy.clocks import today
from hylla.privacy.policy import Ages, Policy


@dataclass(frozen=True)
class Relative:
    """The other person of a guardianship (`id`), which ends before `ends_on`."""

    id: int
    person_id: uuid.UUID
    name: str = field(repr=False)
    since_on: date
    ends_on: date


@dataclass(frozen=True)
class Family:
    """A person's guardians, and the children whose guardian they are."""

    guardians: tuple[Relative, ...]
    wards: tuple[Relative, ...]


def family_of(person_id: uuid.UUID, *, on: date | None = None) -> Family:
    """Return the guardianships of someone that are in force on a day; without one, all on file.

    For the desk and for the person. A child's guardians are not shown to one another: one of them
    may be hiding from the other (conflict case 9).
    """
    rows = Guardianship.objects.order_by("since_on", "id")
    if on is not None:
        rows = rows.filter(since_on__lte=on, ends_on__gt=on)
    guardians = rows.filter(child_id=person_id).select_related("guardian__identity")
    wards = rows.filter(guardian_id=person_id).select_related("child__identity")
    return Family(
        tuple(_relative(row, row.guardian) for row in guardians),
        tuple(_relative(row, row.child) for row in wards),
    )


def lacks_own_contact(person_id: uuid.UUID, *, ages: Ages, on: date) -> bool:
    """Say whether a child whose loans are its own is reached only as a guardian is.

    From the age at which a guardian sees its loans no more (conflict case 10): until then
    messages went where the guardian reads them.
    """
    guardians = family_of(person_id, on=on).guardians
    if not guardians:
        return False
    born = Identity.objects.values_list("birth_date", flat=True).get(person=person_id)
    if born is None or age_on(born, on) < ages.guardian_sees_loans_below:
        return False
    theirs = _reached_by([each.person_id for each in guardians])
    return not _reached_by([person_id]) - theirs


def may_share_loans(person_id: uuid.UUID, *, ages: Ages, on: date) -> bool:
    """Say whether there is a guardian who sees a child's loans only if the child lets them."""
    if not family_of(person_id, on=on).guardians:
        return False
    born = Identity.objects.values_list("birth_date", flat=True).get(person=person_id)
    return born is None or age_on(born, on) >= ages.guardian_sees_loans_below


def shares_loans(ward: Relative, *, policy: Policy) -> bool:
    """Say whether a child lets this guardian see its loans (conflict case 8).

    Who became its guardian after it said so was not meant.
    """
    given = consent_of(ward.person_id, ConsentTo.FAMILY)
    return given is not None and ward.since_on <= today(policy, given.given_at)


def _reached_by(people: Collection[uuid.UUID]) -> set[str]:
    emails = Email.objects.filter(person__in=people).values_list("address", flat=True)
    phones = Phone.objects.filter(person__in=people).values_list("number", flat=True)
    return {each.casefold() for each in (*emails, *phones)}


def only_guardians() -> "QuerySet[Person]":
    """Return people without anything that a patron has, whose guardianships are over and gone."""
    never_used = Person.objects.filter(last_used_on=F("registered_on"), wards=None, cards=None)
    return never_used.filter(credential=None, national_id=None, user_name=None, guardianships=None)


def answering_guardian(child_id: uuid.UUID, *, on: date) -> uuid.UUID | None:
    """Return who answers for what a child owes: the first whom its home is not hidden from."""
    guardians = (each.person_id for each in family_of(child_id, on=on).guardians)
    return next((each for each in guardians if not is_hidden_from(each, child_id=child_id)), None)


def is_hidden_from(guardian_id: uuid.UUID, *, child_id: uuid.UUID) -> bool:
    """Say whether what tells where a child is must be kept from one of its guardians.

    The child's address is protected, or another guardian's, also of one who was it until lately.
    """
    protected = dict(
        Identity.objects.filter(
            Q(person=child_id) | Q(person=guardian_id) | Q(person__wards__child=child_id)
        ).values_list("person_id", "address_protected")
    )
    child, mine = protected.pop(child_id, False), protected.pop(guardian_id, False)
    return may_be_found(child=child, guardian=mine, others=protected.values())


def _relative(row: Guardianship, person: Person) -> Relative:
    name = f"{person.identity.given_name} {person.identity.family_name}".strip()
    return Relative(row.pk, person.pk, name, row.since_on, row.ends_on)
