"""The fields of a long form under headings."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.forms import BoundField
from django.utils.functional import Promise

from hylla.doors.parts.forms import Form

Groups = Sequence[tuple[str | Promise, tuple[str, ...]]]


@dataclass(frozen=True)
class Group:
    """Fields under one heading."""

    name: str
    fields: list[BoundField]


def grouped(form: Form, groups: Groups) -> list[Group]:
    """Return the fields that a form has, under their headings; an empty heading is left out.

    What is wrong is summed up in the same order.
    """
    form.order_fields([name for _, names in groups for name in names])
    found = [
        Group(str(name), [form[each] for each in names if each in form.fields])
        for name, names in groups
    ]
    return [group for group in found if group.fields]
