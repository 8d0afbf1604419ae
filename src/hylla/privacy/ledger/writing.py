"""What is written into the ledger, and what is asked of it."""

import hmac
import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from hashlib import sha256

from django.apps import apps
from django.conf import settings

from hylla.privacy.ledger.book import ASKED, AWAY, MERGED, SPARE_DAYS, Entry, ledger
from hylla.privacy.policy import Policy, read_policy
from hylla.privacy.sealing import key_named

KEY = "ledger"
POLICIES = "library.PolicyVersion"


def note(
    subjects: Iterable[uuid.UUID],
    *,
    rule: str,
    at: datetime,
    facets: Sequence[str] = (AWAY,),
) -> None:
    """Write that people, or facets of them, are forgotten; return when both places have it.

    Call it in the transaction that erases, before it is committed. What is undone after all is
    harmless: only a backup from before is held to it, and `void` takes it back.

    :raises NotWrittenError: a place cannot be written, so the erasure may not be acknowledged.
    """
    notice = _notice_in_force()
    entries = [Entry(_hash(each), tuple(facets), rule, notice, at) for each in subjects]
    if entries:
        ledger().append(entries)


def note_merged(goes: uuid.UUID, *, into: uuid.UUID, at: datetime) -> None:
    """Write that someone is gone because they are someone else, who has what was theirs.

    A restored backup must not erase them: it makes the two one again.
    """
    note([goes], facets=(AWAY, f"{MERGED}{_hash(into)}"), rule="merged", at=at)


def merged_into(facets: Sequence[str]) -> str | None:
    """Return what the ledger calls the one as whom somebody stays, by their facets, or None."""
    told = [each.removeprefix(MERGED) for each in facets if each.startswith(MERGED)]
    return told[-1] if told else None


def void(subjects: Iterable[uuid.UUID], *, rule: str, at: datetime) -> None:
    """Take back what the ledger says of people: it did not come about, or is asked no longer."""
    note(subjects, rule=rule, at=at, facets=())


def forgotten(entries: Iterable[Entry]) -> dict[str, tuple[str, ...]]:
    """Return what is forgotten of whom: for each hash every facet that no later line takes back."""
    told: dict[str, tuple[str, ...]] = {}
    for entry in entries:
        before = told.get(entry.subject, ())
        if entry.facets:
            told[entry.subject] = tuple(dict.fromkeys((*before, *entry.facets)))
        else:
            # What went at once, such as a history, stays gone.
            told[entry.subject] = tuple(
                each for each in before if each not in {AWAY, ASKED} and not each.startswith(MERGED)
            )
    return {subject: facets for subject, facets in told.items() if facets}


def is_forgotten(subject: uuid.UUID) -> bool:
    """Say whether this very person was erased: a late message about them may recreate nobody.

    Whoever registers again is a new person with a new id, and is not meant (conflict case 69).
    """
    return AWAY in forgotten(ledger().read().entries).get(_hash(subject), ())


def prune(policy: Policy, *, now: datetime) -> int:
    """Drop lines that no backup can need any more; return how many."""
    oldest = now - timedelta(days=policy.copies.backup_days + SPARE_DAYS)
    book = ledger()
    entries = book.read().entries
    kept = [entry for entry in entries if entry.at >= oldest]
    if len(kept) < len(entries):
        book.replace(kept)
    return len(entries) - len(kept)


def hashes(subjects: Iterable[uuid.UUID]) -> dict[str, uuid.UUID]:
    """Return people by what the ledger calls them."""
    return {_hash(each): each for each in subjects}


def _hash(subject: uuid.UUID) -> str:
    return hmac.new(key_named(KEY), subject.bytes, sha256).hexdigest()


def _notice_in_force() -> str:
    """Return the version of the notice in force, from the database or from the settings' file."""
    versions = apps.get_model(POLICIES)._default_manager.order_by("-published_at", "-id")
    published = versions.values_list("version", flat=True).first()
    return published or read_policy(settings.HYLLA_POLICY).notice.version
