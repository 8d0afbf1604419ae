"""Authorities: looked up, shown with their titles, and what was changed about them."""

from dataclasses import dataclass

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hylla.catalogue.actions.authorities.writing import restore_authority
from hylla.catalogue.queries.authorities import (
    AuthorityHit,
    authorities_found,
    authority,
    titles_under,
)
from hylla.catalogue.queries.authority_versions import (
    authority_version,
    versions_of_authority,
    what_changed_authority,
)
from hylla.catalogue.queries.reheading import changes_of
from hylla.doors.cataloguing.authority_words import KINDS
from hylla.doors.cataloguing.door import cataloguing_page, for_cataloguers
from hylla.doors.cataloguing.editing import hand_of
from hylla.doors.cataloguing.histories import (
    Change,
    ChangeRow,
    History,
    change_page,
    history_page,
)
from hylla.doors.cataloguing.problem_words import WHY
from hylla.doors.cataloguing.words import STAGES
from hylla.doors.parts.forms import Form, line
from hylla.doors.parts.page import Said, good
from hylla.doors.parts.refusals import why
from hylla.doors.parts.told import page_told, told
from hylla.formats.marc.authorities import AuthorityKind
from hylla.library.queries import StaffFacts
from hylla.library.refusals import Refused


class SearchForm(Form):
    """What an authority is looked for by."""

    q = line(gettext_lazy("Name, subject or series"), attrs={"dir": "auto"}, required=False)
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        choices=[("", gettext_lazy("All kinds")), *KINDS.items()],
        required=False,
    )


@dataclass(frozen=True)
class Row:
    """A form in the list."""

    facts: AuthorityHit
    kind: str | Promise


@for_cataloguers
def listed(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """Go through the authorities by their headings and variants, or look for one."""
    words = told(request.GET, "q")
    kind = next((each for each in AuthorityKind if each == request.GET.get("kind")), None)
    page = authorities_found(words, kind=kind, page=page_told(request.GET))
    return cataloguing_page(
        request,
        worker,
        "cataloguing/authorities.html",
        title=_("Authorities"),
        form=SearchForm(initial={"q": words, "kind": kind or ""}),
        words=words,
        kind=kind or "",
        page=page,
        rows=[Row(each, KINDS[each.kind]) for each in page.rows],
        kinds=KINDS.items(),
    )


@for_cataloguers
def one(request: HttpRequest, worker: StaffFacts, *, number: int) -> HttpResponse:
    """Show an authority with its other forms and the titles under it."""
    known = authority(number)
    if known is None:
        return redirect("cataloguing:authority_history", number=number)
    return cataloguing_page(
        request,
        worker,
        "cataloguing/authority.html",
        title=known.heading,
        said=good(_("Saved.")) if "saved" in request.GET else None,
        known=known,
        kind=KINDS[known.kind],
        page=titles_under(number, page=page_told(request.GET)),
        changes=[(each, STAGES[each.stage]) for each in changes_of(number)],
    )


@for_cataloguers
def history(request: HttpRequest, worker: StaffFacts, *, number: int) -> HttpResponse:
    """Show what changed an authority."""
    known, rows = authority(number), versions_of_authority(number)
    if known is None and not rows:
        raise Http404
    shown = [
        ChangeRow(
            reverse("cataloguing:authority_version", args=[each.id]),
            each.on,
            WHY[each.why],
            each.by,
            each.heading,
        )
        for each in rows
    ]
    back = (_("All authorities"), reverse("cataloguing:authorities"))
    if known:
        back = (_("To the authority"), reverse("cataloguing:authority", args=[number]))
    of = known.heading if known else rows[0].heading
    return history_page(request, worker, History(of, _("Heading before"), shown, back))


@for_cataloguers
def version(request: HttpRequest, worker: StaffFacts, *, number: int) -> HttpResponse:
    """Show one change field by field."""
    return _version(request, worker, number)


@for_cataloguers
def restore(request: HttpRequest, worker: StaffFacts, *, number: int) -> HttpResponse:
    """Make an authority what it was before a change, or bring a deleted one back."""
    if request.method != "POST":
        return redirect("cataloguing:authority_version", number=number)
    try:
        saved = restore_authority(number, by=hand_of(request, worker))
    except Refused as refused:
        return _version(request, worker, number, said=why(refused))
    if saved.batch is not None:
        return redirect("cataloguing:heading_change", number=saved.batch)
    return redirect(f"{redirect('cataloguing:authority', number=saved.number).url}?saved=1")


def _version(
    request: HttpRequest, worker: StaffFacts, number: int, *, said: Said | None = None
) -> HttpResponse:
    facts = authority_version(number)
    if facts is None:
        raise Http404
    again = _("Make it as it was before") if facts.is_here else _("Bring the authority back")
    shown = Change(
        facts.heading,
        facts.on,
        WHY[facts.why],
        facts.by,
        what_changed_authority(number),
        (again, reverse("cataloguing:restore_authority", args=[number])),
        reverse("cataloguing:authority_history", args=[facts.authority]),
    )
    return change_page(request, worker, shown, said=said)
