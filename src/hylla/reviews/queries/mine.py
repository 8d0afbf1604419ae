"""What somebody has rated and written themselves, and where it stands."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from hylla.library.refusals import Reason
from hylla.patrons.models import Identity
from hylla.privacy.clocks import ends, kept
from hylla.privacy.erasure import is_asked
from hylla.privacy.policy import Policy
from hylla.privacy.rights.restriction import is_restricted
from hylla.privacy.vocabulary import Purpose
from hylla.reviews.models import Rating, Review, Reviewer
from hylla.reviews.queries.published import of_work
from hylla.reviews.rules import Code, State, who_may


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody says of one title. `goes_on` is until when a refused text is read."""

    record_id: int
    title: str
    on: date
    stars: int | None = None
    review_id: UUID | None = None
    text: str = ""
    language: str = ""
    state: str = ""
    reason: str = ""
    goes_on: date | None = None


@dataclass(frozen=True, slots=True)
class Mine:
    """Somebody's user name for reviews, and all that stands under it, the newest first."""

    name: str
    is_refused: bool
    said: tuple[Said, ...]


def against_publishing(person_id: UUID, *, on: date, policy: Policy) -> list[Reason]:
    """Return why somebody may publish nothing here; none means they may."""
    born = Identity.objects.filter(person=person_id).values_list("birth_date", flat=True).first()
    reasons = who_may(born, on=on, policy=policy)
    if is_asked(person_id) or is_restricted(person_id, Purpose.REVIEWS):
        reasons.append(Reason(Code.LEAVING))
    return reasons


def name_of(person_id: UUID) -> str:
    """Return somebody's user name for reviews; nothing where they have none."""
    row = Reviewer.objects.filter(pk=person_id).values_list("name", flat=True).first()
    return row or ""


def mine_of(
    person_id: UUID, *, now: datetime, policy: Policy, record_id: int | None = None
) -> Mine:
    """Return what somebody has said: of everything, or of one title's work."""
    who = Reviewer.objects.filter(pk=person_id).first()
    ratings = Rating.objects.filter(patron=person_id)
    reviews = kept(Review, policy=policy, now=now).filter(patron=person_id)
    if record_id is not None:
        ratings = of_work(Rating, record_id).filter(patron=person_id)
        reviews = reviews.filter(pk__in=of_work(Review, record_id).values("pk"))
    stars = {each.record_id: each for each in ratings.select_related("record").defer(_HEAVY)}
    texts = {each.record_id: each for each in reviews.select_related("record").defer(_HEAVY)}
    told = [
        _said(stars.get(key), texts.get(key), policy) for key in dict.fromkeys((*texts, *stars))
    ]
    newest = sorted(told, key=lambda each: (each.on, each.title), reverse=True)
    return Mine(who.name if who else "", bool(who and who.refused_on), tuple(newest))


_HEAVY = "record__marc"


def _said(rating: Rating | None, review: Review | None, policy: Policy) -> Said:
    one = review or rating
    assert one is not None, "it is of one of the two"  # noqa: S101 - for mypy
    days = [each for each in (rating and rating.rated_on, review and review.written_on) if each]
    stars = rating.stars if rating else None
    if review is None:
        return Said(one.record_id, one.record.title, max(days), stars)
    return Said(
        one.record_id,
        one.record.title,
        max(days),
        stars,
        review.pk,
        review.text,
        review.language,
        State(review.state),
        review.reason,
        _goes_on(review, policy),
    )


def _goes_on(review: Review, policy: Policy) -> date | None:
    if review.refused_on is None:
        return None
    (keep,) = Review.personal_data.keep
    return ends(keep, policy=policy, since=review.refused_on)
