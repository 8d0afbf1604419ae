"""Many returns in one go: a list of what to do with each thing, and nobody on it."""

import secrets
from datetime import datetime, timedelta

from django import forms
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hylla.circulation.actions import Batch, return_many
from hylla.circulation.queries import to_put_away
from hylla.doors.desk.back_dating import counted_on
from hylla.doors.desk.errands import Line, line_of, lines_of_answers
from hylla.doors.desk.many import Barcodes
from hylla.doors.desk.worker import RETURNERS, desk_page, for_staff
from hylla.doors.parts.forms import Form
from hylla.doors.parts.page import Said, good, notice
from hylla.doors.parts.who import now_of
from hylla.library.queries import StaffFacts, policy_in_force
from hylla.patrons.rules.scans import REMEMBERED

MOST = 500
"""Lines of one form: more than a trolley holds."""
GOOD_FOR = REMEMBERED - timedelta(minutes=5)
"""How long a page can be sent: what was taken back by it is remembered for longer."""


class Returns(Form):
    """What was scanned, and the page it was scanned on."""

    barcodes = Barcodes(most=MOST)
    sheet = forms.CharField(widget=forms.HiddenInput, required=False)


class OnPaper(Form):
    """What a list is printed of."""

    barcodes = Barcodes(most=MOST)


@for_staff(RETURNERS)
def returns(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """Take back what was scanned, and say what to do with each."""
    if request.method != "POST":
        return _page(request, worker)
    form = Returns(request.POST)
    if not form.is_valid():
        return _page(request, worker, form=form)
    word = _word_of(request, form.cleaned_data["sheet"])
    if word is None:
        return _too_old(request, worker, form.data["barcodes"])
    batch = Batch(
        request.session.session_key or "", word, worker.branch.id, returned_on=counted_on(request)
    )
    answers = return_many(
        form.cleaned_data["barcodes"], batch=batch, now=now_of(request), policy=policy_in_force()
    )
    return _page(request, worker, lines=lines_of_answers(answers))


@for_staff(RETURNERS)
def on_paper(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """Show what to do with each as a sheet for the printer; nothing is returned by it."""
    form = OnPaper(request.POST)
    if request.method != "POST" or not form.is_valid():
        return redirect("desk:returns")
    return desk_page(
        request,
        worker,
        "desk/returns_sheet.html",
        title=_("What to do with the returns"),
        at=now_of(request),
        lines=[line_of(each) for each in to_put_away(form.cleaned_data["barcodes"])],
    )


def _too_old(request: HttpRequest, worker: StaffFacts, barcodes: str) -> HttpResponse:
    said = notice(
        _("This page was opened more than an hour ago, or before the desk was locked."),
        _("Nothing was done. If these have not been returned yet, send them again."),
    )
    form = Returns(initial={"barcodes": barcodes, "sheet": sheet_word(request)})
    return _page(request, worker, form=form, said=said)


def _page(
    request: HttpRequest,
    worker: StaffFacts,
    *,
    form: Returns | None = None,
    lines: list[Line] | None = None,
    said: Said | None = None,
) -> HttpResponse:
    wrong = bool(form is not None and form.errors)
    return desk_page(
        request,
        worker,
        "desk/returns.html",
        title=_title(wrong=wrong, is_done=lines is not None),
        said=[said or _summary(lines)] if said or lines else [],
        form=form or Returns(initial={"sheet": sheet_word(request)}),
        lines=lines,
        printed=",".join(each.entry for each in lines or ()),
        most=MOST,
        status=422 if wrong else 200,
    )


def _title(*, wrong: bool, is_done: bool) -> str:
    if wrong:
        return _("Nothing returned: check the list")
    return _("What to do with the returns") if is_done else _("Many returns at once")


def _summary(lines: list[Line] | None) -> Said:
    done = [each for each in lines or () if each.is_back]
    unknown = sum(not each.is_known for each in lines or ())
    told = [
        ngettext("%(number)d item is taken back.", "%(number)d items are taken back.", len(done))
        % {"number": len(done)}
    ]
    if unknown:
        told.append(
            ngettext(
                "%(number)d barcode is not known here.",
                "%(number)d barcodes are not known here.",
                unknown,
            )
            % {"number": unknown}
        )
    return good(*told) if len(done) == len(lines or ()) else notice(*told)


def sheet_word(request: HttpRequest) -> str:
    """Return what a page carries so that it acts once: a random word and when it was made."""
    made = [secrets.token_urlsafe(12), now_of(request).isoformat()]
    return _signer(request).sign_object(made)


def _word_of(request: HttpRequest, sheet: str) -> str | None:
    """Return the word of a page, or None where what it did might be forgotten by now."""
    try:
        word, made_at = _signer(request).unsign_object(sheet)
    except BadSignature:
        return None
    is_fresh = now_of(request) <= datetime.fromisoformat(made_at) + GOOD_FOR
    return str(word) if is_fresh else None


def _signer(request: HttpRequest) -> Signer:
    return Signer(salt=f"desk.returns:{request.session.session_key}")
