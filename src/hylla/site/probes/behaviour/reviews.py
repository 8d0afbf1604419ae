"""What becomes of ratings and reviews: read unseen, gone with their name, told of by several."""

import secrets
import string
from collections.abc import Iterator
from dataclasses import asdict
from uuid import UUID

from hylla.privacy import erasure
from hylla.reviews.actions import drop_name, tell
from hylla.reviews.models import Rating, Review, Reviewer
from hylla.reviews.queries import ratings_of, to_judge
from hylla.reviews.rules import Told
from hylla.site.probes.stage import NothingToTry, Stage, trial

NOBODY = 0
"""The number of no member of staff."""


@trial
def reviews_are_judged_unseen(stage: Stage) -> Iterator[str]:
    """Whoever reads a review is given neither user name nor person."""
    bird, name = _told(stage, stage.record().pk)
    (row,) = Review.objects.filter(patron=bird)
    found = to_judge(staff_id=NOBODY)
    mine = [each for each in found if each.id == row.pk]
    if not mine:
        yield "a new review is read by nobody"
    for each in mine:
        told = " ".join(map(str, asdict(each).values()))
        if name in told or str(bird) in told:
            yield "whoever reads a review is told whose it is"


@trial
def reviews_go(stage: Stage) -> Iterator[str]:
    """All goes with the user name, and with the wish to be erased, whatever must wait."""
    bird, _ = _told(stage, stage.record().pk)
    drop_name(bird, now=stage.now)
    if _left(bird):
        yield "something is left of who deleted their user name"
    bird, _ = _told(stage, stage.record().pk)
    stage.owes(bird, 10_000)
    erasure.ask(bird, policy=stage.policy, now=stage.now)
    if _left(bird):
        yield "something is left of who asked to be erased and owes"


@trial
def ratings_tell_of_several(stage: Stage) -> Iterator[str]:
    """No average is shown before so many have rated, and then it is."""
    title = stage.record().pk
    for number in range(1, stage.policy.reviews.shown_from + 1):
        _told(stage, title)
        shown = ratings_of(title, policy=stage.policy)
        if (shown.average is not None) != (number == stage.policy.reviews.shown_from):
            yield f"of {number} ratings the average is {shown.average}"


def _told(stage: Stage, record_id: int) -> tuple[UUID, str]:
    """Let somebody rate and review; return who, and under which name."""
    if not stage.policy.reviews.offered:
        raise NothingToTry
    bird = stage.patron().person_id
    return bird, say_something(stage, bird, record_id)


def say_something(stage: Stage, person_id: UUID, record_id: int) -> str:
    """Let somebody rate and review a title; return their user name."""
    name = "".join(secrets.choice(string.ascii_lowercase) for _ in range(20))
    told = Told(stars=4, text="A trial that nobody reads.", language="en", name=name)
    tell(told, person_id=person_id, record_id=record_id, now=stage.now, policy=stage.policy)
    return name


def _left(person_id: UUID) -> bool:
    return Reviewer.objects.filter(pk=person_id).exists() or any(
        each.objects.filter(patron=person_id).exists() for each in (Rating, Review)
    )


PROBES = (reviews_are_judged_unseen, reviews_go, ratings_tell_of_several)
