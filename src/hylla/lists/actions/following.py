"""Lists follow their titles, and the policy."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from hylla.lists.models import Entry, Interest, PublicEntry, TitleList
from hylla.patrons.actions.locking import lock_person
from hylla.privacy import ledger
from hylla.privacy.policy import Policy
from hylla.privacy.vocabulary import Purpose


def follow_title(goes: int, *, into: int) -> None:
    """Let lists that have a title have the one it becomes part of; on a list that has both, once.

    The transaction is the caller's, before the title goes.
    """
    _follow_public(goes, into)
    there = {each.list_id: each for each in Entry.objects.select_for_update().filter(record=into)}
    for row in Entry.objects.select_for_update().filter(record=goes).order_by("pk"):
        if (twin := there.get(row.list_id)) is None:
            Entry.objects.filter(pk=row.pk).update(record=into)
            continue
        twin.note = twin.note or row.note
        twin.is_work = twin.is_work or row.is_work
        twin.save(update_fields=["note", "is_work"])
        row.delete()


def _follow_public(goes: int, into: int) -> None:
    there = set(PublicEntry.objects.filter(record=into).values_list("list", flat=True))
    PublicEntry.objects.filter(record=goes, list__in=there).delete()
    PublicEntry.objects.filter(record=goes).update(record=into)


def conform_lists(*, now: datetime, policy: Policy) -> int:
    """Forget the lists and interests that the library offers no longer; return of how many."""
    gone: set[UUID] = set()
    if not policy.lists.offered:
        gone |= set(TitleList.objects.values_list("patron", flat=True))
    if not policy.lists.interests:
        gone |= set(Interest.objects.values_list("patron", flat=True))
    for person_id in sorted(gone):
        with transaction.atomic():
            _forget(person_id, now=now, policy=policy)
    return len(gone)


def _forget(person_id: UUID, *, now: datetime, policy: Policy) -> None:
    lock_person(person_id)
    Interest.objects.filter(patron=person_id).delete()
    if policy.lists.offered:
        return
    TitleList.objects.filter(patron=person_id).delete()
    # A restored backup must not bring them back.
    ledger.note([person_id], facets=[str(Purpose.LISTS)], rule="withdrawn", at=now)


def stop_all_sharing() -> int:
    """Close every link: a restored backup knows some that were closed since; return how many."""
    return TitleList.objects.exclude(shared_as=None).update(shared_as=None)
