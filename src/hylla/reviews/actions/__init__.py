"""What is done with ratings and reviews: said, changed, taken back, passed, refused, reported."""

from hylla.reviews.actions.following import conform_reviews, follow_title
from hylla.reviews.actions.moderating import pass_review, refuse_review, report
from hylla.reviews.actions.telling import (
    choose_name,
    drop_name,
    drop_rating,
    drop_review,
    tell,
)

__all__ = [
    "choose_name",
    "conform_reviews",
    "drop_name",
    "drop_rating",
    "drop_review",
    "follow_title",
    "pass_review",
    "refuse_review",
    "report",
    "tell",
]
