"""Many titles or copies changed at once: chosen, looked at, let run, undone."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from hylla.catalogue.actions.batches import prepare_changes
from hylla.catalogue.queries.batches import BatchFacts, rule_sets, rules_of_batch
from hylla.catalogue.rules.batches import BatchKind
from hylla.doors.cataloguing.batch_pages import BatchPages, in_list
from hylla.doors.cataloguing.choosing import REFUSALS, TitlesForm
from hylla.doors.cataloguing.door import cataloguing_page, for_cataloguers
from hylla.doors.cataloguing.rule_words import rule_text
from hylla.doors.parts.told import told
from hylla.doors.parts.who import now_of
from hylla.library.queries import StaffFacts
from hylla.library.refusals import Refused

KINDS = (BatchKind.CHANGE,)


def _told(facts: BatchFacts) -> tuple[str, ...]:
    return tuple(map(rule_text, rules_of_batch(facts.id)))


_PAGES = BatchPages(KINDS, one="cataloguing:many_one", home="cataloguing:many", told=_told)


@for_cataloguers
def listed(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """Show what was changed in many, and lead to what can be."""
    return cataloguing_page(
        request,
        worker,
        "cataloguing/many.html",
        title=_("Change many at once"),
        rows=in_list(*KINDS),
    )


@for_cataloguers
def titles(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """Choose titles and rules, and let the worker look."""
    if request.method != "POST":
        return _titles(request, worker, TitlesForm(initial={"words": told(request.GET, "q")}))
    form = TitlesForm(request.POST, request.FILES)
    if form.is_valid():
        rules = form.cleaned_data["rules"]
        try:
            number = prepare_changes(rules, form.chosen(), now=now_of(request))
        except Refused as refused:
            form.refuse(refused, REFUSALS)
        else:
            return redirect("cataloguing:many_one", number=number)
    return _titles(request, worker, form)


@for_cataloguers
def one(request: HttpRequest, worker: StaffFacts, *, number: int) -> HttpResponse:
    """Show what would change, how far it is, or what has changed."""
    return _PAGES.one(request, worker, number)


@for_cataloguers
def run(request: HttpRequest, worker: StaffFacts, *, number: int) -> HttpResponse:
    """Let it be done."""
    return _PAGES.run(request, worker, number)


@for_cataloguers
def undo(request: HttpRequest, worker: StaffFacts, *, number: int) -> HttpResponse:
    """Let it be undone."""
    return _PAGES.undo(request, worker, number)


@for_cataloguers
def drop(request: HttpRequest, worker: StaffFacts, *, number: int) -> HttpResponse:
    """Throw it away, if it has changed nothing."""
    return _PAGES.drop(request, worker, number)


@for_cataloguers
def row(request: HttpRequest, worker: StaffFacts, *, number: int, place: int) -> HttpResponse:
    """Show one title or copy before and after."""
    return _PAGES.row(request, worker, number, place)


def _titles(request: HttpRequest, worker: StaffFacts, form: TitlesForm) -> HttpResponse:
    return cataloguing_page(
        request,
        worker,
        "cataloguing/many_titles.html",
        title=_("Change many titles"),
        form=form,
        groups=form.groups(),
        has_rules=bool(rule_sets()),
        status=422 if form.errors else 200,
    )
