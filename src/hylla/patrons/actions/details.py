"""Putting right what is kept about someone, field by field (R23)."""

import uuid
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.db import transaction

from hylla.formats.national_id import NationalId as ReadId
from hylla.library.models import Branch
from hylla.library.refusals import Reason, Refused
from hylla.patrons.actions import national_ids
from hylla.patrons.actions.writing import (
    keeps_school_class,
    replace_addresses,
    replace_emails,
    replace_phones,
)
from hylla.patrons.models import Address, Category, Guardianship, Identity, Person
from hylla.patrons.rules import About, Changes, Channel, Code, age_on, birthday, end_of_school_year
from hylla.patrons.rules.ages import is_possible_birth_date
from hylla.patrons.rules.contact import channel_faults, is_mobile, page_faults
from hylla.patrons.rules.people import is_allowed, name_faults, tidied_name
from hylla.patrons.rules.registration import Reach, reach_of
from hylla.privacy.clocks import today
from hylla.privacy.policy import Policy
from hylla.privacy.vocabulary import Role

REACH = frozenset({"channel", "addresses", "phones", "emails"}) | {each.column for each in About}


def change_details(
    person_id: uuid.UUID, *, changes: Changes, by: Role, policy: Policy, now: datetime
) -> None:
    """Change what is given and leave the rest; a patron may not change who they are.

    With protection, what tells where they are goes at once (conflict case 36).

    :raises Refused: with every reason; nothing was changed.
    """
    if not is_allowed(changes, by=by):
        raise Refused(Reason(Code.NOT_BY_PATRON))
    on = today(policy, now)
    changes = _tidied(changes)
    with transaction.atomic():
        person = Person.objects.select_for_update().get(pk=person_id)
        identity = Identity.objects.get(person=person)
        number = _number(identity, changes, policy, on)
        reach = reach_of(changes, country=policy.country.value)
        faults = [*_identity_faults(identity, changes, on), *reach.faults(on=on)]
        faults += page_faults(changes.channel, changes.ways)
        if _must_be_reached(identity, changes, policy, on):
            faults += _reach_faults(identity, changes, reach)
        faults += _place_faults(person, changes, policy)
        faults += [number] if isinstance(number, Code) else []
        if faults:
            raise Refused(*(Reason(fault) for fault in dict.fromkeys(faults)))
        _store_identity(identity, changes, on)
        _store_person(person, changes, policy)
        _store_reach(person_id, changes, reach)
        _store_number(person_id, changes, number)
        if changes.birth_date:
            _move_guardianships(person_id, changes.birth_date, policy, on)


def _number(identity: Identity, changes: Changes, policy: Policy, on: date) -> ReadId | Code | None:
    """Return the new national id, or what is wrong with it; None where there is no new one."""
    if not changes.national_id:
        return None
    born = changes.birth_date or identity.birth_date
    return national_ids.read_for(
        identity.person_id, changes.national_id, born=born, policy=policy, on=on
    )


def _must_be_reached(identity: Identity, changes: Changes, policy: Policy, on: date) -> bool:
    """Tell whether it must be asked how someone is reached: protecting them waits for nothing."""
    touched = changes.named() & REACH or changes.address_protected is False
    return bool(touched) and _answers_for_themselves(identity, policy, on)


def _is_protected(identity: Identity, changes: Changes) -> bool:
    """Tell whether someone's address is protected after the change."""
    told = changes.address_protected
    return identity.address_protected if told is None else told


def _answers_for_themselves(identity: Identity, policy: Policy, on: date) -> bool:
    """Tell whether someone must be reachable themselves: a child's guardian is."""
    born = identity.birth_date
    return born is None or age_on(born, on) >= policy.ages.own_card


def _tidied(changes: Changes) -> Changes:
    given, family = changes.given_name, changes.family_name
    return replace(
        changes,
        given_name=None if given is None else tidied_name(given),
        family_name=None if family is None else tidied_name(family),
    )


def _identity_faults(identity: Identity, changes: Changes, on: date) -> list[Code]:
    given = identity.given_name if changes.given_name is None else changes.given_name
    family = identity.family_name if changes.family_name is None else changes.family_name
    faults = name_faults(given, family)
    if changes.birth_date and not is_possible_birth_date(changes.birth_date, on=on):
        faults.append(Code.BIRTH_DATE_IMPOSSIBLE)
    if _is_protected(identity, changes) and changes.addresses:
        faults.append(Code.ADDRESS_PROTECTED)
    return faults


