"""The page on which a patron without a card is searched for."""

from collections.abc import Mapping
from dataclasses import dataclass

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hylla.doors.desk.worker import desk_page
from hylla.doors.parts.forms import Form, line
from hylla.doors.parts.page import Said, notice
from hylla.doors.parts.tasks import Task
from hylla.library.queries import StaffFacts
from hylla.patrons.queries import Hit

TASKS: Mapping[Task, str | Promise] = {
    Task.SEARCH: gettext_lazy("The patron is here, without the card"),
    Task.CALL_BACK: gettext_lazy("The patron is on the telephone, or is to be called"),
}
"""For what someone is looked for by name; the patron reads it."""


@dataclass(frozen=True)
class Listed:
    """Someone whom the search found, under the number by which this desk alone opens them."""

    id: int
    hit: Hit


class Search(Form):
    """A name, and one thing more that only the patron knows of themselves."""

    name = line(gettext_lazy("Name"))
    also = line(
        gettext_lazy("One thing more"),
        help_text=gettext_lazy("Birth date, telephone, e-mail, postcode or card number"),
    )
    task = forms.ChoiceField(
        label=gettext_lazy("Why you look"),
        choices=[(each.value, text) for each, text in TASKS.items()],
        initial=Task.SEARCH.value,
        required=False,
        widget=forms.RadioSelect,
    )


def found_by_words(request: HttpRequest, worker: StaffFacts, words: str) -> HttpResponse:
    """Lead from the desk's field to the search, with the name filled in."""
    said = notice(_("A name alone finds nobody: say one thing more."))
    form = Search(initial={"name": words})
    return search_page(request, worker, form, said=said, focus="also")


def search_page(
    request: HttpRequest,
    worker: StaffFacts,
    form: Search,
    *,
    hits: tuple[Listed, ...] | None = None,
    more: int = 0,
    said: Said | None = None,
    focus: str = "name",
) -> HttpResponse:
    """Make the page. Who types goes on in the field `focus`, or from the hits."""
    wrong = bool(form.errors)
    if not hits:
        only_the_second = wrong and "name" not in form.errors or hits is not None
        form.fields["also" if only_the_second else focus].widget.attrs["autofocus"] = True
    return desk_page(
        request,
        worker,
        "desk/find.html",
        title=_("Not searched: check what you wrote") if wrong else _("Find a patron"),
        said=[said] if said else [],
        form=form,
        hits=hits,
        task=form["task"].value() or Task.SEARCH.value,
        more=more,
        searched=hits is not None,
        status=422 if wrong else 200,
    )
