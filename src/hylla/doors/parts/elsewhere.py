"""What is got that is not here, as a form and in words, for its patron and for the desk."""

from collections.abc import Mapping
from dataclasses import dataclass

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hylla.doors.parts.contact import branch_choices
from hylla.doors.parts.forms import Form, line
from hylla.doors.parts.writing import day_text
from hylla.interlibrary.queries import Request
from hylla.interlibrary.rules import Stage, Unheard, Wanted
from hylla.privacy.extract.coded import code_text

STAGES: Mapping[Stage, tuple[str, str | Promise]] = {
    Stage.ASKED: ("notice", gettext_lazy("Asked for")),
    Stage.APPROVED: ("notice", gettext_lazy("We look for a library that has it")),
    Stage.BOUGHT: ("good", gettext_lazy("We buy it")),
    Stage.DECLINED: ("bad", gettext_lazy("Not to be had")),
    Stage.SENT: ("notice", gettext_lazy("Asked for at another library")),
    Stage.SHIPPED: ("notice", gettext_lazy("On its way to us")),
    Stage.WAITING: ("good", gettext_lazy("Set aside")),
    Stage.LENT: ("good", gettext_lazy("On loan")),
    Stage.BACK: ("notice", gettext_lazy("Returned, to be sent back")),
    Stage.SENT_BACK: ("quiet", gettext_lazy("On its way back")),
}
UNHEARD: Mapping[Unheard, str | Promise] = {
    Unheard.NO_ANSWER: gettext_lazy("They do not answer"),
    Unheard.LOST_ON_THE_WAY: gettext_lazy("It was lost on the way back"),
    Unheard.SETTLED: gettext_lazy("It is settled between the two libraries"),
    Unheard.LIBRARY_GONE: gettext_lazy("The library is there no longer"),
}
"""Why an order ends without its lender's word."""
FIELDS = {
    "wish_title_missing": "title",
    "wish_already_asked": "title",
    "wish_isbn_wrong": "isbn",
    "wish_year_wrong": "year",
}
"""Beside which field each refusal stands."""


class WishForm(Form):
    """What somebody wants that is not here; there is no field for a note."""

    title = line(gettext_lazy("Title"))
    author = line(gettext_lazy("Author"), required=False)
    isbn = line(gettext_lazy("ISBN, if you know it"), required=False, max_length=40)
    year = forms.IntegerField(label=gettext_lazy("Year, if you know it"), required=False)
    branch = forms.TypedChoiceField(
        label=gettext_lazy("Pick-up branch"), coerce=int, choices=branch_choices
    )

    def wanted(self) -> Wanted:
        """Return what was filled in."""
        told = self.cleaned_data
        return Wanted(told["title"], told["author"], told["isbn"], told["year"])


@dataclass(frozen=True)
class Line:
    """A request in words."""

    request: Request
    tone: str
    state: str
    more: str

    @property
    def by(self) -> str:
        """Who wrote it, and when it came out."""
        wanted = self.request.wanted
        return ", ".join(filter(None, (wanted.author, str(wanted.year or ""))))


def line_of(request: Request) -> Line:
    """Put a request into words."""
    tone, state = STAGES[request.stage]
    return Line(request, tone, str(state), _more(request))


def _more(request: Request) -> str:
    if request.stage is Stage.DECLINED:
        return code_text(request.reason, "reason")
    if request.stage is Stage.BOUGHT:
        return _("When it has come, it is set aside as for everyone who waits.")
    if request.stage is Stage.LENT and request.due_on:
        return _("Due %(day)s.") % {"day": day_text(request.due_on)}
    return ""
