"""What is deleted from lists stays so: a restored backup that still has it loses it again."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Model

from hylla.lists.models import Entry, Interest, TitleList
from hylla.privacy import ledger

DELETED = "deleted"
_OWN: tuple[type[Model], ...] = (TitleList, Entry, Interest)


def note_deleted(row_id: UUID, *, of: type[Model], now: datetime) -> None:
    """Write into the ledger that a row of a list is gone, by a keyed hash of its random id.

    Of whom it was, and which title, nobody can read there. The transaction is the caller's.
    """
    ledger.note([row_id], facets=[of._meta.label], rule=DELETED, at=now)


def delete_again(entries: Iterable[ledger.Entry]) -> int:
    """Delete what the ledger says was deleted since a backup was taken; return how much."""
    told = set(ledger.forgotten(each for each in entries if each.rule == DELETED))
    gone = 0
    for model in _OWN:
        rows = ledger.hashes(model._default_manager.values_list("pk", flat=True).iterator())
        back = [row_id for name, row_id in rows.items() if name in told]
        gone += model._default_manager.filter(pk__in=back).delete()[0]
    return gone
