"""Ratings and reviews: each under a user name, and none published that nobody may read."""

from datetime import datetime

from django.db import connection

from hylla.privacy.policy import Moderated, Policy
from hylla.privacy.verify import Finding
from hylla.reviews.models import Rating, Review

# By hand, so that they do not ask in the words of the code they judge.
NAMELESS = """
SELECT COUNT(*) FROM reviews_{} said
LEFT JOIN reviews_reviewer who ON who.person_id = said.patron_id WHERE who.person_id IS NULL
"""
UNREAD = """
SELECT COUNT(*) FROM reviews_review WHERE state = 'published' AND is_looked_at = %s
"""


def reviews_are_named(policy: Policy, now: datetime) -> Finding:
    """No rating and no review is without a user name, and nobody reads what must be read first."""
    nameless = sum(_count(NAMELESS.format(table)) for table in ("rating", "review"))
    problems = [f"{nameless} ratings or reviews without a user name"] if nameless else []
    if policy.reviews.moderated is Moderated.BEFORE:
        unread = _count(UNREAD, False)  # noqa: FBT003 - a column's value
        problems += [f"{unread} reviews are published that nobody has read"] if unread else []
    return Finding(Rating.objects.count() + Review.objects.count(), tuple(problems))


def _count(statement: str, *values: bool) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return int(cursor.fetchone()[0])
