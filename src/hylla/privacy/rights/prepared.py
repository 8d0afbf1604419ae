"""An extract made at the desk or by the officer, to be fetched once by whoever has its link."""

import hashlib
import secrets
from datetime import datetime

from cryptography.exceptions import InvalidTag
from django.db import transaction

from hylla.privacy.clocks import is_over
from hylla.privacy.erasure import complete
from hylla.privacy.models import PreparedExtract, Request
from hylla.privacy.policy import Policy
from hylla.privacy.sealing import locked, opened

SEVEN_DAYS, _FETCHED = PreparedExtract.personal_data.keep
ABOUT = b"extract"


def prepare(request: Request, packed: bytes, *, now: datetime) -> str:
    """Seal an extract, and return the word of the link that opens it; a new one replaces it."""
    word = secrets.token_urlsafe(32)
    PreparedExtract.objects.filter(request=request).delete()
    PreparedExtract.objects.create(
        request=request,
        token_hash=_hash(word),
        sealed=locked(packed, key=_key(word), about=ABOUT),
        made_at=now,
    )
    return word


def is_there(word: str, *, policy: Policy, now: datetime) -> bool:
    """Say whether an extract waits behind this link."""
    return _waiting(word, policy, now) is not None


def fetch(word: str, *, policy: Policy, now: datetime) -> bytes | None:
    """Open the extract behind a link and empty it, or return None: it works once.

    Who asked to be erased as well, and waited for this, goes now (conflict case 57).
    """
    with transaction.atomic():
        row = _waiting(word, policy, now)
        if row is None:
            return None
        try:
            packed = opened(bytes(row.sealed), key=_key(word), about=ABOUT)
        except InvalidTag:
            return None
        row.sealed, row.fetched_at = b"", now
        row.save(update_fields=["sealed", "fetched_at"])
        if row.request.person_id is not None:
            complete(row.request.person_id, policy=policy, now=now)
        return packed


def _waiting(word: str, policy: Policy, now: datetime) -> PreparedExtract | None:
    rows = PreparedExtract.objects.select_for_update(of=("self",))
    with transaction.atomic():
        row = rows.filter(token_hash=_hash(word), fetched_at=None).first()
    if row is None or is_over(SEVEN_DAYS, policy=policy, since=row.made_at, now=now):
        return None
    return row


def _key(word: str) -> bytes:
    """Return the key of a link: 256 bits of chance need no slow hash."""
    return hashlib.sha256(b"key of an extract: " + word.encode()).digest()


def _hash(word: str) -> str:
    return hashlib.sha256(word.encode()).hexdigest()
