"""What someone might read next, and what they read most: from their own history, made when shown.

Nothing here is stored. Each is asked for only under the person's separate consent (R09), and only
from a history that is consented to as well.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from hylla.catalogue.models import Record
from hylla.catalogue.rules.words import words_asked
from hylla.circulation.queries.history import kept_records
from hylla.patrons.models.consents import ConsentTo
from hylla.patrons.queries import consent_of
from hylla.privacy.policy import Policy

LOOKED_AT = 10
"""How many of the newest titles a recommendation can rest on."""
FOR_EACH = 2
MOST = 10


class Shared(StrEnum):
    """What a recommended title has in common with one that was borrowed."""

    AUTHOR = "author"
    SUBJECT = "subject"


@dataclass(frozen=True, slots=True)
class Recommended:
    """A title, and why it stands here: which borrowed title it shares what with."""

    record_id: int
    title: str
    authors: str
    because: str
    shared: Shared
    what: str


@dataclass(frozen=True, slots=True)
class Most:
    """An author or a subject, and in how many titles of the history it stands."""

    what: str
    shared: Shared
    titles: int


def recommended_to(person_id: UUID, *, now: datetime, policy: Policy) -> tuple[Recommended, ...]:
    """Return what someone might read next; nothing without both consents in force."""
    offered = policy.features.recommendations
    if not offered or consent_of(person_id, ConsentTo.RECOMMENDATIONS) is None:
        return ()
    read = list(kept_records(person_id, now=now, policy=policy))
    seen = {each.pk for each in read}
    found: list[Recommended] = []
    for each in read[:LOOKED_AT]:
        for one in _like(each, seen):
            seen.add(one.record_id)
            found.append(one)
    return tuple(found[:MOST])


def most_read_by(person_id: UUID, *, now: datetime, policy: Policy) -> tuple[Most, ...]:
    """Return which authors and subjects someone has read most; nothing without both consents."""
    offered = policy.features.profile
    if not offered or consent_of(person_id, ConsentTo.PROFILE) is None:
        return ()
    read = list(kept_records(person_id, now=now, policy=policy))
    told: list[Most] = []
    for shared in Shared:
        names = Counter(name for each in read for name in set(_names(each, shared)))
        ranked = sorted(names.items(), key=lambda each: (-each[1], each[0]))
        told += [Most(name, shared, titles) for name, titles in ranked[:MOST] if titles > 1]
    return tuple(told)


def _like(read: Record, seen: set[int]) -> Iterator[Recommended]:
    for shared in Shared:
        for name in _names(read, shared)[:FOR_EACH]:
            for record in _sharing(name, shared, seen)[:FOR_EACH]:
                yield Recommended(record.pk, record.title, record.authors, read.title, shared, name)


def _sharing(name: str, shared: Shared, seen: Iterable[int]) -> list[Record]:
    """Return the newest titles with that author or subject: found by its longest word."""
    words = words_asked(name)
    if not words:
        return []
    column = _column(shared)
    rows = Record.objects.filter(words__word=max(words, key=len), **{f"{column}__contains": name})
    return list(rows.exclude(pk__in=list(seen)).distinct().order_by("-added_on", "pk")[:FOR_EACH])


def _names(record: Record, shared: Shared) -> list[str]:
    told = str(getattr(record, _column(shared)))
    return [name for part in told.replace("\n", ";").split(";") if (name := part.strip())]


def _column(shared: Shared) -> str:
    return {Shared.AUTHOR: "authors", Shared.SUBJECT: "subjects"}[shared]
