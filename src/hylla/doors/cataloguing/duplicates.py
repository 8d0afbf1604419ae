"""Titles that may be one: found, compared field by field, and merged."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from hylla.catalogue.actions.merging import Merge, tell_apart, tell_apart_no_more
from hylla.catalogue.queries import Hit
from hylla.catalogue.queries.batches import BatchFacts, copies_of_row, row_of
from hylla.catalogue.queries.duplicates import (
    SideBySide,
    likely_duplicates,
    side_by_side,
    told_apart,
)
from hylla.catalogue.rules.batches import BatchKind, Part
from hylla.catalogue.rules.comparing import Line, beside
from hylla.catalogue.rules.matching import MatchBy
from hylla.circulation.actions.merging_titles import merge_titles
from hylla.doors.cataloguing.batch_pages import BatchPages, in_list
from hylla.doors.cataloguing.door import cataloguing_page, for_cataloguers
from hylla.doors.parts.forms import Form
from hylla.doors.parts.page import Said, bad
from hylla.doors.parts.refusals import why
from hylla.doors.parts.told import number_told, told
from hylla.doors.parts.who import now_of
from hylla.library.queries import StaffFacts, policy_in_force
from hylla.library.refusals import Refused

SHARED: dict[MatchBy, str | Promise] = {
    MatchBy.ISBN: gettext_lazy("the same ISBN"),
    MatchBy.ISSN: gettext_lazy("the same ISSN"),
    MatchBy.TITLE: gettext_lazy("the same author, title, year, kind and language"),
}
LARGEST = 2**63 - 1
MOST_APART = 50


class TwoForm(Form):
    """Two titles, by number."""

    stays = forms.IntegerField(
        label=gettext_lazy("Number of the title that stays"), min_value=1, max_value=LARGEST
    )
    goes = forms.IntegerField(
        label=gettext_lazy("Number of the title that goes"),
        min_value=1,
        max_value=LARGEST,
        help_text=gettext_lazy("The number stands in the address of the title's page."),
    )


@dataclass(frozen=True)
class Group:
    """Titles that may be one; each but the first can go into the first."""

    why: str | Promise
    first: Hit
    others: tuple[Hit, ...]


@dataclass(frozen=True)
class Row:
    """A field of either title, or of both; places are those in its record."""

    line: Line
    keep: int | None
    take: int | None
    is_kept: bool
    is_taken: bool


def _told(facts: BatchFacts) -> tuple[str, ...]:
    """Say what has become of which title, with its copies."""
    stays, goes = row_of(facts.id, Part.STAYS), row_of(facts.id, Part.GOES)
    if stays is None or goes is None:
        return ()
    told = {
        "goes": goes.title,
        "goes_number": goes.record_number,
        "stays": stays.title,
        "stays_number": stays.record_number,
    }
    into = _("%(goes)s (%(goes_number)s) has become part of %(stays)s (%(stays_number)s).") % told
    number = copies_of_row(facts.id, Part.GOES)
    copies = ngettext("%(number)d copy came with it.", "%(number)d copies came with it.", number)
    return into, copies % {"number": number}


PAGES = BatchPages((BatchKind.MERGE,), name="merged", home="duplicates", told=_told)


@for_cataloguers
def listed(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """Show titles that may be one."""
    return _list(request, worker)


@for_cataloguers
def compare(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """Show two titles side by side, and make them one."""
    sent = request.POST if request.method == "POST" else request.GET
    form = TwoForm(sent)
    if not form.is_valid():
        return _list(request, worker, form=form)
    stays, goes = form.cleaned_data["stays"], form.cleaned_data["goes"]
    pair = side_by_side(stays, goes)
    if pair is None:
        no_pair = bad(_("These are not two titles of the catalogue. Check the numbers."))
        return _list(request, worker, form=form, said=no_pair)
    if request.method != "POST":
        return _compared(request, worker, pair)
    chosen = Merge(
        stays,
        goes,
        told(request.POST, "version"),
        without=frozenset(range(len(pair.stays.fields))) - _places(request, "keep"),
        taken=_places(request, "take"),
    )
    try:
        number = merge_titles(chosen, now=now_of(request), policy=policy_in_force())
    except Refused as refused:
        return _compared(request, worker, pair, chosen=chosen, said=why(refused))
    return redirect("cataloguing:merged", number=number)


@for_cataloguers
def apart(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """Keep that two titles are not one, or take that back."""
    form = TwoForm(request.POST)
    if request.method != "POST" or not form.is_valid():
        return redirect("cataloguing:duplicates")
    pair = form.cleaned_data["stays"], form.cleaned_data["goes"]
    try:
        (tell_apart_no_more if "undo" in request.POST else tell_apart)(*pair)
    except Refused as refused:
        return _list(request, worker, form=form, said=why(refused))
    return redirect("cataloguing:duplicates")


def _places(request: HttpRequest, name: str) -> frozenset[int]:
    sent = map(number_told, request.POST.getlist(name))
    return frozenset(each for each in sent if each is not None)


def _list(
    request: HttpRequest,
    worker: StaffFacts,
    *,
    form: TwoForm | None = None,
    said: Said | None = None,
) -> HttpResponse:
    groups, after = likely_duplicates(after=told(request.GET, "after"))
    wrong = said is not None or (form is not None and form.errors)
    return cataloguing_page(
        request,
        worker,
        "cataloguing/duplicates.html",
        title=_("Titles that may be one"),
        said=said,
        form=form or TwoForm(),
        groups=[Group(SHARED[each.by], each.titles[0], each.titles[1:]) for each in groups],
        after=after,
        merged=in_list(BatchKind.MERGE),
        apart=told_apart(most=MOST_APART),
        status=422 if wrong else 200,
    )


def _compared(
    request: HttpRequest,
    worker: StaffFacts,
    pair: SideBySide,
    *,
    chosen: Merge | None = None,
    said: Said | None = None,
) -> HttpResponse:
    """Show both; what was chosen before stays chosen."""
    return cataloguing_page(
        request,
        worker,
        "cataloguing/merge.html",
        title=_("Make two titles one"),
        said=said,
        pair=pair,
        rows=list(_rows(pair.stays.fields, pair.goes.fields, chosen or Merge(0, 0, ""))),
        status=422 if said else 200,
    )


def _rows(stays: Sequence[str], goes: Sequence[str], chosen: Merge) -> Iterator[Row]:
    """Yield the fields side by side; a field that both have is there once."""
    mine, theirs = list(enumerate(stays)), list(enumerate(goes))
    for line in beside(stays, goes):
        keep = _first(mine, line.before)
        take = _first(theirs, line.after)
        is_own = line.before[:3] in {"001", "003"} or line.after[:3] in {"001", "003"}
        yield Row(
            line,
            None if is_own else keep,
            None if is_own or not line.is_changed else take,
            is_kept=keep not in chosen.without,
            is_taken=take in chosen.taken,
        )


def _first(places: list[tuple[int, str]], text: str) -> int | None:
    """Return the place of the first field that reads so, and take it from those to come."""
    found = next((each for each in places if text and each[1] == text), None)
    if found is None:
        return None
    places.remove(found)
    return found[0]
