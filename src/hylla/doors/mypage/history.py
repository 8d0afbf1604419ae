"""A patron's own loan history: turned on and off, searched, forgotten, and taken along."""

import uuid
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from hylla.circulation import actions
from hylla.circulation.queries import Remembered, history_of, whole_history_of
from hylla.circulation.rules.histories import history_refusals
from hylla.circulation.sentences import say
from hylla.doors.mypage.door import for_patron, my_page
from hylla.doors.mypage.history_file import as_csv, as_json
from hylla.doors.parts.page import Said, bad, good, today_of
from hylla.doors.parts.refusals import why
from hylla.doors.parts.shelves import known_id
from hylla.doors.parts.told import told
from hylla.doors.parts.who import now_of
from hylla.doors.parts.writing import day_text
from hylla.library.queries import policy_in_force
from hylla.library.refusals import Refused
from hylla.patrons.actions import Shown
from hylla.patrons.models.consents import ConsentTo
from hylla.patrons.queries import consent_of, details
from hylla.privacy.policy import History
from hylla.privacy.vocabulary import Language

FILES = {"csv": (as_csv, "text/csv; charset=utf-8"), "json": (as_json, "application/json")}


@dataclass(frozen=True)
class Entry:
    """One title as the page shows it."""

    id: uuid.UUID
    record_id: int
    title: str
    authors: str
    returned: str


@for_patron
def history(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """Show how the switch stands, and what is remembered."""
    return _page(request, person_id, title=_("Loan history"))


@for_patron
def turn_on(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """Begin to remember."""
    if request.method != "POST":
        return redirect("mypage:history")
    shown = Shown(policy_in_force(), Language(get_language() or Language.EN))
    try:
        actions.start_history(person_id, shown=shown, now=now_of(request))
    except Refused as refused:
        return _page(request, person_id, title=_("Not turned on"), said=why(refused))
    said = good(_("Your loan history is on. What you return from now on is remembered for you."))
    return _page(request, person_id, title=_("Loan history is on"), said=said)


@for_patron
def turn_off(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """Remember nothing more, and forget everything: as many presses as turning it on."""
    if request.method != "POST":
        return redirect("mypage:history")
    gone = actions.stop_history(person_id, now=now_of(request))
    said = good(_("Your loan history is off."), _forgotten(gone))
    return _page(request, person_id, title=_("Loan history is off"), said=said)


@for_patron
def forget(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """Forget one title."""
    if request.method != "POST":
        return redirect("mypage:history")
    entry_id = known_id(told(request.POST, "entry"))
    if entry_id is None or not actions.forget_entry(entry_id, person_id=person_id):
        said = bad(_("This title is not in your history any more."))
        return _page(request, person_id, title=_("Loan history"), said=said)
    said = good(_("The title is forgotten."))
    return _page(request, person_id, title=_("Forgotten"), said=said)


@for_patron
def forget_all(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """Forget every title so far, and go on remembering."""
    if request.method != "POST":
        return redirect("mypage:history")
    gone = actions.forget_history(person_id)
    said = good(_forgotten(gone), _("The history stays on, for what you return from now on."))
    return _page(request, person_id, title=_("Forgotten"), said=said)


@for_patron
def download(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """Give the patron the whole history as a file (GDPR article 20)."""
    form = told(request.POST, "form")
    if request.method != "POST" or form not in FILES:
        return redirect("mypage:history")
    write, content_type = FILES[form]
    entries = whole_history_of(person_id, now=now_of(request), policy=policy_in_force())
    file = HttpResponse(write(entries), content_type=content_type)
    file.headers["Content-Disposition"] = f'attachment; filename="hylla-history.{form}"'
    return file


def _page(
    request: HttpRequest, person_id: uuid.UUID, *, title: str, said: Said | None = None
) -> HttpResponse:
    policy, now = policy_in_force(), now_of(request)
    asked = request.GET if request.method == "GET" else {}
    words, number = str(asked.get("q", ""))[:200], str(asked.get("page", ""))
    agreed = consent_of(person_id, ConsentTo.LOAN_HISTORY)
    found = history_of(
        person_id, now=now, policy=policy, words=words, page=int(number) if _is_page(number) else 1
    )
    return my_page(
        request,
        "mypage/history.html",
        title=title,
        tab="history",
        said=[said] if said else [],
        agreed=agreed,
        is_offered=policy.features.history is not History.OFF,
        by_month=policy.features.history is History.MONTH,
        against=[] if agreed else _against(person_id, today_of(request)),
        period=policy.period("loan_history").in_words(Language(get_language() or Language.EN)),
        words=words,
        query=f"{urlencode({'q': words})}&" if words else "",
        found=found,
        entries=[_entry(each) for each in found.rows],
        status=422 if said and said.tone == "bad" else 200,
    )


def _is_page(number: str) -> bool:
    return number.isascii() and number.isdigit() and len(number) < 8


def _against(person_id: uuid.UUID, day: date) -> list[str]:
    """Say why this patron cannot turn it on, before they try."""
    born = details(person_id, on=day).birth_date
    return [say(each) for each in history_refusals(born, on=day, policy=policy_in_force())]


def _entry(each: Remembered) -> Entry:
    returned = date_format(each.returned_on, "F Y") if each.is_month else day_text(each.returned_on)
    return Entry(each.entry_id, each.record_id, each.title, each.authors, returned)


def _forgotten(number: int) -> str:
    text = ngettext(
        "%(number)d title is deleted for good.", "%(number)d titles are deleted for good.", number
    )
    return text % {"number": number} if number else _("There was nothing in it.")
