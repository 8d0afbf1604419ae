"""The sixth step: the first titles, read from a file while the page tells how far it is."""

from collections.abc import Generator, Iterator
from contextlib import closing
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.translation import get_language, gettext_lazy, override
from django.utils.translation import gettext as _

from hylla.catalogue.actions import ImportReport, importing
from hylla.doors.guide.door import for_guide, guide_page
from hylla.doors.parts.contact import branch_choices
from hylla.doors.parts.forms import Form
from hylla.doors.parts.page import today_of
from hylla.doors.parts.who import now_of
from hylla.library.actions import note_import_begun, note_import_ended, pass_over_import
from hylla.library.queries import FirstRunFacts
from hylla.library.rules.first_run import Step

PARTS = 100
"""How many times at most a page says how far it is."""
OFTEN = 1000
"""After how many records it says so at least."""
HERE = "<!-- what is read stands here -->"


class Titles(Form):
    """A file of MARC records, and where copies stand whose branch is unknown."""

    file = forms.FileField(
        label=gettext_lazy("File of MARC records"),
        help_text=gettext_lazy("ISO 2709 (.mrc) or MARCXML, as your old system exports them."),
        error_messages={"empty": gettext_lazy("This file is empty. Choose another.")},
    )
    branch = forms.TypedChoiceField(
        label=gettext_lazy("Copies of unknown branches go to"), coerce=int, choices=branch_choices
    )


@for_guide(Step.TITLES)
def titles(request: HttpRequest, run: FirstRunFacts) -> HttpResponseBase:
    """Read a file, or leave that for later."""
    if request.method != "POST":
        return _asked(request, run, Titles())
    if "later" in request.POST:
        pass_over_import()
        return redirect("guide:ready")
    form = Titles(request.POST, request.FILES)
    if not form.is_valid():
        return _asked(request, run, form)
    return _reading(request, run, form)


def _reading(request: HttpRequest, run: FirstRunFacts, form: Titles) -> StreamingHttpResponse:
    """Send the page as far as the progress, then the progress, then what came of it."""
    around = guide_page(
        request,
        run,
        "guide/reading.html",
        title=_("Reading the titles"),
        step=Step.TITLES,
        here=HERE,
    )
    before, after = around.content.decode().split(HERE)
    now, language = now_of(request), get_language() or "en"
    reading = _read(form, on=today_of(request), now=now)
    return StreamingHttpResponse(_told(before, reading, after, language))


def _told(
    before: str, reading: Generator[str, None, ImportReport], after: str, language: str
) -> Iterator[str]:
    """Give the page piece by piece; the language of the request is over when this is asked for."""
    yield before
    # Who walks away closes this, and what it reads from with it.
    with closing(reading):
        while True:
            with override(language):
                try:
                    piece = next(reading)
                except StopIteration as end:
                    yield render_to_string("guide/report.html", {"report": end.value})
                    break
            yield piece
    yield after


def _read(form: Titles, *, on: date, now: datetime) -> Generator[str, None, ImportReport]:
    """Import the file, and say now and then how much of it is read."""
    upload: UploadedFile[Any] = form.cleaned_data["file"]
    size, said, counted = upload.size or 1, -1, 0
    note_import_begun(now=now)
    with TemporaryDirectory() as folder:
        path = Path(folder) / (Path(upload.name or "").name or "titles")
        with path.open("wb") as file:
            file.writelines(upload.chunks())
        steps = importing([path], on=on, branch_id=form.cleaned_data["branch"])
        while True:
            try:
                done, records = next(steps)
            except StopIteration as end:
                report: ImportReport = end.value
                break
            part = min(done * PARTS // size, PARTS)
            if part > said or records >= counted + OFTEN:
                said, counted = part, records
                yield render_to_string("guide/progress.html", {"part": part, "records": records})
    note_import_ended(report.in_words(), now=now)
    return report


def _asked(request: HttpRequest, run: FirstRunFacts, form: Titles) -> HttpResponse:
    wrong = bool(form.errors)
    return guide_page(
        request,
        run,
        "guide/titles.html",
        title=_("Not read: check the file") if wrong else _("Your first titles"),
        step=Step.TITLES,
        form=form,
        was_broken_off=run.import_began,
        report=run.import_report,
        status=422 if wrong else 200,
    )
