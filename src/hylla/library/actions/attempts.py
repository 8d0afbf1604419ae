"""How often a secret may be tried: five times, then not for a quarter of an hour."""

from datetime import datetime
from typing import Any, TypeVar

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.db.models import Case, F, Model, Q, QuerySet, Value, When

from hylla.library.rules import LOCKED_FOR, MOST_FAILURES

Row = TypeVar("Row", bound=Model)


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
