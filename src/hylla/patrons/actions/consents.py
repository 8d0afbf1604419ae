"""Say yes, take it back, and find out in the middle of some work whether it still holds."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from hylla.patrons.models import Category, Consent, OtherCategory, Person
from hylla.patrons.models.consents import ConsentTo, GivenIn
from hylla.privacy import ledger
from hylla.privacy.policy import Policy
from hylla.privacy.vocabulary import Language


@dataclass(frozen=True)
class Shown:
    """What someone had before them when they said yes: the notice, in a language, at a place."""

    policy: Policy
    language: Language
    given_in: GivenIn = GivenIn.MY_PAGE


def give_consent(
    person_id: uuid.UUID, what: ConsentTo, *, shown: Shown, now: datetime
) -> uuid.UUID:
    """Write that someone says yes, with the proof, and return the consent; a second yes adds none.

    A yes after one that was taken back is a new consent: nothing of the old one comes back.
    """
    in_force = Consent.objects.filter(person=person_id, what=what, withdrawn_at=None)
    try:
        with transaction.atomic():
            return Consent.objects.create(
                person_id=person_id,
                what=what,
                notice_version=shown.policy.notice.version,
                notice_digest=shown.policy.digest,
                language=shown.language,
                given_in=shown.given_in,
                given_at=now,
            ).pk
    except IntegrityError:
        # The constraint `one_consent_in_force`: they had said yes, perhaps in another window.
        return in_force.get().pk


def withdraw_consent(person_id: uuid.UUID, what: ConsentTo, *, now: datetime) -> None:
    """Take a consent back. Call it in the transaction that removes what rested on it, first.

    Whoever writes under the consent holds it (`holds_still`): this waits for them, and what they
    wrote is there to be removed; whoever comes later finds it over.
    """
    rows = Consent.objects.filter(person=person_id, what=what, withdrawn_at=None)
    _move_back(person_id, what)
    if rows.update(withdrawn_at=now):
        # A restored backup must not believe the yes again.
        facet = f"{ledger.CONSENT}{what}"
        ledger.note([person_id], facets=[facet], rule="withdrawn", at=now)


def move_while(consent_id: uuid.UUID, *, into: str, name: str) -> None:
    """Move whoever gave a consent into a category of that code for as long as it is in force.

    They are moved back by whatever ends it. A category that is not there yet gets this name.
    """
    category, _ = Category.objects.get_or_create(code=into, defaults={"name": name})
    with transaction.atomic():
        person = Person.objects.select_for_update(no_key=True).get(consents=consent_id)
        OtherCategory.objects.create(consent_id=consent_id, before_id=person.category_id)
        Person.objects.filter(pk=person.pk).update(category=category)


def _move_back(person_id: uuid.UUID, what: ConsentTo) -> None:
    for moved in OtherCategory.objects.filter(consent__person=person_id, consent__what=what):
        Person.objects.filter(pk=person_id).update(category_id=moved.before_id)
        moved.delete()


def take_consent_back(person_id: uuid.UUID, what: ConsentTo, *, now: datetime) -> int:
    """Take a consent back and delete whatever rests on it; return how many rows that was.

    What rests on it is every table that points at consents with CASCADE, so that none is forgotten.
    """
    with transaction.atomic():
        withdraw_consent(person_id, what, now=now)
        return sum(
            _resting_on(relation, person_id, what).delete()[0]
            for relation in Consent._meta.related_objects
        )


def _resting_on(relation: Any, person_id: uuid.UUID, what: ConsentTo) -> Any:
    name = relation.field.name
    rows = relation.related_model._default_manager
    return rows.filter(**{f"{name}__person": person_id, f"{name}__what": what})


def holds_still(consent_id: uuid.UUID) -> bool:
    """Say whether a consent is in force, and keep it so until the transaction ends.

    For work that takes a while: ask in the transaction that stores the outcome; where the answer is
    no, discard it (conflict case 21).
    """
    rows = Consent.objects.select_for_update(no_key=True).filter(pk=consent_id, withdrawn_at=None)
    return rows.first() is not None
