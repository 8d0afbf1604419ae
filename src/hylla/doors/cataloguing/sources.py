"""Records from other catalogues: looked for in several, begun with, or laid over."""

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from hylla.catalogue.actions.batches import receive_file
from hylla.catalogue.queries import Hit
from hylla.catalogue.queries.batches import profiles
from hylla.catalogue.rules.comparing import field_text
from hylla.catalogue.rules.isbn import isbn_asked
from hylla.catalogue.sources import (
    NO_ANSWER,
    Foreign,
    Outcome,
    look_up,
    sources,
    to_begin_with,
)
from hylla.clients.catalogues import MOST, Problem, Source, Wanted, WrongSettings
from hylla.doors.cataloguing.door import cataloguing_page, for_cataloguers
from hylla.doors.cataloguing.drafts import fits
from hylla.doors.cataloguing.editing import Shown, editor
from hylla.doors.parts.forms import Form, line
from hylla.doors.parts.page import Said, bad, notice
from hylla.doors.parts.refusals import why
from hylla.doors.parts.told import number_told, page_told
from hylla.doors.parts.who import now_of
from hylla.formats.language import language_words
from hylla.formats.marc.issn import issn8
from hylla.formats.marc.kept import kept_record
from hylla.library.queries import StaffFacts
from hylla.library.refusals import Refused

LARGEST = 400_000
"""Bytes of a record that a page carries."""
PROBLEMS: Mapping[str, str | Promise] = {
    Problem.UNREACHABLE: gettext_lazy("It cannot be reached. Try again later."),
    Problem.TOO_SLOW: gettext_lazy("It took too long to answer. Try again, or with more words."),
    Problem.TOO_LARGE: gettext_lazy("Its answer is too large. Try with more words."),
    Problem.REFUSED: gettext_lazy("It refused to answer. Ask whoever runs it if that goes on."),
    Problem.MOVED: gettext_lazy(
        "It has moved to another address. Whoever runs this library's system can enter that."
    ),
    NO_ANSWER: gettext_lazy("What it sent is no answer to a search. Try again later."),
}


