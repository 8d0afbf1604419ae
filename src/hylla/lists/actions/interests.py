"""What somebody is interested in, as they say themselves."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from hylla.library.refusals import Reason, Refused
from hylla.lists.actions.forgetting import note_deleted
from hylla.lists.actions.owning import Owner, lock_owner
from hylla.lists.models import Interest
from hylla.lists.rules import Code, tidied, topic_faults
from hylla.patrons.actions.locking import lock_person


@transaction.atomic
def register_interest(topic: str, *, owner: Owner) -> None:
    """Show someone from now on what is new about a topic; once is enough.

    :raises Refused: the library keeps no interests, there are too many, or it will not do.
    """
    lock_owner(owner)
    if not owner.policy.lists.interests:
        raise Refused(Reason(Code.NO_INTERESTS))
    topic = tidied(topic)
    others = Interest.objects.filter(patron=owner.person_id).values_list("topic", flat=True)
    if topic.casefold() in {each.casefold() for each in others}:
        return
    if reasons := topic_faults(topic, others=others):
        raise Refused(*reasons)
    Interest.objects.create(patron_id=owner.person_id, topic=topic)


@transaction.atomic
def drop_interest(interest_id: UUID, *, person_id: UUID, now: datetime) -> None:
    """Forget one; what is gone already is no fault."""
    lock_person(person_id)
    if Interest.objects.filter(pk=interest_id, patron=person_id).delete()[0]:
        note_deleted(interest_id, of=Interest, now=now)
