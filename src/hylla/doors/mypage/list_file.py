"""A list as a file: CSV for a spreadsheet, BibTeX and RIS to cite its titles."""

from collections.abc import Iterable, Mapping

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy

from hylla.catalogue.queries.harvest import Told, titles_told
from hylla.doors.parts.lasting import lasting
from hylla.formats.spreadsheets import as_csv
from hylla.formats.titles.forms import WRITINGS, Form
from hylla.formats.titles.marc import marc21_for_others
from hylla.lists.queries import OnList

COLUMNS = ("title", "authors", "year", "isbn", "note", "added", "address")
# Formats have their names in every language.
FILES = {
    Form.CSV.value: gettext_lazy("For a spreadsheet (CSV)"),
    Form.BIBTEX.value: "BibTeX",
    Form.RIS.value: "RIS",
}


def file_of(request: HttpRequest, titles: Iterable[OnList], form: str) -> HttpResponse:
    """Write the titles of a list; what has left the catalogue stands in a spreadsheet alone."""
    rows = list(titles)
    told = titles_told(
        (each.record_id for each in rows if each.record_id), address=lasting(request)
    )
    writing = WRITINGS[Form(form)]
    if form == Form.CSV:
        body: str | bytes = as_csv(COLUMNS, (_row(each, told) for each in rows))
    else:
        found = [told[each.record_id] for each in rows if each.record_id and each.record_id in told]
        body = b"\n".join(
            writing.title(each.title, marc21_for_others(each.title, each.marc)) for each in found
        )
    file = HttpResponse(body, content_type=writing.media_type)
    file.headers["Content-Disposition"] = f'attachment; filename="hylla-list.{form}"'
    return file


def _row(each: OnList, told: Mapping[int, Told]) -> tuple[str, ...]:
    found = told.get(each.record_id) if each.record_id else None
    title = found.title if found else None
    return (
        each.title,
        each.authors,
        str(title.year or "") if title else "",
        " ".join(title.isbns) if title else "",
        each.note,
        each.added_on.isoformat(),
        title.address if title else "",
    )
