"""Whose a list is: nobody changes another's, and who leaves keeps no new ones."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from hylla.library.refusals import Reason, Refused
from hylla.lists.models import Entry, TitleList
from hylla.lists.rules import Code
from hylla.patrons.actions.locking import lock_person
from hylla.privacy.clocks import today
from hylla.privacy.erasure import is_asked
from hylla.privacy.policy import Policy
from hylla.privacy.rights.restriction import is_restricted
from hylla.privacy.vocabulary import Purpose


@dataclass(frozen=True, slots=True)
class Owner:
    """Who changes lists of theirs, when, and where."""

    person_id: UUID
    now: datetime
    policy: Policy

    @property
    def day(self) -> date:
        """The day it is in the library."""
        return today(self.policy, self.now)


def lock_owner(owner: Owner) -> None:
    """Let nothing else happen to someone's lists until the caller's transaction ends.

    :raises Refused: the library keeps no lists, or nothing new may be kept about them.
    """
    if not owner.policy.lists.offered:
        raise Refused(Reason(Code.NOT_OFFERED))
    lock_person(owner.person_id)
    if is_asked(owner.person_id) or is_restricted(owner.person_id, Purpose.LISTS):
        raise Refused(Reason(Code.LEAVING))


def list_of_theirs(list_id: UUID, owner: Owner) -> TitleList:
    """:raises Refused: it is gone, or not theirs."""
    row = TitleList.objects.filter(pk=list_id, patron=owner.person_id).first()
    if row is None:
        raise Refused(Reason(Code.LIST_GONE))
    return row


def entry_of_theirs(entry_id: UUID, owner: Owner) -> Entry:
    """:raises Refused: it is gone, or not theirs."""
    rows = Entry.objects.select_related("list")
    row = rows.filter(pk=entry_id, list__patron=owner.person_id).first()
    if row is None:
        raise Refused(Reason(Code.ENTRY_GONE))
    return row


def touch(row: TitleList, owner: Owner) -> None:
    """Let a list's clock begin anew: its owner has done something with it."""
    if row.touched_on != owner.day:
        row.touched_on = owner.day
        row.save(update_fields=["touched_on"])
