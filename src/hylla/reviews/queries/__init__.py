"""What others ask of ratings and reviews."""

from hylla.reviews.queries.judging import ToJudge, to_judge
from hylla.reviews.queries.mine import Mine, Said, against_publishing, mine_of, name_of
from hylla.reviews.queries.published import (
    Opinion,
    Rated,
    is_published,
    of_work,
    opinions_of,
    ratings_of,
)

__all__ = [
    "Mine",
    "Opinion",
    "Rated",
    "Said",
    "ToJudge",
    "against_publishing",
    "is_published",
    "mine_of",
    "name_of",
    "of_work",
    "opinions_of",
    "ratings_of",
    "to_judge",
]
