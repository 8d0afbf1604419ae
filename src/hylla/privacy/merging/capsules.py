"""What undoes a merge: sealed, for a day, and of no use to anybody without the library's key."""

import uuid
import zlib
from dataclasses import dataclass
from datetime import datetime

from django.apps import apps
from django.db import IntegrityError

from hylla.privacy.clocks import ends, kept
from hylla.privacy.merging.journal import Journal, read_journal, written
from hylla.privacy.models import MergeCapsule
from hylla.privacy.models.subject import SUBJECT
from hylla.privacy.policy import Policy
from hylla.privacy.sealing import key_named, locked, opened

KEY = "merges"
(UNTIL_UNDONE,) = MergeCapsule.personal_data.keep


@dataclass(frozen=True)
class Capsule:
    """A merge that can be undone, and until when."""

    id: uuid.UUID
    person_id: uuid.UUID
    merged_at: datetime
    until_at: datetime


@dataclass(frozen=True)
class Undone:
    """Who is there again, and how many rows could not be brought back."""

    person_id: uuid.UUID
    left: int


class TooLate(Exception):
    """Who went cannot be brought back; the transaction must be undone."""


def keep_capsule(
    stays: uuid.UUID, goes: uuid.UUID, journal: Journal, *, now: datetime
) -> uuid.UUID:
    """Keep for a day what undoes a merge; the caller holds its transaction."""
    capsule = uuid.uuid4()
    content = zlib.compress(goes.bytes + written(journal))
    sealed = locked(content, key=key_named(KEY), about=_about(capsule, stays))
    MergeCapsule.objects.create(id=capsule, person_id=stays, sealed=sealed, merged_at=now)
    return capsule


def capsule_of(person_id: uuid.UUID, *, policy: Policy, now: datetime) -> Capsule | None:
    """Return the last merge of someone that can be undone still, or None."""
    rows = kept(MergeCapsule, policy=policy, now=now).filter(person=person_id)
    row = rows.order_by("-merged_at", "-pk").first()
    if row is None:
        return None
    until = ends(UNTIL_UNDONE, policy=policy, since=row.merged_at)
    assert isinstance(until, datetime), "the clock runs from a moment"  # noqa: S101 - for mypy
    return Capsule(row.pk, person_id, row.merged_at, until)


def others_in(capsule: Capsule) -> uuid.UUID:
    """Return who would be there again."""
    return _opened(capsule)[0]


def undo(capsule: Capsule) -> Undone:
    """Bring back who went, and what was theirs; the caller holds the transaction.

    What has happened since stays with the one who stayed.

    :raises TooLate: what they stood on is gone since, such as their category.
    """
    goes, journal = _opened(capsule)
    try:
        left = journal.undo()
    except IntegrityError as error:
        raise TooLate from error
    if not apps.get_model(SUBJECT)._base_manager.filter(pk=goes).exists():
        raise TooLate
    MergeCapsule.objects.filter(pk=capsule.id).delete()
    return Undone(goes, left)


def _opened(capsule: Capsule) -> tuple[uuid.UUID, Journal]:
    sealed = bytes(MergeCapsule.objects.values_list("sealed", flat=True).get(pk=capsule.id))
    about = _about(capsule.id, capsule.person_id)
    content = zlib.decompress(opened(sealed, key=key_named(KEY), about=about))
    return uuid.UUID(bytes=content[:16]), read_journal(content[16:])


def _about(capsule: uuid.UUID, stays: uuid.UUID) -> bytes:
    return capsule.bytes + stays.bytes
