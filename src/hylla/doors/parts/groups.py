"""The fields of a long form under headings."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.forms import BoundField
from django.utils.functional import Promise

from hylla.doors.parts.forms import Form


@dataclass(frozen=True)
class Group:
    """Fields under one heading."""

    name: str
    fields: list[BoundField]


def grouped(form: Form, groups: Iterable[tuple[str | Promise, tuple[str, ...]]]) -> list[Group]:
    """Return the fields that a form has, under their headings; an empty heading is left out."""
    found = [
        Group(str(name), [form[each] for each in names if each in form.fields])
        for name, names in groups
    ]
    return [group for group in found if group.fields]