def _reach_faults(identity: Identity, changes: Changes, reach: Reach) -> list[Code]:
    """Say no to a way that would lead nowhere after the change: for one kind, or for the rest."""
    person = identity.person
    phones = reach.phones if changes.phones is not None else _column(person.phones, "number")
    emails = reach.emails if changes.emails is not None else _column(person.emails, "address")
    has_address = person.addresses.exists() if changes.addresses is None else reach.addresses
    kept = {each: getattr(identity, each.column) for each in About}
    ways = {each for each in {**kept, **changes.ways}.values() if each}
    return [
        fault
        for way in sorted({changes.channel or identity.channel, *ways})
        for fault in channel_faults(
            Channel(way),
            has_email=bool(emails),
            has_mobile=any(is_mobile(each or "") for each in phones),
            has_address=bool(has_address) or _is_protected(identity, changes),
        )
    ]


def _column(rows: Any, name: str) -> tuple[str, ...]:
    return tuple(rows.values_list(name, flat=True))


def _place_faults(person: Person, changes: Changes, policy: Policy) -> list[Code]:
    faults = []
    told = changes.home_branch_id
    branch = Branch.objects.filter(pk=person.home_branch_id if told is None else told).first()
    if branch is None:
        faults.append(Code.BRANCH_UNKNOWN)
    if changes.category is not None and not Category.objects.filter(pk=changes.category).exists():
        faults.append(Code.CATEGORY_UNKNOWN)
    if changes.school_class and not keeps_school_class(branch, policy=policy):
        faults.append(Code.SCHOOL_CLASS_NOT_KEPT)
    return faults


def _store_identity(identity: Identity, changes: Changes, on: date) -> None:
    plain = ("given_name", "family_name", "birth_date", "language", "channel")
    for name in (*plain, *(each.column for each in About)):
        value = getattr(changes, name)
        if value is not None:
            setattr(identity, name, value)
    if changes.school_class is not None:
        identity.school_class = changes.school_class.strip()[:20]
        identity.school_class_until = end_of_school_year(on) if identity.school_class else None
    if changes.address_protected is not None:
        _protect(identity, protected=changes.address_protected)
    identity.save()


def _store_person(person: Person, changes: Changes, policy: Policy) -> None:
    if changes.home_branch_id is not None:
        person.home_branch = Branch.objects.get(pk=changes.home_branch_id)
        if not keeps_school_class(person.home_branch, policy=policy):
            cleared = {"school_class": "", "school_class_until": None}
            Identity.objects.filter(person=person).update(**cleared)
    if changes.category is not None:
        person.category_id = changes.category
    person.save(update_fields=["home_branch", "category"])


def _store_reach(person_id: uuid.UUID, changes: Changes, reach: Reach) -> None:
    if changes.addresses is not None:
        replace_addresses(person_id, reach.addresses)
    if changes.phones is not None:
        replace_phones(person_id, reach.phones)
    if changes.emails is not None:
        replace_emails(person_id, reach.emails)


def _store_number(person_id: uuid.UUID, changes: Changes, number: ReadId | Code | None) -> None:
    if isinstance(number, ReadId):
        national_ids.replace(person_id, number)
    elif changes.national_id == "":
        national_ids.remove_national_id(person_id)


def _move_guardianships(child_id: uuid.UUID, born: date, policy: Policy, on: date) -> None:
    """Let guardianships that still run end when the child is of age by the right birth date."""
    running = Guardianship.objects.filter(child_id=child_id, ends_on__gt=on)
    running.update(ends_on=birthday(born, policy.ages.adult))


@transaction.atomic
def set_protected_address(person_id: uuid.UUID, *, protected: bool) -> None:
    """Note or lift that someone's address is protected."""
    identity = Identity.objects.select_for_update().get(person_id=person_id)
    _protect(identity, protected=protected)
    identity.save()


def _protect(identity: Identity, *, protected: bool) -> None:
    """Note it; what tells where they are goes at once: addresses and school class (case 36)."""
    identity.address_protected = protected
    if protected:
        Address.objects.filter(person_id=identity.person_id).delete()
        identity.school_class, identity.school_class_until = "", None
