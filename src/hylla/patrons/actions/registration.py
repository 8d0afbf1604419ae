"""Registration: all that is wrong is said at once, and nothing is half stored."""

import uuid
from dataclasses import dataclass, field
from datetime import date, datetime

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction

from hylla.library.models import Branch
from hylla.library.refusals import Reason, Refused
from hylla.patrons.actions.cards import free_number, issue
from hylla.patrons.actions.family import faults_of_guardian, tie
from hylla.patrons.actions.national_ids import is_taken, store
from hylla.patrons.actions.writing import (
    category_at,
    keeps_school_class,
    replace_addresses,
    replace_emails,
    replace_phones,
)
from hylla.patrons.models import Card, Category, Credential, Identity, Person
from hylla.patrons.rules import Code, NewPatron, end_of_school_year
from hylla.patrons.rules.registration import Registration, examined
from hylla.privacy.clocks import today
from hylla.privacy.policy import Policy


@dataclass(frozen=True)
class Registered:
    """A new patron, their card, and the guardian who signed for it."""

    person_id: uuid.UUID
    card_number: str = field(repr=False)
    guardian_id: uuid.UUID | None = None


def register(new: NewPatron, *, policy: Policy, now: datetime) -> Registered:
    """Make someone a patron with a card.

    Without a national id the card is local (R28). That someone is registered already is refused
    without a word of who (R29).

    :raises Refused: with every reason; nothing is stored.
    """
    on = today(policy, now)
    seen = examined(new, policy=policy, on=on)
    # Hashed before the transaction: it takes long on purpose, and others wait to write.
    pin_hash = make_password(new.pin) if new.pin and not seen.faults else ""
    try:
        with transaction.atomic():
            _refuse(seen, policy, on)
            return _stored(seen, pin_hash, policy, on)
    except IntegrityError:
        # Someone took the number or the card in the same moment. The database's own message would
        # hold values, so it is not passed on.
        if _taken(seen):
            raise Refused(*(Reason(fault) for fault in _taken(seen))) from None
        raise


def _refuse(seen: Registration, policy: Policy, on: date) -> None:
    faults = [*seen.faults, *_place_faults(seen, policy), *_taken(seen)]
    if isinstance(seen.new.guardian, uuid.UUID):
        faults += faults_of_guardian(seen.new.guardian, policy=policy, on=on)
    if faults:
        raise Refused(*(Reason(fault) for fault in faults))


def _place_faults(seen: Registration, policy: Policy) -> list[Code]:
    """Return what the branches and the categories have against it."""
    faults = []
    new = seen.new
    branch = Branch.objects.filter(pk=new.home_branch_id).first()
    if branch is None:
        faults.append(Code.BRANCH_UNKNOWN)
    if new.school_class.strip() and not keeps_school_class(branch, policy=policy):
        faults.append(Code.SCHOOL_CLASS_NOT_KEPT)
    if new.category and not Category.objects.filter(pk=new.category).exists():
        faults.append(Code.CATEGORY_UNKNOWN)
    if not new.category and seen.age is not None and category_at(seen.age) is None:
        faults.append(Code.NO_CATEGORY_FOR_AGE)
    return faults


def _taken(seen: Registration) -> list[Code]:
    faults = []
    if seen.national_id and is_taken(seen.national_id):
        faults.append(Code.NATIONAL_ID_TAKEN)
    if seen.new.card_number and Card.objects.filter(number=seen.new.card_number).exists():
        faults.append(Code.CARD_NUMBER_TAKEN)
    return faults


def _stored(seen: Registration, pin_hash: str, policy: Policy, on: date) -> Registered:
    new = seen.new
    person = Person.objects.create(
        category_id=new.category or category_at(seen.age or 0) or "",
        home_branch_id=new.home_branch_id,
        registered_on=on,
        last_used_on=on,
    )
    _store_identity(person, seen, on)
    replace_addresses(person.pk, seen.reach.addresses)
    replace_phones(person.pk, seen.reach.phones)
    replace_emails(person.pk, seen.reach.emails)
    if seen.national_id:
        store(person.pk, seen.national_id)
    if pin_hash:
        Credential.objects.create(person=person, pin_hash=pin_hash)
    number = new.card_number or free_number(seen.card_kind)
    issue(person.pk, kind=seen.card_kind, number=number, on=on)
    guardian = new.guardian and tie(person, guardian=new.guardian, policy=policy, on=on)
    return Registered(person.pk, number, guardian or None)


def _store_identity(person: Person, seen: Registration, on: date) -> None:
    new, school_class = seen.new, seen.new.school_class.strip()
    until_on = new.school_class_until or end_of_school_year(on)
    Identity.objects.create(
        person=person,
        given_name=new.given_name,
        family_name=new.family_name,
        birth_date=seen.birth_date,
        language=new.language,
        channel=new.channel,
        address_protected=new.address_protected,
        school_class=school_class[:20],
        school_class_until=until_on if school_class else None,
    )
