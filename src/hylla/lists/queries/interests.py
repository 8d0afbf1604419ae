"""What somebody is interested in, and what is new about it: found when they look, kept nowhere."""

from dataclasses import dataclass
from uuid import UUID

from hylla.catalogue.models import BORROWED, Item, ItemStatus, Record
from hylla.catalogue.queries import Hit, hits_of
from hylla.lists.models import Interest
from hylla.lists.rules import is_about
from hylla.privacy.policy import Policy

LOOKED_AT = 1000
"""So many of the newest titles are looked through."""
SHOWN = 12


@dataclass(frozen=True, slots=True)
class Topic:
    """One interest."""

    id: UUID
    topic: str


def interests_of(person_id: UUID, *, policy: Policy) -> tuple[Topic, ...]:
    """Return what someone has said that they are interested in."""
    if not policy.lists.interests:
        return ()
    rows = Interest.objects.filter(patron=person_id).values_list("pk", "topic")
    return tuple(sorted((Topic(*row) for row in rows), key=lambda each: each.topic.casefold()))


def arrivals(topics: tuple[Topic, ...]) -> tuple[Hit, ...]:
    """Return the newest titles that one of the topics is a subject of."""
    if not topics:
        return ()
    rows = Record.objects.exclude(source=BORROWED).exclude(subjects="").order_by("-pk")
    newest = list(rows.values_list("pk", "subjects")[:LOOKED_AT])
    found = [
        pk for pk, subjects in newest if any(is_about(each.topic, subjects) for each in topics)
    ]
    items = Item.objects.filter(record__in=found).exclude(status=ItemStatus.WITHDRAWN)
    here = set(items.values_list("record", flat=True))
    return hits_of([each for each in found if each in here][:SHOWN])
