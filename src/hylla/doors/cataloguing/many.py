"""Many titles or copies changed at once: chosen, looked at, let run, undone."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from hylla.catalogue.actions.batches import prepare_changes
from hylla.catalogue.queries.batches import BatchFacts, compared, rule_sets, rules_of_batch
from hylla.catalogue.rules.batches import BatchKind
from hylla.catalogue.rules.comparing import Line
from hylla.circulation.actions.many_copies import prepare_copy_changes
from hylla.doors.cataloguing.batch_pages import BatchPages, in_list
from hylla.doors.cataloguing.choosing import REFUSALS, TitlesForm
from hylla.doors.cataloguing.copy_form import CopiesForm
from hylla.doors.cataloguing.copy_words import copies_told, copy_lines
from hylla.doors.cataloguing.door import cataloguing_page, for_cataloguers
from hylla.doors.cataloguing.rule_words import rule_text
from hylla.doors.parts.told import told
from hylla.doors.parts.who import now_of
from hylla.library.queries import StaffFacts
from hylla.library.refusals import Refused

KINDS = (BatchKind.CHANGE, BatchKind.COPIES)


def _told(facts: BatchFacts) -> tuple[str, ...]:
    if facts.kind is BatchKind.COPIES:
        return copies_told(facts)
    return tuple(map(rule_text, rules_of_batch(facts.id)))


def _lines(facts: BatchFacts, place: int) -> tuple[Line, ...]:
    is_of_copies = facts.kind is BatchKind.COPIES
    return copy_lines(facts, place) if is_of_copies else compared(facts.id, place)


PAGES = BatchPages(KINDS, name="change", home="many", told=_told, lines=_lines)


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
            return redirect("cataloguing:change", number=number)
    return _titles(request, worker, form)


@for_cataloguers
def copies(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """Choose copies and what becomes of them, and let the worker look."""
    is_sent = request.method == "POST"
    form = CopiesForm(request.POST, request.FILES) if is_sent else CopiesForm()
    if is_sent and form.is_valid():
        try:
            number = prepare_copy_changes(
                form.change(), form.chosen(), name=str(_("Copies")), now=now_of(request)
            )
        except Refused as refused:
            form.refuse(refused, {})
        else:
            return redirect("cataloguing:change", number=number)
    return cataloguing_page(
        request,
        worker,
        "cataloguing/many_copies.html",
        title=_("Change many copies"),
        form=form,
        groups=form.groups(),
        status=422 if form.errors else 200,
    )


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
