"""What some patrons of the demo have put on lists, and what they are interested in."""

import uuid
from collections.abc import Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta

from hylla.catalogue.models import Record
from hylla.catalogue.queries import newest
from hylla.library.refusals import Refused
from hylla.lists.actions import (
    Wording,
    make_public_list,
    note_entry,
    put_on_list,
    put_on_new_list,
    recommend,
    register_interest,
)
from hylla.lists.actions.owning import Owner
from hylla.lists.models import Entry
from hylla.privacy.policy import Policy

EVERY = 9
"""One of so many keeps lists; the first does, with whom whoever tries the demo begins."""
ON_THE_READY_ONE = 4
NOTE = "Anbefalt av Signe"
OLD = "Bøker som har stått lenge i hylla, og ikke har blitt eldre av det."
COLD = "Ta med te."


def let_list(policy: Policy, people: Sequence[uuid.UUID], *, now: datetime) -> int:
    """Let some patrons put titles on lists; return how many did."""
    if not policy.lists.offered:
        return 0
    books = Record.objects.filter(kind="book").order_by("pk")
    titles = list(books.values_list("pk", flat=True)[: 12 * ON_THE_READY_ONE])
    done = 0
    for place, person_id in enumerate(people[::EVERY]):
        mine = [titles[(5 * place + each) % len(titles)] for each in range(ON_THE_READY_ONE + 2)]
        with suppress(Refused):
            _fill(mine, Owner(person_id, now - timedelta(days=1 + place % 90), policy))
            done += 1
    return done


def recommend_some(*, on: date) -> int:
    """Let the library show two lists for everybody; return how many titles stand on them."""
    told = (
        (Wording("Gamle stemmer, nye lesere", OLD, is_shown=True), {"year__lt": 1930}),
        (Wording("For kalde kvelder", COLD, is_shown=True), {"year__gte": 1990}),
    )
    done = 0
    for wording, which in told:
        books = Record.objects.filter(kind="book", audience="adult", items__isnull=False, **which)
        number = make_public_list(wording, on=on)
        for each in books.order_by("pk").values_list("pk", flat=True).distinct()[:6]:
            recommend(number, each, on=on)
            done += 1
    return done


def _fill(titles: Sequence[int], owner: Owner) -> None:
    for each in titles[:ON_THE_READY_ONE]:
        ready = put_on_list(each, owner=owner)
    note_entry(Entry.objects.filter(list=ready)[0].pk, NOTE, owner=owner)
    other = put_on_new_list(titles[-2], name="Til sommerferien", owner=owner)
    put_on_list(titles[-1], list_id=other, owner=owner)
    if owner.policy.lists.interests and (topic := _topic()):
        register_interest(topic, owner=owner)


def _topic() -> str:
    """Return a subject of one of the newest titles."""
    numbers = [hit.id for hit in newest(12)]
    found = Record.objects.filter(pk__in=numbers).exclude(subjects="").order_by("-pk").first()
    return found.subjects.splitlines()[0] if found else ""
