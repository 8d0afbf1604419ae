"""Authorities in the editor of titles: looked up for a field, put there, or made of it.

The record rides along in the form, so that nothing of it is lost and nothing is kept here.
"""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from hylla.catalogue.actions.authorities.writing import write_authority
from hylla.catalogue.actions.editing import Hand
from hylla.catalogue.queries.authorities import (
    AuthorityHit,
    authorities_beside,
    authorities_found,
    variants_of,
)
from hylla.catalogue.queries.standing import usable
from hylla.catalogue.queries.versions import Editable
from hylla.doors.cataloguing.door import cataloguing_page
from hylla.doors.cataloguing.drafts import Acted, own_rows, written
from hylla.doors.cataloguing.marc_words import field_text
from hylla.doors.parts.page import Said, bad, good
from hylla.doors.parts.refusals import why
from hylla.doors.parts.told import number_told, told
from hylla.formats.marc import Field, Record
from hylla.formats.marc.authority_fields import beginning
from hylla.formats.marc.headings import CONTROLLED, as_heading, heading_text, tied
from hylla.library.queries import StaffFacts
from hylla.library.refusals import Refused

MOST_BESIDE = 10
PUTS = ("take", "make")
_NOT_SENT = {"act", "q"}


def look_up(
    request: HttpRequest, worker: StaffFacts, draft: Record, *, known: Editable | None
) -> HttpResponse | None:
    """Return the page on which an authority is looked up for a field, if that is asked for."""
    verb, _colon, place = told(request.POST, "act").partition(":")
    field = _field(draft, place)
    if verb != "look" or field is None:
        return None
    words = told(request.POST, "q") if "q" in request.POST else heading_text(field)
    family = CONTROLLED[field.tag]
    page = authorities_found(words, family=family)
    beside = () if page.rows else authorities_beside(words, family=family, count=MOST_BESIDE)
    rows = _each_once((*page.rows, *beside))
    variants = variants_of(each.id for each in rows)
    return cataloguing_page(
        request,
        worker,
        "cataloguing/look_up.html",
        title=_("Look up an authority"),
        known=known,
        sent=[(name, value) for name, value in request.POST.items() if name not in _NOT_SENT],
        field_text=f"{field.tag} {field_text(field.tag)}",
        place=place,
        words=words,
        total=page.total,
        is_beside=bool(beside),
        rows=[(each, variants.get(each.id, ())) for each in rows],
    )


def put_under(draft: Record, act: str, *, by: Hand) -> tuple[Acted, Said | None]:
    """Put a field under an authority (`take:3:17`), or make one of it (`make:3`)."""
    verb, _colon, rest = act.partition(":")
    place, _colon, number = rest.partition(":")
    field = _field(draft, place)
    if field is None:
        return Acted(draft, None), None
    if verb == "make":
        try:
            number = str(_made(field, by=by))
        except Refused as refused:
            return Acted(draft, int(place)), why(refused)
    wanted = number_told(number)
    found = None if wanted is None else usable(wanted)
    if found is None:
        return Acted(draft, int(place)), bad(_("This authority is no longer here."))
    done = tied(field, found.heading, number=found.number)
    said = good(_("Under the authority %(heading)s.") % {"heading": heading_text(found.heading)})
    return Acted(_with(draft, int(place), done), int(place)), said


def _made(field: Field, *, by: Hand) -> int:
    is_series = field.tag in {"440", "830"}
    record = beginning(as_heading(field), day=by.on, is_series=is_series)
    return write_authority(written(record), by=by)


def _with(draft: Record, place: int, field: Field) -> Record:
    rows = own_rows(draft)
    rows[place] = field
    fixed = [each for each in draft.fields if each.tag == "008"]
    return replace(draft, fields=(*fixed, *rows))


def _field(draft: Record, place: str) -> Field | None:
    """Return the field of a row, if an authority may be had for it."""
    rows = own_rows(draft)
    number = number_told(place)
    found = rows[number] if number is not None and number < len(rows) else None
    return found if found is not None and found.tag in CONTROLLED else None


def _each_once(hits: tuple[AuthorityHit, ...]) -> tuple[AuthorityHit, ...]:
    return tuple({each.id: each for each in hits}.values())
