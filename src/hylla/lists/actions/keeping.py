"""Lists are made, named, shared, kept and deleted, by whose they are."""

import secrets
from datetime import datetime
from uuid import UUID

from django.db import transaction

from hylla.library.refusals import Reason, Refused
from hylla.lists.actions.forgetting import note_deleted
from hylla.lists.actions.owning import Owner, list_of_theirs, lock_owner, touch
from hylla.lists.models import TitleList
from hylla.lists.rules import MOST_LISTS, Code, name_faults, tidied
from hylla.patrons.actions.locking import lock_person


@transaction.atomic
def make_list(name: str, *, owner: Owner) -> UUID:
    """Make an empty list and return which it is.

    :raises Refused: there are too many, or the name will not do.
    """
    lock_owner(owner)
    name = tidied(name)
    names = _names(owner)
    reasons = name_faults(name, others=names)
    if len(names) >= MOST_LISTS:
        reasons.append(Reason(Code.TOO_MANY_LISTS, number=MOST_LISTS))
    if reasons:
        raise Refused(*reasons)
    made = TitleList.objects.create(patron_id=owner.person_id, name=name, touched_on=owner.day)
    return made.pk


@transaction.atomic
def rename_list(list_id: UUID, name: str, *, owner: Owner) -> None:
    """:raises Refused: it is gone or the ready one, or the name will not do."""
    lock_owner(owner)
    row = list_of_theirs(list_id, owner)
    name = tidied(name)
    reasons = name_faults(name, others=[each for each in _names(owner) if each != row.name])
    if not row.name:
        reasons = [Reason(Code.READY_LIST)]
    if reasons:
        raise Refused(*reasons)
    row.name, row.touched_on = name, owner.day
    row.save(update_fields=["name", "touched_on"])


@transaction.atomic
def delete_list(list_id: UUID, *, person_id: UUID, now: datetime) -> None:
    """Delete a list with its titles and its link, for good; the ready one begins empty again.

    Whoever leaves may, too.

    :raises Refused: it is gone, or not theirs.
    """
    lock_person(person_id)
    if not TitleList.objects.filter(pk=list_id, patron=person_id).delete()[0]:
        raise Refused(Reason(Code.LIST_GONE))
    note_deleted(list_id, of=TitleList, now=now)


@transaction.atomic
def keep_list(list_id: UUID, *, owner: Owner) -> None:
    """Let a list stay that would go because nothing was done with it.

    :raises Refused: it is gone, or not theirs.
    """
    lock_owner(owner)
    touch(list_of_theirs(list_id, owner), owner)


@transaction.atomic
def share_list(list_id: UUID, *, owner: Owner) -> str:
    """Open a list to whoever has its link, and return the link's secret word.

    :raises Refused: it is gone, or not theirs.
    """
    lock_owner(owner)
    row = list_of_theirs(list_id, owner)
    if row.shared_as is None:
        row.shared_as, row.touched_on = secrets.token_urlsafe(16), owner.day
        row.save(update_fields=["shared_as", "touched_on"])
    return row.shared_as


@transaction.atomic
def stop_sharing(list_id: UUID, *, person_id: UUID) -> None:
    """Close the link to a list for good: shared anew, the list has another.

    :raises Refused: it is gone, or not theirs.
    """
    lock_person(person_id)
    rows = TitleList.objects.filter(pk=list_id, patron=person_id)
    if not rows.update(shared_as=None):
        raise Refused(Reason(Code.LIST_GONE))


def _names(owner: Owner) -> list[str]:
    """Return the names of someone's own lists."""
    rows = TitleList.objects.filter(patron=owner.person_id).exclude(name="")
    return list(rows.values_list("name", flat=True))
