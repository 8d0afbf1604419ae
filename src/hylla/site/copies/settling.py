"""A restored database is brought to now: erased people, withdrawn consents, mail, periods."""

import uuid
from collections.abc import Callable, Sequence
from datetime import datetime

from django.db import transaction

from hylla.circulation.actions import merge_again
from hylla.lists.actions import delete_again, stop_all_sharing
from hylla.messages.models import Message, PushSubscription
from hylla.patrons.models import Applicant, Consent, Person, Session
from hylla.patrons.rules.merging import Pair
from hylla.privacy import ledger
from hylla.privacy.erasure import Asked, ask, complete_all, is_asked
from hylla.privacy.ledger import Entry
from hylla.privacy.ledger.replay import UNDER_WAY, Replayed, replay, resurrected
from hylla.privacy.policy import Policy
from hylla.privacy.removal import remove_due, would_remove
from hylla.privacy.rights.terms import CameBy, Proof
from hylla.privacy.vocabulary import Role

Tell = Callable[[str], None]


def settle(*, taken_at: datetime, policy: Policy, now: datetime, tell: Tell) -> None:
    """Do again what was done since the backup was taken, and drop what it would still send.

    Each part may be done twice, so that a restore which was broken off can go on.
    """
    entries = ledger.ledger().read().entries
    drop_mail(tell)
    tell(f"{_make_one(entries, taken_at, policy, now)} entries are made one again with another")
    done = replay(entries, taken_at=taken_at, policy=policy, now=now)
    tell(f"{done.people} people who were erased since are erased again")
    _again(done, policy, now)
    listed = delete_again(entry for entry in entries if entry.at >= taken_at - UNDER_WAY)
    tell(f"{listed} rows of lists that were deleted since are deleted again")
    rows = sum(each.rows for each in remove_due(policy, now=now))
    complete_all(policy=policy, now=now)
    tell(f"{rows} rows whose time has come since are removed")
    back = resurrected(entry for entry in entries if entry.at >= taken_at)
    left = sum(each.rows for each in would_remove(policy, now=now))
    if back or left:
        raise RuntimeError("people or rows are left that must be gone")


def _make_one(entries: Sequence[Entry], taken_at: datetime, policy: Policy, now: datetime) -> int:
    """Merge again whom the backup knows as two; what was theirs must not go with them."""
    since = [entry for entry in entries if entry.at >= taken_at - UNDER_WAY]
    told = ledger.forgotten(since)
    people = ledger.hashes(Person.objects.values_list("pk", flat=True).iterator())
    before = len(people)
    for entry in since:
        into = ledger.merged_into(entry.facets)
        still = into is not None and into == ledger.merged_into(told.get(entry.subject, ()))
        if still and into in people and entry.subject in people:
            pair = Pair(people[into], people.pop(entry.subject))
            merge_again(pair, now=now, policy=policy)
    return before - len(people)


def drop_mail(tell: Tell) -> None:
    """Let nothing of what the backup had still to say go out, and log everybody out."""
    with transaction.atomic():
        unsent, _ = Message.objects.filter(closed_at=None).delete()
        unsent += Applicant.objects.exclude(write_at=None).update(write_at=None)
        # A phone that was turned off since would be told again; its own page asks anew.
        PushSubscription.objects.all().delete()
        Session.objects.all().delete()
        stop_all_sharing()
    tell(f"{unsent} messages of then are dropped, and everybody is logged out")


def _again(done: Replayed, policy: Policy, now: datetime) -> None:
    for person, facets in done.facets.items():
        for facet in facets:
            if facet.startswith(ledger.CONSENT):
                _withdraw(person, facet.removeprefix(ledger.CONSENT), now)
        if ledger.ASKED in facets and not is_asked(person):
            told = Asked(came_by=CameBy.OPERATOR, proof=Proof.NONE, role=Role.ADMINISTRATOR)
            ask(person, policy=policy, now=now, asked=told)


def _withdraw(person: uuid.UUID, what: str, now: datetime) -> None:
    """End a consent that was withdrawn since, with everything that rested on it."""
    with transaction.atomic():
        consents = Consent.objects.filter(person=person, what=what, withdrawn_at=None)
        for relation in Consent._meta.related_objects:
            rows = relation.related_model._default_manager
            rows.filter(**{f"{relation.field.name}__in": consents}).delete()
        consents.update(withdrawn_at=now)
