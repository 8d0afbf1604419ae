"""Erasure by facets: what nothing needs goes now, what must wait waits, and completes by itself."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from hylla.privacy import ledger
from hylla.privacy.models import Request
from hylla.privacy.policy import Policy
from hylla.privacy.removal import release
from hylla.privacy.rights import answering
from hylla.privacy.rights.asking import take_request
from hylla.privacy.rights.conditions import LEAVES
from hylla.privacy.rights.deletions import owe_deletions
from hylla.privacy.rights.facets import (
    ASKED_FOR,
    ENDED_BY_REQUEST,
    Facet,
    blockers,
    ended,
    facets,
    goes_now,
    held_through,
    person_model,
    rows_of,
)
from hylla.privacy.rights.inbox import wants_to_leave
from hylla.privacy.rights.receipts import finish_receipts, give_receipt, say_gone
from hylla.privacy.rights.terms import LEAVING, Asked, RequestKind

__all__ = [
    "Asked",
    "Facet",
    "Leaving",
    "ask",
    "blockers",
    "complete",
    "complete_all",
    "facets",
    "goes_now",
    "is_asked",
    "people_asking",
    "take_back",
]


@dataclass(frozen=True)
class Leaving:
    """Whether the person is gone already, and the code by which they follow what waits.

    True where they are gone.
    """

    is_done: bool
    code: str

    def __bool__(self) -> bool:
        """Say whether nothing waits."""
        return self.is_done


def ask(
    person_id: uuid.UUID,
    *,
    policy: Policy,
    now: datetime,
    asked: Asked | None = None,
    kind: RequestKind = RequestKind.ERASURE,
    besides: tuple[Facet, ...] = (),
) -> Leaving:
    """Take a request to be erased, or to leave, and do at once what can be done (R20, R21).

    What must wait is told by `blockers`. The request stays open, and `complete` finishes it in the
    action that ends the last reason. `besides` is what lies outside the tables about the person.
    """
    with transaction.atomic():
        # Whoever takes a new consent waits, and then finds the request.
        lock_person(person_id)
        taken = take_request(
            kind, person_id=person_id, policy=policy, now=now, asked=asked or Asked()
        )
        code = give_receipt(taken, (*facets(person_id, now=now), *besides), policy=policy, now=now)
        return Leaving(_begin(person_id, taken, policy=policy, now=now), code)


def lock_person(person_id: uuid.UUID) -> None:
    """Let nobody else change someone until the transaction ends."""
    rows = person_model()._default_manager.select_for_update(no_key=True)
    rows.filter(pk=person_id).first()


def _begin(person_id: uuid.UUID, taken: Request, *, policy: Policy, now: datetime) -> bool:
    """Remove what goes with the request itself; return whether the person is gone already."""
    # They were told what waits, and that is the answer (GDPR article 12(3)).
    Request.objects.filter(pk=taken.pk, answered_at=None).update(answered_at=now)
    held = blockers(person_id, now=now)
    if held:
        over = ENDED_BY_REQUEST if all(each.name != ASKED_FOR for each in held) else ()
        owe_deletions([person_id], policy=policy, now=now, ended=over)
    _end_purposes(person_id, held)
    if not held:
        return _complete(person_id, policy=policy, now=now)
    gone = sorted({str(declared.purpose) for _, declared in ended(held)})
    ledger.note([person_id], facets=(*gone, ledger.ASKED), rule="request", at=now)
    return False


def _end_purposes(person_id: uuid.UUID, held: tuple[Facet, ...]) -> set[str]:
    """Remove what needs nothing that holds the person; return the purposes of what went."""
    ending = tuple(ended(held))
    for model, declared in ending:
        # What is being written under them at this moment waits, or is there to be deleted.
        list(rows_of(model, declared.subject, person_id).select_for_update(of=("self",)))
    gone = [
        (model._meta.label, str(declared.purpose))
        for model, declared in ending
        if rows_of(model, declared.subject, person_id).delete()[0]
    ]
    say_gone(person_id, {name for name, _ in gone})
    return {purpose for _, purpose in gone}


def take_back(person_id: uuid.UUID, *, now: datetime) -> None:
    """Take a request back that still waits."""
    answering.take_back(person_id, LEAVING, now=now)
    ledger.void([person_id], rule="taken_back", at=now)


def is_asked(person_id: uuid.UUID) -> bool:
    """Say whether a request of this person's waits."""
    return wants_to_leave(person_id)


def complete(person_id: uuid.UUID, *, policy: Policy, now: datetime) -> bool:
    """Erase a person who asked for it and whom nothing holds any more; return whether it did.

    What waited for something else than what still holds them goes now. Where the ledger cannot be
    written it is left for the night: what the action did besides stands.
    """
    try:
        return _complete(person_id, policy=policy, now=now)
    except ledger.NotWrittenError:
        return False


def _complete(person_id: uuid.UUID, *, policy: Policy, now: datetime) -> bool:
    with transaction.atomic():
        if not is_asked(person_id):
            return False
        held = blockers(person_id, now=now)
        if held:
            if gone := _end_purposes(person_id, held):
                ledger.note([person_id], facets=sorted(gone), rule="request", at=now)
            return False
        others = held_through(person_id)
        owe_deletions([person_id], policy=policy, now=now)
        asked = Request.objects.filter(LEAVES, person=person_id).values_list("pk", flat=True)
        finish_receipts(list(asked), now=now)
        release(person_model(), [person_id], now=now)
        person_model()._default_manager.filter(pk=person_id).delete()
        # Before the commit: what a restored backup could undo does not count as done.
        ledger.note([person_id], rule="request", at=now)
        for other in others:
            _complete(other, policy=policy, now=now)
        return True


def complete_all(*, policy: Policy, now: datetime) -> int:
    """Finish every request that nothing holds any more; return how many."""
    return sum(complete(person_id, policy=policy, now=now) for person_id in people_asking())


def people_asking() -> set[uuid.UUID]:
    """Return everybody whose request to leave waits."""
    waiting = Request.objects.filter(LEAVES).values_list("person_id", flat=True)
    return {each for each in waiting if each is not None}
