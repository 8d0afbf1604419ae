"""The one e-mail to someone who asked for a card, and the code in it."""

import hmac
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from django.db import transaction
from django.db.models import F

from hylla.patrons.actions.applicants import drawn
from hylla.patrons.models import Applicant
from hylla.patrons.queries.applicants import has_email, known_as
from hylla.patrons.rules.applicants import (
    A_DAY,
    CODE_LETTERS,
    MOST_ATTEMPTS,
    MOST_LETTERS_A_DAY,
    tidied_code,
)
from hylla.patrons.seal import keyed_hash
from hylla.privacy.vocabulary import Language

HELD = timedelta(hours=1)
AGAIN = timedelta(minutes=5)


@dataclass(frozen=True, repr=False, kw_only=True)
class ToWrite:
    """One e-mail to be sent now. Without a `code` there is nothing to send.

    `known_as` is who they are already, by what was written; `is_theirs` says that the address is
    that person's too. Any other address hears what everyone hears.
    """

    applicant_id: uuid.UUID
    email: str
    language: Language
    code: str
    reference: str
    known_as: uuid.UUID | None
    is_theirs: bool


@transaction.atomic
def next_to_write(*, now: datetime) -> ToWrite | None:
    """Take the next registration to write about: for an hour it belongs to this worker."""
    rows = Applicant.objects.filter(write_at__lte=now)
    row = rows.select_for_update(skip_locked=True, of=("self",)).order_by("write_at").first()
    if row is None:
        return None
    known = known_as(row)
    is_theirs = known is not None and has_email(known, row.email)
    code = "" if is_theirs or _is_plagued(row, now) else drawn(CODE_LETTERS)
    row.write_at = now + HELD if code else None
    row.code_hash = _hashed(row.pk, code) if code else ""
    row.save(update_fields=["write_at", "code_hash"])
    return ToWrite(
        applicant_id=row.pk,
        email=row.email,
        language=Language(row.language),
        code=code,
        reference=row.reference,
        known_as=known,
        is_theirs=is_theirs,
    )


@transaction.atomic
def note_written(applicant_id: uuid.UUID, *, now: datetime) -> None:
    """Note that the one e-mail is sent, or will never arrive."""
    Applicant.objects.filter(pk=applicant_id).update(written_at=now, write_at=None)


@transaction.atomic
def write_later(applicant_id: uuid.UUID, *, now: datetime) -> None:
    """Try again in a while: nothing was sent. After a day it is too late to matter."""
    rows = Applicant.objects.filter(pk=applicant_id)
    rows.filter(started_at__gt=now - A_DAY).update(write_at=now + AGAIN)
    rows.filter(started_at__lte=now - A_DAY).update(write_at=None)


def _is_plagued(row: Applicant, now: datetime) -> bool:
    """Tell whether the address has had its share of such e-mails: then it gets no more today."""
    lately = Applicant.objects.filter(email__iexact=row.email, written_at__gt=now - A_DAY)
    return lately.count() >= MOST_LETTERS_A_DAY


def confirm_email(reference: str, code: str, *, now: datetime) -> uuid.UUID | None:
    """Note that whoever asked for a card reads the e-mail they gave; a few wrong codes end it.

    A wrong reference, a wrong code and too many of them sound alike.
    """
    with transaction.atomic():
        rows = Applicant.objects.filter(
            reference=tidied_code(reference), attempts__lt=MOST_ATTEMPTS
        )
        row = rows.exclude(code_hash="").select_for_update(of=("self",)).first()
        told = _hashed(row.pk if row else uuid.UUID(int=0), tidied_code(code))
        if row is None or not hmac.compare_digest(told, row.code_hash):
            rows.update(attempts=F("attempts") + 1)
            return None
        Applicant.objects.filter(pk=row.pk).update(email_confirmed_at=now)
        return row.pk


def _hashed(applicant_id: uuid.UUID, code: str) -> str:
    """Bind a code to its registration: what lies in the database opens nothing."""
    return keyed_hash(applicant_id.bytes + sha256(code.encode()).digest())