class LookForm(Form):
    """What a title is looked for by, and where."""

    number = line(gettext_lazy("ISBN or ISSN"), required=False)
    title = line(gettext_lazy("Title"), required=False, attrs={"dir": "auto"})
    author = line(gettext_lazy("Author"), required=False, attrs={"dir": "auto"})
    words = line(gettext_lazy("Any words"), required=False, attrs={"dir": "auto"})
    among = forms.MultipleChoiceField(
        label=gettext_lazy("Look in"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: object, known: tuple[Source, ...], **more: object) -> None:
        super().__init__(*args, **more)  # type: ignore[arg-type]  # what Django's form takes
        names = [each.name for each in known]
        self.fields["among"].choices = [(each, each) for each in names]  # type: ignore[attr-defined]  # it has choices
        self.fields["among"].initial = names

    def clean(self) -> dict[str, object]:
        """Take a number that is none for what it is: a mistake in typing."""
        told: dict[str, object] = super().clean() or {}
        number = str(told.get("number", "")).strip()
        if number and not (isbn_asked(number) or issn8(number)):
            self.add_error("number", _("This is neither an ISBN nor an ISSN: a digit is wrong."))
        elif not any(told.get(name) for name in ("number", "title", "author", "words")):
            self.add_error("number", _("Write a number, or a few words of the title."))
        return told

    @property
    def wanted(self) -> Wanted:
        """What is looked for."""
        told = self.cleaned_data
        number = told["number"]
        isbn = isbn_asked(number) or ""
        issn = "" if isbn else issn8(number) or ""
        return Wanted(isbn, issn, told["words"], told["title"], told["author"])


@dataclass(frozen=True)
class Row:
    """A title that was found; `marc` is its record as a form carries it, empty if too long."""

    title: str
    authors: str
    told: str
    isbns: str
    here: Hit | None
    marc: str
    fields: tuple[str, ...]


@dataclass(frozen=True)
class Answer:
    """What one catalogue said."""

    source: str
    total: int
    rows: tuple[Row, ...]
    problem: str | Promise
    remarks: tuple[str, ...]
    more: int


@for_cataloguers
def looked_for(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """Look for a title in other catalogues."""
    return _page(request, worker)


@for_cataloguers
def begin(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """Begin a new record with one of theirs: nothing is saved yet."""
    if request.method != "POST":
        return redirect("cataloguing:sources")
    marc = _sent(request)
    record = kept_record(marc) if marc else None
    if record is None or not fits(record):
        return _page(request, worker, said=_not_taken())
    said = notice(_("This is a copy. Look it over and save it; nothing is in the catalogue yet."))
    return editor(request, worker, Shown(to_begin_with(record), is_checked=True, said=said))


@for_cataloguers
def lay_over(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """Take a record in by the rules of a profile: looked at first, like a file."""
    if request.method != "POST":
        return redirect("cataloguing:sources")
    marc, profile = _sent(request), number_told(request.POST.get("profile", ""))
    if not marc or profile is None:
        return _page(request, worker, said=_not_taken())
    name = " ".join(request.POST.get("source", "").split())
    try:
        number = receive_file([marc], name=f"{name}.mrc", profile_id=profile, now=now_of(request))
    except Refused as refused:
        return _page(request, worker, said=why(refused))
    return redirect("cataloguing:import", number=number)


def _not_taken() -> Said:
    return bad(_("The record did not come whole. Look for it again."))


def _sent(request: HttpRequest) -> bytes:
    """Return the record that a form carries, or nothing."""
    try:
        marc = base64.b64decode(request.POST.get("marc", "")[: 2 * LARGEST], validate=True)
    except (binascii.Error, ValueError):
        return b""
    return marc if len(marc) <= LARGEST and kept_record(marc) else b""


def _page(request: HttpRequest, worker: StaffFacts, *, said: Said | None = None) -> HttpResponse:
    known, wrong = _known()
    looks = request.method == "GET" and "among" in request.GET
    page, answers = page_told(request.GET), tuple[Answer, ...]()
    number = request.GET.get("number", "")[:20]
    form = LookForm(request.GET if looks else None, known=known, initial={"number": number})
    if looks and form.is_valid():
        among = [each for each in known if each.name in form.cleaned_data["among"]]
        first = (page - 1) * MOST + 1
        outcomes = look_up(form.wanted, among, first=first)
        answers = tuple(_answer(each, first=first) for each in outcomes)
    asked = request.GET.copy()
    asked.pop("page", None)
    return cataloguing_page(
        request,
        worker,
        "cataloguing/sources.html",
        title=_("Records from other catalogues"),
        said=said or (bad(wrong) if wrong else None),
        form=form,
        known=known,
        answers=answers,
        profiles=profiles(),
        query=asked.urlencode(),
        before=page - 1,
        after=page + 1 if any(each.more for each in answers) else 0,
        status=422 if said or (looks and form.errors) else 200,
    )


def _known() -> tuple[tuple[Source, ...], str]:
    try:
        return sources(), ""
    except WrongSettings as wrong:
        return (), _("The file of other catalogues cannot be used: %(why)s") % {"why": wrong}


def _answer(told: Outcome, *, first: int) -> Answer:
    remarks = [each.text for each in told.diagnosed]
    if told.unreadable:
        text = ngettext(
            "%(number)d record could not be read, or has no title.",
            "%(number)d records could not be read, or have no title.",
            told.unreadable,
        )
        remarks.append(text % {"number": told.unreadable})
    came = len(told.found) + told.unreadable
    return Answer(
        told.source,
        told.total,
        tuple(_row(each) for each in told.found),
        PROBLEMS.get(told.problem, ""),
        tuple(remarks),
        more=max(0, told.total - (first - 1) - came) if came else 0,
    )


def _row(told: Foreign) -> Row:
    facts = told.facts
    is_short = len(told.marc) <= LARGEST and fits(told.record)
    languages = (language_words(each, get_language() or "en") for each in facts.languages)
    return Row(
        f"{facts.title} : {facts.subtitle}" if facts.subtitle else facts.title,
        "; ".join(facts.authors),
        ", ".join(filter(None, (facts.publisher, str(facts.year or ""), *languages))),
        ", ".join(facts.isbns),
        told.here,
        base64.b64encode(told.marc).decode() if is_short else "",
        tuple(map(field_text, told.record.fields)) if is_short else (),
    )
