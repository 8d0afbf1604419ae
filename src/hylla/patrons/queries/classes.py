"""The classes of a school library: who is in each until its last day, and not a day longer."""

import re
import uuid
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, QuerySet
from django.utils.translation import get_language

from hylla.formats.language import in_order
from hylla.patrons.models import Identity


@dataclass(frozen=True)
class SchoolClass:
    """A class, and how many are in it; nobody's name."""

    name: str
    pupils: int
    until_on: date


@dataclass(frozen=True, repr=False)
class Pupil:
    """Someone in a class."""

    person_id: uuid.UUID
    name: str


def pupils_at(branch_id: int, *, on: date) -> "QuerySet[Identity]":
    """Return those who are in any class of a school library on a day."""
    there = Identity.objects.filter(person__home_branch=branch_id, school_class_until__gte=on)
    return there.exclude(school_class="")


def classes_at(branch_id: int, *, on: date) -> tuple[SchoolClass, ...]:
    """Return the classes of a school library, 2A before 10A."""
    rows = pupils_at(branch_id, on=on).values_list("school_class")
    found = rows.annotate(Count("pk"), Max("school_class_until")).order_by("school_class")
    return tuple(sorted((SchoolClass(*row) for row in found), key=_year))


def _year(each: SchoolClass) -> int:
    """Return the number with which a class begins, if it does."""
    number = re.match(r"[0-9]*", each.name)
    return int((number and number[0]) or 0)


def pupils_in(name: str, *, branch_id: int, on: date) -> tuple[Pupil, ...]:
    """Return who is in a class, in the alphabet of whoever reads."""
    rows = pupils_at(branch_id, on=on).filter(school_class=name)
    found = [
        (row.family_name, Pupil(row.person_id, f"{row.given_name} {row.family_name}".strip()))
        for row in rows
    ]
    named = in_order(
        found, by=lambda each: f"{each[0]} {each[1].name}", language=get_language() or "en"
    )
    return tuple(pupil for _, pupil in named)
