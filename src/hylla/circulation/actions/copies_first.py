"""Copies are locked before people and holds, as in a checkout: so that nobody waits in a ring.

A checkout holds the copy and waits for its patron. Whoever holds the patron, or a hold, and then
gives its copy to another would wait for the checkout.
"""

from collections.abc import Callable, Collection
from typing import TypeVar
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from hylla.catalogue.models import Item
from hylla.circulation.models import Hold

Locked = TypeVar("Locked")


def with_copies_of(people: Collection[UUID], lock: Callable[[], Locked]) -> Locked:
    """Lock the copies that are set aside for people, then what `lock` does, then their holds."""

    def both() -> Locked:
        locked = lock()
        # No other copy is set aside for them from now on.
        list(Hold.objects.select_for_update(of=("self",)).filter(patron__in=people).order_by("pk"))
        return locked

    return _after_copies(Q(patron__in=people), both)


def with_copy_of(which: Q, lock: Callable[[], Locked]) -> Locked:
    """Lock the copies that are set aside for some holds, then what `lock` does: the holds."""
    return _after_copies(which, lock)


def _after_copies(which: Q, lock: Callable[[], Locked]) -> Locked:
    """Lock in that order, and again where another copy has come in between."""
    while True:
        known = _copies(which)
        point = transaction.savepoint()
        lock_copies(known)
        locked = lock()
        if _copies(which) <= known:
            transaction.savepoint_commit(point)
            return locked
        transaction.savepoint_rollback(point)


def lock_copies(items: Collection[int]) -> None:
    """Let nobody lend or take back these copies until the transaction ends."""
    list(Item.objects.select_for_update(no_key=True).filter(pk__in=items).order_by("pk"))


def lock_if_free(item_id: int) -> bool:
    """Lock a copy unless somebody has it at hand at this moment; then say so and do not wait.

    For whoever holds people already: to wait for a copy would be the wrong way round.
    """
    free = Item.objects.select_for_update(no_key=True, skip_locked=True).filter(pk=item_id)
    return bool(list(free.values_list("pk")))


def _copies(which: Q) -> set[int]:
    rows = Hold.objects.filter(which, item__isnull=False)
    return {each for each in rows.values_list("item", flat=True) if each is not None}
