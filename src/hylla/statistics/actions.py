"""The writes of this domain: one more, or one less where one more was a mistake."""

from datetime import date
from typing import TypedDict

from django.db import connection
from django.db.models import F
from typing_extensions import Unpack

from hylla.statistics.models import Event, Tally

# Both databases take the same statement. It stands in every checkout and return, so it is written
# by hand: the ORM's update_or_create is three statements and loses counts between two of them.
COUNT = """
INSERT INTO statistics_tally (day, branch, event, item_type, category, age_band, count)
VALUES (%s, %s, %s, %s, %s, %s, 1)
ON CONFLICT (day, branch, event, item_type, category, age_band)
DO UPDATE SET count = statistics_tally.count + 1
"""


class Classes(TypedDict, total=False):
    """What an event is told apart by, where it matters: codes, never keys."""

    item_type: str
    category: str
    age_band: str


def count(event: Event, *, on: date, branch: str, **classes: Unpack[Classes]) -> None:
    """Count one more event at the branch with that code."""
    item_type, category = classes.get("item_type", ""), classes.get("category", "")
    values = (on, branch, event.value, item_type, category, classes.get("age_band", ""))
    with connection.cursor() as cursor:
        cursor.execute(COUNT, values)


def count_one_less(event: Event, *, on: date, branch: str, **classes: Unpack[Classes]) -> None:
    """Take back what was counted for something that is undone; a number that is none goes."""
    row = Tally.objects.filter(
        day=on,
        branch=branch,
        event=event,
        **dict.fromkeys(Classes.__annotations__, "") | classes,
    )
    row.filter(count__gt=0).update(count=F("count") - 1)
    row.filter(count=0).delete()
