"""What patrons have had: for themselves and nobody else, or for whoever chooses for them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from hylla.catalogue.models import BORROWED, Record
from hylla.catalogue.queries import Page
from hylla.catalogue.rules.words import words_asked
from hylla.circulation.models import History, OutreachHistory
from hylla.privacy.clocks import kept
from hylla.privacy.policy import Policy

PER_PAGE = 25
LAST_PAGE = 1_000_000


@dataclass(frozen=True, slots=True)
class Remembered:
    """One title that was borrowed and returned; of a month only the first day is told."""

    entry_id: UUID
    record_id: int
    title: str
    authors: str
    returned_on: date
    is_month: bool
    is_ours: bool = True
    """Whether it stands in the catalogue; what another library had lent does not."""


@dataclass(frozen=True, slots=True)
class Had:
    """A title that an outreach patron has had, and the first day of the month it came back in."""

    record_id: int
    title: str
    authors: str
    month: date


def had_under(consent_id: UUID, *, now: datetime, policy: Policy) -> tuple[Had, ...]:
    """Return all that was remembered under a consent for the outreach service, newest first."""
    rows = kept(OutreachHistory, policy=policy, now=now)
    mine = rows.filter(consent=consent_id, consent__withdrawn_at=None)
    found = mine.select_related("record").order_by("-returned_on", "record__title", "id")
    return tuple(
        Had(row.record_id, row.record.title, row.record.authors, row.returned_on) for row in found
    )


def history_of(
    person_id: UUID, *, now: datetime, policy: Policy, words: str = "", page: int = 1
) -> Page[Remembered]:
    """Return a page of what someone has borrowed, the newest first; with every word, if given."""
    rows = _with_words(_kept(person_id, now=now, policy=policy), words)
    total = rows.count()
    number = min(max(page, 1), max(1, -(-total // PER_PAGE)))
    start = (number - 1) * PER_PAGE
    return Page(_told(rows[start : start + PER_PAGE]), number, PER_PAGE, total)


def whole_history_of(person_id: UUID, *, now: datetime, policy: Policy) -> tuple[Remembered, ...]:
    """Return all that someone has borrowed, for them to take along."""
    return _told(_kept(person_id, now=now, policy=policy))


def kept_records(person_id: UUID, *, now: datetime, policy: Policy) -> Iterator[Record]:
    """Yield the titles someone has borrowed, the newest first."""
    return (row.record for row in _kept(person_id, now=now, policy=policy))


def _kept(person_id: UUID, *, now: datetime, policy: Policy) -> QuerySet[History]:
    """Return the rows under a consent in force that are not past their date."""
    rows = kept(History, policy=policy, now=now)
    mine = rows.filter(consent__person=person_id, consent__withdrawn_at=None)
    return mine.select_related("record").order_by("-returned_on", "id")


def _with_words(rows: QuerySet[History], words: str) -> QuerySet[History]:
    """Leave the titles that have every word, each of which may be only begun."""
    for word in words_asked(words):
        rows = rows.filter(record__words__word__startswith=word)
    return rows.distinct() if words_asked(words) else rows


def _told(rows: QuerySet[History]) -> tuple[Remembered, ...]:
    return tuple(
        Remembered(
            row.pk,
            row.record_id,
            row.record.title,
            row.record.authors,
            row.returned_on,
            row.is_month,
            row.record.source != BORROWED,
        )
        for row in rows
    )
