"""What everybody reads of a work: the average of its ratings, and its reviews."""

from dataclasses import dataclass
from datetime import date
from typing import TypeVar
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from hylla.catalogue.models import Record
from hylla.catalogue.queries import Page
from hylla.privacy.policy import Policy
from hylla.privacy.rights.conditions import restricted_people
from hylla.privacy.vocabulary import Purpose
from hylla.reviews.models import Rating, Review, Reviewer
from hylla.reviews.rules import State, average_of

Row = TypeVar("Row", Rating, Review)


@dataclass(frozen=True, slots=True)
class Rated:
    """How many have rated a work, and the average; nothing of it where they are too few."""

    count: int = 0
    average: float | None = None


@dataclass(frozen=True, slots=True)
class Opinion:
    """One published review. `stars` are those its author gives the work, where they do."""

    id: UUID
    record_id: int
    by: str
    text: str
    language: str
    published_on: date
    stars: int | None


def of_work(model: type[Row], record_id: int) -> "QuerySet[Row]":
    """Return the rows about any edition of a title's work."""
    key = Record.objects.filter(pk=record_id).values("work_key")
    return model._default_manager.filter(record__work_key__in=key)


def ratings_of(record_id: int, *, policy: Policy) -> Rated:
    """Return what the work of a title is rated; each reader counts once, by their newest word."""
    if not policy.reviews.offered:
        return Rated()
    rows = of_work(Rating, record_id).filter(_shown()).order_by("rated_on", "pk")
    stars = dict(rows.values_list("patron", "stars"))
    average = average_of(stars.values(), shown_from=policy.reviews.shown_from)
    return Rated() if average is None else Rated(len(stars), average)


def opinions_of(
    record_id: int, *, policy: Policy, page: int = 1, per_page: int = 10
) -> Page[Opinion]:
    """Return a page of the reviews of a title's work, the newest first."""
    if not policy.reviews.offered:
        return Page((), 1, per_page, 0)
    rows = _published().filter(pk__in=of_work(Review, record_id).values("pk"))
    newer = rows.filter(patron=OuterRef("patron")).filter(
        Q(written_on__gt=OuterRef("written_on"))
        | Q(written_on=OuterRef("written_on"), pk__gt=OuterRef("pk"))
    )
    rows = rows.exclude(Exists(newer)).order_by("-published_on", "-pk")
    total = rows.count()
    number = min(max(1, page), max(1, -(-total // per_page)))
    shown = list(rows[(number - 1) * per_page : number * per_page])
    return Page(_opinions(shown, record_id), number, per_page, total)


def is_published(review_id: UUID, *, policy: Policy) -> Opinion | None:
    """Return a review that everybody reads, or None."""
    row = _published().filter(pk=review_id).first()
    if row is None or not policy.reviews.offered:
        return None
    return _opinions([row], row.record_id)[0]


def _opinions(rows: list[Review], record_id: int) -> tuple[Opinion, ...]:
    people = {each.patron_id for each in rows}
    names = dict(Reviewer.objects.filter(pk__in=people).values_list("pk", "name"))
    rated = of_work(Rating, record_id).filter(patron__in=people).order_by("rated_on", "pk")
    stars = dict(rated.values_list("patron", "stars"))
    return tuple(
        Opinion(
            each.pk,
            each.record_id,
            names[each.patron_id],
            each.text,
            each.language,
            each.published_on or each.written_on,
            stars.get(each.patron_id),
        )
        for each in rows
    )


def _published() -> "QuerySet[Review]":
    """Return what may be shown: no clock runs for what is published."""
    return Review.objects.filter(_shown(), state=State.PUBLISHED)


def _shown() -> Q:
    """Leave out whose user name is not allowed, and whose data may only be stored."""
    named = Q(patron__reviewer__isnull=False, patron__reviewer__refused_on=None)
    return named & ~Q(patron__in=restricted_people(Purpose.REVIEWS))
