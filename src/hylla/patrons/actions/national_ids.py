"""A person's national id: taken, sealed, and given up again (R28, R29)."""

import uuid
from datetime import date, datetime

from django.db import IntegrityError, transaction

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
    """Seal a number under a new key of its person; the caller holds the transaction.

    :raises Refused: another desk gave it to someone a moment ago.
    """
    wrapped = new_key(person_id)
    SubjectKey.objects.create(person_id=person_id, wrapped=wrapped)
    try:
        with transaction.atomic():
            NationalId.objects.create(
                person_id=person_id,
                kind=national_id.kind.value,
                sealed=sealed(national_id.number, wrapped=wrapped, person_id=person_id),
                fingerprint=fingerprint(national_id),
            )
    except IntegrityError as error:
        # The constraint has the last word; `is_taken` looked before the other desk was done.
        if is_taken(national_id):
            raise Refused(Reason(Code.NATIONAL_ID_TAKEN)) from error
        raise


def read_for(
    person_id: uuid.UUID, text: str, *, born: date | None, policy: Policy, on: date
) -> ReadId | Code:
    """Return the number in a text, or why it cannot be that of someone born on that day."""
    read = read_national_id(text, policy=policy, on=on)
    if isinstance(read, Code):
        return read
    if born and read.birth_date and born != read.birth_date:
        return Code.BIRTH_DATE_DIFFERS
    others = NationalId.objects.exclude(person_id=person_id)
    if others.filter(fingerprint=fingerprint(read)).exists():
        return Code.NATIONAL_ID_TAKEN
    return read


def replace(person_id: uuid.UUID, national_id: ReadId) -> None:
    """Seal a number in place of the one there may be; the caller holds the transaction."""
    SubjectKey.objects.filter(person_id=person_id).delete()
    NationalId.objects.filter(person_id=person_id).delete()
    store(person_id, national_id)


@transaction.atomic
def set_national_id(
    person_id: uuid.UUID, *, national_id: str, policy: Policy, now: datetime
) -> None:
    """Take someone's national id, in place of the one there may be.

    Their card stays what it is; the next one can be national.
    """
    born = Identity.objects.values_list("birth_date", flat=True).get(person_id=person_id)
    read = read_for(person_id, national_id, born=born, policy=policy, on=today(policy, now))
    if isinstance(read, Code):
        raise Refused(Reason(read))
    replace(person_id, read)


@transaction.atomic
def remove_national_id(person_id: uuid.UUID) -> None:
    """Give up someone's national id: number and key go, and their card is local from now on."""
    NationalId.objects.filter(person_id=person_id).delete()
    SubjectKey.objects.filter(person_id=person_id).delete()
    Card.objects.filter(person_id=person_id, status=CardStatus.ACTIVE).update(kind=CardKind.LOCAL)
