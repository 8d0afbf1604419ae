"""A child's guardians: two people, each with rights of their own (R33)."""

import uuid
from datetime import date, datetime

from django.db import transaction

from hylla.library.refusals import Reason, Refused
from hylla.patrons.actions.writing import (
    category_at,
    replace_addresses,
    replace_emails,
    replace_phones,
)
from hylla.patrons.models import Guardianship, Identity, Person
from hylla.patrons.queries.family import only_guardians
from hylla.patrons.rules import Channel, Code, NewGuardian, age_on, birthday
from hylla.patrons.rules.people import tidied_name
from hylla.patrons.rules.registration import guardian_faults, reach_of
from hylla.privacy import ledger
from hylla.privacy.clocks import today
from hylla.privacy.erasure import blockers
from hylla.privacy.policy import Policy
from hylla.privacy.removal import release
from hylla.privacy.rights.deletions import owe_deletions


@transaction.atomic
def add_guardian(
    child_id: uuid.UUID, *, guardian: uuid.UUID | NewGuardian, policy: Policy, now: datetime
) -> uuid.UUID:
    """Make someone a child's guardian until the child is of age; return the guardian's id."""
    on = today(policy, now)
    child = Person.objects.select_related("identity").get(pk=child_id)
    faults = _child_faults(child.identity.birth_date, policy, on)
    faults += faults_of_guardian(guardian, policy=policy, on=on)
    if guardian == child_id:
        faults.append(Code.GUARDIAN_IS_CHILD_ITSELF)
    if faults:
        raise Refused(*(Reason(fault) for fault in faults))
    return tie(child, guardian=guardian, policy=policy, on=on)


def _child_faults(born: date | None, policy: Policy, on: date) -> list[Code]:
    faults = [] if policy.features.guardians else [Code.GUARDIANS_NOT_KEPT]
    if born is None or age_on(born, on) >= policy.ages.adult:
        faults.append(Code.NOT_A_CHILD)
    return faults


def faults_of_guardian(
    guardian: uuid.UUID | NewGuardian, *, policy: Policy, on: date
) -> list[Code]:
    """Return why someone cannot be a guardian."""
    if isinstance(guardian, NewGuardian):
        return guardian_faults(guardian, policy=policy, on=on)
    identity = Identity.objects.filter(person_id=guardian).first()
    if identity is None:
        return [Code.GUARDIAN_UNKNOWN]
    if identity.birth_date and age_on(identity.birth_date, on) < policy.ages.adult:
        return [Code.GUARDIAN_NOT_ADULT]
    return []


def tie(child: Person, *, guardian: uuid.UUID | NewGuardian, policy: Policy, on: date) -> uuid.UUID:
    """Store a guardianship; the caller holds the transaction and has looked for faults."""
    if isinstance(guardian, NewGuardian):
        guardian = _person_of(guardian, child, policy, on)
    born = child.identity.birth_date or on
    Guardianship.objects.update_or_create(
        child=child,
        guardian_id=guardian,
        defaults={"ends_on": birthday(born, policy.ages.adult)},
        create_defaults={"since_on": on, "ends_on": birthday(born, policy.ages.adult)},
    )
    return guardian


def _person_of(new: NewGuardian, child: Person, policy: Policy, on: date) -> uuid.UUID:
    """Store a guardian who is not a patron: without a card, at the child's branch."""
    age = age_on(new.birth_date, on) if new.birth_date else policy.ages.adult
    reach = reach_of(new, country=policy.country.value)
    person = Person.objects.create(
        category_id=category_at(age) or child.category_id,
        home_branch_id=child.home_branch_id,
        registered_on=on,
        last_used_on=on,
    )
    Identity.objects.create(
        person=person,
        given_name=tidied_name(new.given_name),
        family_name=tidied_name(new.family_name),
        birth_date=new.birth_date,
        language=new.language,
        channel=Channel.EMAIL if reach.emails else Channel.LETTER,
    )
    replace_addresses(person.pk, reach.addresses)
    replace_phones(person.pk, reach.phones)
    replace_emails(person.pk, reach.emails)
    return person.pk


@transaction.atomic
def end_guardian(child_id: uuid.UUID, *, guardian_id: uuid.UUID, on: date) -> None:
    """End a guardianship before its time; who the guardian was goes when its period is over."""
    rows = Guardianship.objects.filter(child_id=child_id, guardian_id=guardian_id)
    rows.filter(ends_on__gt=on).update(ends_on=on)


def let_guardians_go(*, policy: Policy, now: datetime) -> int:
    """Erase guardians without a card whom no child needs any more; return how many.

    Somebody who never had a card is known for a child alone (conflict case 12). Who has or had one
    leaves as patrons do, and who owes something stays until it is settled.
    """
    return sum(_let_go(each, policy, now) for each in only_guardians().values_list("pk", flat=True))


def let_guardian_go(person_id: uuid.UUID, *, policy: Policy, now: datetime) -> bool:
    """Erase one of them, if no child needs them and nothing is owed; return whether it did."""
    known = only_guardians().filter(pk=person_id).exists()
    return known and _let_go(person_id, policy, now)


def _let_go(person_id: uuid.UUID, policy: Policy, now: datetime) -> bool:
    with transaction.atomic():
        if blockers(person_id, now=now):
            return False
        release(Person, [person_id], now=now)
        owe_deletions([person_id], policy=policy, now=now)
        Person.objects.filter(pk=person_id).delete()
        ledger.note([person_id], rule="guardian", at=now)
        return True
