"""How often a secret may be tried: five times, then not for a quarter of an hour."""

import hmac
from datetime import datetime
from hashlib import sha256
from typing import Any, TypeVar

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.db.models import Case, F, Model, Q, QuerySet, Value, When

from hylla.library.models import Stranger
from hylla.library.rules import LOCKED_FOR, MOST_FAILURES
from hylla.privacy.sealing import key_named

Row = TypeVar("Row", bound=Model)
STRANGERS = "strangers"
"""The name of the key file under which names that nobody has are hashed."""


def claim_attempt(row: "QuerySet[Row]", *, now: datetime) -> bool:
    """Count an attempt at the secret of one row; False while the row is locked.

    It counts as a failure until `forget_attempts` is called: however many try at the same time, no
    more than five are ever compared. It is committed at once (`durable`), so that a caller who
    raises cannot take it back.
    """
    fresh = Q(locked_until__lte=now)
    last = Q(locked_until=None, failures__gte=MOST_FAILURES - 1)
    until: Any = Case(When(last, then=Value(now + LOCKED_FOR)), default=None)
    failures: Any = Case(When(fresh, then=Value(1)), default=F("failures") + 1)
    with transaction.atomic(durable=True):
        open_rows = row.filter(Q(locked_until=None) | fresh)
        return bool(open_rows.update(failures=failures, locked_until=until))


def forget_attempts(row: "QuerySet[Row]") -> None:
    """Start counting anew, after the right secret."""
    with transaction.atomic():
        row.update(failures=0, locked_until=None)


def is_secret(text: str, *, hashed: str | None) -> bool:
    """Compare a secret with its hash; without one, take the same time and say no."""
    if hashed is None:
        make_password(text)
        return False
    return check_password(text, hashed)


def claim_stranger(typed: str, *, now: datetime) -> bool:
    """Count an attempt at a name that nobody has; False while it is locked, as somebody's would be.

    Otherwise the lock would tell which names exist.
    """
    fingerprint = hmac.new(key_named(STRANGERS), typed.encode(), sha256).hexdigest()
    with transaction.atomic(durable=True):
        Stranger.objects.update_or_create(fingerprint=fingerprint, defaults={"tried_at": now})
    return claim_attempt(Stranger.objects.filter(fingerprint=fingerprint), now=now)


def forget_strangers(*, now: datetime) -> int:
    """Forget the names nobody has once their lock is over; return how many there were."""
    return Stranger.objects.filter(tried_at__lt=now - 2 * LOCKED_FOR).delete()[0]
