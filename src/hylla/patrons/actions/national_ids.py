"""A person's national id: taken, sealed, and given up again (R28, R29)."""

import uuid
from datetime import date, datetime

from django.db import transaction

from hylla.formats.national_id import NationalId as ReadId
from hylla.library.refusals import Reason, Refused
from hylla.patrons.models import Card, Identity, NationalId, SubjectKey
from hylla.patrons.models.cards import CardStatus
from hylla.patrons.rules import CardKind, Code
from hylla.patrons.rules.registration import read_national_id
from hylla.patrons.seal import fingerprint, new_key, sealed
from hylla.privacy.clocks import today
from hylla.privacy.policy import Policy


def is_taken(national_id: ReadId) -> bool:
    """Tell whether someone is registered with this number already."""
    return NationalId.objects.filter(fingerprint=fingerprint(national_id)).exists()


def store(person_id: uuid.UUID, national_id: ReadId) -> None:
    """Seal a number under a new key of its person; the caller holds the transaction."""
    wrapped = new_key(person_id)
    SubjectKey.objects.create(person_id=person_id, wrapped=wrapped)
    NationalId.objects.create(
        person_id=person_id,
        kind=national_id.kind.value,
        sealed=sealed(national_id.number, wrapped=wrapped, person_id=person_id),
        fingerprint=fingerprint(national_id),
    )


@transaction.atomic
def set_national_id(
    person_id: uuid.UUID, *, national_id: str, policy: Policy, now: datetime
) -> None:
    """Take someone's national id, in place of the one there may be.

    Their card stays what it is; the next one can be national.
    """
    on = today(policy, now)
    read = read_national_id(national_id, policy=policy, on=on)
    if isinstance(read, Code):
        raise Refused(Reason(read))
    _refuse_mismatch(person_id, read.birth_date)
    SubjectKey.objects.filter(person_id=person_id).delete()
    NationalId.objects.filter(person_id=person_id).delete()
    if is_taken(read):
        raise Refused(Reason(Code.NATIONAL_ID_TAKEN))
    store(person_id, read)


def _refuse_mismatch(person_id: uuid.UUID, told: date | None) -> None:
    born = Identity.objects.values_list("birth_date", flat=True).get(person_id=person_id)
    if born and told and born != told:
        raise Refused(Reason(Code.BIRTH_DATE_DIFFERS))


@transaction.atomic
def remove_national_id(person_id: uuid.UUID) -> None:
    """Give up someone's national id: number and key go, and their card is local from now on."""
    NationalId.objects.filter(person_id=person_id).delete()
    SubjectKey.objects.filter(person_id=person_id).delete()
    Card.objects.filter(person_id=person_id, status=CardStatus.ACTIVE).update(kind=CardKind.LOCAL)
