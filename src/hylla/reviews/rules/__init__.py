"""What may be said of a title, and under which name."""

from hylla.reviews.rules.codes import Code, State, Why
from hylla.reviews.rules.naming import NAME_LENGTH, Known, folded, name_faults
from hylla.reviews.rules.saying import (
    LONGEST,
    MOST_STARS,
    SHORTEST,
    Told,
    average_of,
    faults_of,
    who_may,
)

__all__ = [
    "LONGEST",
    "MOST_STARS",
    "NAME_LENGTH",
    "SHORTEST",
    "Code",
    "Known",
    "State",
    "Told",
    "Why",
    "average_of",
    "faults_of",
    "folded",
    "name_faults",
    "who_may",
]
