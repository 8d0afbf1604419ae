"""Breaches of what ratings and reviews promise."""

from collections.abc import Collection
from dataclasses import replace

from hylla.privacy.rights import facets
from hylla.privacy.vocabulary import Purpose
from hylla.reviews.models import Review, Reviewer
from hylla.reviews.queries import judging, published
from tests.builders import a_review
from tests.site.breaches import NOW, RED, Breach, Field, someone


def _nameless(_: Field) -> None:
    unread = {"state": "published", "published_on": NOW.date()}
    a_review(someone(), written_on=NOW.date(), **unread)
    Reviewer.objects.all().delete()


def _told_who(field: Field) -> None:
    shown = judging._to_judge

    def with_name(row: Review) -> judging.ToJudge:
        name = Reviewer.objects.filter(pk=row.patron_id).values_list("name", flat=True).first()
        return replace(shown(row), name=name or "")

    field.monkeypatch.setattr(judging, "_to_judge", with_name)


def _kept(field: Field) -> None:
    others = facets.ENDED_BY_REQUEST - {Purpose.REVIEWS}
    field.monkeypatch.setattr(facets, "ENDED_BY_REQUEST", others)


def _average_of_one(field: Field) -> None:
    def average(stars: Collection[int], **_: int) -> float:
        return sum(stars) / len(stars)

    field.monkeypatch.setattr(published, "average_of", average)


# The first is seen by both sentences that rest on the rows.
REVIEWS = (
    Breach(
        "R51", _nameless, "reviews-under-a-name", RED, 2, "2 ratings or reviews without a user name"
    ),
    Breach(
        "R51", _told_who, "reviews-are-read-first", RED, 3,
        "whoever reads a review is told whose it is",
    ),
    Breach(
        "R51", _kept, "reviews-go", RED, 1, "something is left of who asked to be erased and owes"
    ),
    Breach(
        "R51", _average_of_one, "ratings-tell-of-several", RED, 2, "of 1 ratings the average is 4.0"
    ),
)  # fmt: skip
