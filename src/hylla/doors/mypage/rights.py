"""Everything a patron can ask for by right, in one place: found, done and followed here."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hylla.doors.mypage.door import for_patron
from hylla.doors.mypage.rights_page import Correction, rights_page
from hylla.doors.parts.page import good, today_of
from hylla.doors.parts.refusals import why
from hylla.doors.parts.shelves import known_id
from hylla.doors.parts.told import told
from hylla.doors.parts.who import now_of
from hylla.library.queries import policy_in_force
from hylla.library.refusals import Refused
from hylla.patrons.actions.rights import (
    SEALED,
    ask,
    extract_of_child,
    lift_own,
    restrict,
)
from hylla.patrons.queries import family_of
from hylla.privacy.extract import portable
from hylla.privacy.rights import statements
from hylla.privacy.rights.terms import Asked, RequestKind
from hylla.privacy.vocabulary import Language, Purpose


@for_patron
def rights(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """Show every right, and how far each request has come."""
    return rights_page(request, person_id)


@for_patron
def correct(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """Ask to have something corrected that the patron cannot change alone (R23)."""
    if request.method != "POST":
        return redirect("mypage:rights")
    form = Correction(request.POST)
    if not form.is_valid():
        return rights_page(request, person_id, form=form)
    asked = Asked(what=form.cleaned_data["what"], words=form.cleaned_data["words"])
    return _taken(request, person_id, RequestKind.RECTIFICATION, asked)


@for_patron
def object_to(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """Object to a purpose that rests on a task or an interest of the library's."""
    what = told(request.POST, "what")
    if request.method != "POST" or what not in set(Purpose):
        return redirect("mypage:rights")
    return _taken(request, person_id, RequestKind.OBJECTION, Asked(what=what))


@for_patron
def stop(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """Have nothing done with the data but storing it, at once; all of it, or what a fee needs."""
    what = told(request.POST, "what")
    if request.method != "POST" or what not in {"", Purpose.FEES}:
        return redirect("mypage:rights")
    restrict(person_id, policy=policy_in_force(), now=now_of(request), asked=Asked(what=what))
    said = good(_("Nothing more is done with it until you lift this. You go on seeing it."))
    return rights_page(request, person_id, said=said)


@for_patron
def take_back(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """Take a request back, or lift a restriction."""
    request_id = known_id(told(request.POST, "request"))
    if request.method != "POST" or request_id is None:
        return redirect("mypage:rights")
    try:
        lift_own(request_id, person_id=person_id, policy=policy_in_force(), now=now_of(request))
    except Refused as refused:
        return rights_page(request, person_id, said=why(refused))
    return rights_page(request, person_id, said=good(_("It is taken back.")))


@for_patron
def take_away(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """Remove what the patron says of a field that was not corrected."""
    if request.method != "POST":
        return redirect("mypage:rights")
    statements.take_away(person_id, told(request.POST, "what"))
    return rights_page(request, person_id, said=good(_("What you said stands there no longer.")))


@for_patron
def take_along(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """Give the patron what can be taken elsewhere, for another program (GDPR article 20)."""
    if request.method != "POST":
        return redirect("mypage:rights")
    made = portable(person_id, policy=policy_in_force(), now=now_of(request), sealed=SEALED)
    file = HttpResponse(made, content_type="application/json")
    file.headers["Content-Disposition"] = 'attachment; filename="hylla.json"'
    return file


@for_patron
def of_child(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """Give a guardian what a child's age allows of what is kept about it."""
    number = told(request.POST, "child")
    wards = family_of(person_id, on=today_of(request)).wards
    child = next((each for each in wards if str(each.id) == number), None)
    if request.method != "POST" or child is None:
        return redirect("mypage:rights")
    try:
        made = extract_of_child(
            child.person_id,
            guardian_id=person_id,
            policy=policy_in_force(),
            now=now_of(request),
            language=Language(get_language() or Language.EN),
        )
    except Refused as refused:
        return rights_page(request, person_id, said=why(refused))
    file = HttpResponse(made, content_type="application/zip")
    file.headers["Content-Disposition"] = 'attachment; filename="hylla-child.zip"'
    return file


def _taken(
    request: HttpRequest, person_id: uuid.UUID, kind: RequestKind, asked: Asked
) -> HttpResponse:
    try:
        ask(kind, person_id=person_id, policy=policy_in_force(), now=now_of(request), asked=asked)
    except Refused as refused:
        return rights_page(request, person_id, said=why(refused))
    said = good(_("Your request is taken. You see below by when it is answered."))
    return rights_page(request, person_id, said=said)
