"""A branch as a form: its name and its week."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import time

from django import forms
from django.db import transaction
from django.forms import BoundField
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hylla.doors.parts.forms import Form, line
from hylla.library.actions import add_branch, change_branch, set_opening_hours
from hylla.library.queries import BranchFacts, branches, opening_week
from hylla.library.rules import Opening
from hylla.library.rules.first_run import free_code

USUAL = (time(10), time(18))
WORKDAYS = range(5)


def _clock(label: str) -> forms.TimeField:
    widget = forms.TimeInput(attrs={"type": "time", "autocomplete": "off"}, format="%H:%M")
    return forms.TimeField(label=label, required=False, widget=widget)


class BranchForm(Form):
    """A name and a week; a day without hours is a day on which the branch is closed."""

    name = line(gettext_lazy("Name of the branch"))
    is_school_library = forms.BooleanField(
        label=gettext_lazy("It is a school library"), required=False
    )

    def __init__(self, *arguments: object, **named: object) -> None:
        super().__init__(*arguments, **named)  # type: ignore[arg-type] # as Django's own form
        for day, day_name in WEEKDAYS.items():
            opens = _("%(day)s from") % {"day": str(day_name).capitalize()}
            self.fields[f"opens_{day}"] = _clock(opens)
            self.fields[f"closes_{day}"] = _clock(_("until"))

    def clean(self) -> None:
        """Say beside each day what is wrong with its hours."""
        for day in WEEKDAYS:
            opens, closes = self._hours(day)
            if (opens is None) != (closes is None):
                self.add_error(f"closes_{day}", _("Give both times, or leave the day empty."))
            elif opens is not None and closes is not None and closes <= opens:
                self.add_error(f"closes_{day}", _("This is not later than the opening."))
        if not self.errors and not self.week():
            self.add_error(None, _("A branch is open on one day at least."))

    def week(self) -> list[Opening]:
        """Return the hours that were given."""
        return [
            Opening(day, opens, closes)
            for day in WEEKDAYS
            for opens, closes in [self._hours(day)]
            if opens is not None and closes is not None
        ]

    def days(self) -> Iterator[tuple[BoundField, BoundField]]:
        """Return the two fields of each day."""
        return ((self[f"opens_{day}"], self[f"closes_{day}"]) for day in WEEKDAYS)

    def _hours(self, day: int) -> tuple[time | None, time | None]:
        return self.cleaned_data.get(f"opens_{day}"), self.cleaned_data.get(f"closes_{day}")


@dataclass(frozen=True)
class BranchRow:
    """A branch, and on how many days it is open."""

    branch: BranchFacts
    days: int


def branch_rows() -> list[BranchRow]:
    """Return every branch, by name."""
    return [BranchRow(each, len({o.weekday for o in opening_week(each.id)})) for each in branches()]


def branch_asked(text: str) -> BranchFacts | None:
    """Return the branch of that number, as an address or a form says it."""
    return next((each for each in branches() if str(each.id) == text), None)


@transaction.atomic
def write_branch(form: BranchForm, known: BranchFacts | None) -> int:
    """Add or change what the form says; return which branch it is.

    :raises Refused: the hours cannot be.
    """
    sent = form.cleaned_data
    name, is_school = sent["name"], sent["is_school_library"]
    if known is not None:
        change_branch(known.id, name=name, is_school_library=is_school)
        set_opening_hours(known.id, week=form.week())
        return known.id
    code = free_code(name, taken={each.code for each in branches()})
    branch = add_branch(code, name=name, is_school_library=is_school)
    set_opening_hours(branch.pk, week=form.week())
    return branch.pk


def hours_of(known: BranchFacts | None) -> dict[str, object]:
    """Return what the form shows first: the branch's own hours, or the usual ones."""
    if known is None:
        usual = {f"opens_{day}": USUAL[0] for day in WORKDAYS}
        return {**usual, **{f"closes_{day}": USUAL[1] for day in WORKDAYS}}
    shown: dict[str, object] = {"name": known.name, "is_school_library": known.is_school_library}
    for each in opening_week(known.id):
        shown[f"opens_{each.weekday}"] = each.opens_at
        shown[f"closes_{each.weekday}"] = each.closes_at
    return shown
