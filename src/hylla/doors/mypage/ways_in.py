"""How a patron logs in: user name, password, passkeys, and where they are logged in now."""

import uuid
from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from hylla.doors.mypage.asking import asked_to_log_in
from hylla.doors.mypage.door import for_patron, my_page
from hylla.doors.mypage.entering import asked_again
from hylla.doors.parts.forms import Form, line
from hylla.doors.parts.page import Said, good, today_of
from hylla.doors.parts.passkeys import named_address, number_of, party_of
from hylla.doors.parts.passwords import NewPassword
from hylla.doors.parts.refusals import why
from hylla.doors.parts.told import told
from hylla.doors.parts.who import log_out as end_session
from hylla.doors.parts.who import now_of
from hylla.library.actions import add_passkey, ask_for_new_passkey, remove_passkey
from hylla.library.queries import policy_in_force
from hylla.library.refusals import Refused
from hylla.patrons import actions
from hylla.patrons.actions import PATRON_KEYS
from hylla.patrons.queries import details, log_ins_of, ways_in
from hylla.patrons.rules import masked_card
from hylla.privacy.vocabulary import Language

Change = Callable[[HttpRequest, uuid.UUID], HttpResponse]


class UserNameForm(Form):
    """A name to log in with."""

    user_name = line(gettext_lazy("User name"), purpose="username", max_length=50)


def changes(change: Change) -> Callable[[HttpRequest], HttpResponse]:
    """Let a patron through who has shown lately that it is them, and who sends a form."""

    @for_patron
    @wraps(change)
    def wrapped(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
        if request.method != "POST":
            return redirect("mypage:ways_in")
        return asked_again(request) or change(request, person_id)

    return wrapped


@for_patron
def shown(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """Show everything that lets this patron in."""
    return _page(request, person_id)


@changes
def user_name(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """Choose a user name, or give it up."""
    if "drop" in request.POST:
        actions.drop_user_name(person_id)
        return _page(request, person_id, said=good(_("Your user name is gone.")))
    form = UserNameForm(request.POST)
    if form.is_valid():
        try:
            actions.choose_user_name(person_id, form.cleaned_data["user_name"])
        except Refused as refused:
            form.refuse(refused, {each.code: "user_name" for each in refused.reasons})
    if form.errors:
        return _page(request, person_id, name_form=form)
    return _page(request, person_id, said=good(_("You can log in with your user name now.")))


@changes
def password(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """Choose a password instead of the PIN, or give it up; other log-ins end."""
    if "drop" in request.POST:
        try:
            actions.drop_password(person_id)
        except Refused as refused:
            return _page(request, person_id, said=why(refused))
        return _page(request, person_id, said=good(_("You log in with your PIN again.")))
    form = NewPassword(request.POST)
    if form.is_valid():
        try:
            actions.choose_password(person_id, form.cleaned_data["new"])
        except Refused as refused:
            form.refuse(refused, {each.code: "new" for each in refused.reasons})
    if form.errors:
        return _page(request, person_id, password_form=form)
    actions.end_log_ins(person_id, but=request.session.session_key or "")
    said = good(_("You log in with your password now."), _("You are logged out everywhere else."))
    return _page(request, person_id, said=said)


@changes
def ask_new_passkey(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """Tell the browser what it needs to make a passkey."""
    options = ask_for_new_passkey(
        PATRON_KEYS.of(person_id),
        label=_label(request, person_id),
        party=party_of(request),
        now=now_of(request),
    )
    return HttpResponse(options, content_type="application/json")


@changes
def new_passkey(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """Keep the passkey that the browser has made."""
    try:
        add_passkey(
            PATRON_KEYS.of(person_id),
            request.POST.get("answer", ""),
            name=told(request.POST, "name") or _("Passkey"),
            party=party_of(request),
            now=now_of(request),
        )
    except Refused as refused:
        return _page(request, person_id, said=why(refused))
    said = good(_("The passkey is made. Next time you log in without typing anything."))
    return _page(request, person_id, said=said)


@changes
def drop_passkey(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """Forget one of the passkeys."""
    remove_passkey(PATRON_KEYS.of(person_id), number_of(told(request.POST, "passkey")))
    said = good(_("The passkey no longer lets anyone in. You may delete it in your device too."))
    return _page(request, person_id, said=said)


@for_patron
def end(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """End one log-in, or all of them, this one too; that needs no fresh log-in."""
    if request.method != "POST":
        return redirect("mypage:ways_in")
    if token := told(request.POST, "log_in"):
        actions.end_log_in(person_id, token)
        return _page(request, person_id, said=good(_("That log-in has ended.")))
    actions.end_log_ins(person_id)
    end_session(request)
    return asked_to_log_in(request, said=good(_("You are logged out everywhere.")))


def _label(request: HttpRequest, person_id: uuid.UUID) -> str:
    """Return what the browser's list of passkeys calls this one: no name, no whole number."""
    known = ways_in(person_id).user_name
    card = details(person_id, on=today_of(request)).card
    return known or (masked_card(card.number) if card else policy_in_force().name)


def _page(
    request: HttpRequest,
    person_id: uuid.UUID,
    *,
    name_form: UserNameForm | None = None,
    password_form: NewPassword | None = None,
    said: Said | None = None,
) -> HttpResponse:
    wrong = name_form is not None or password_form is not None
    ways, language = ways_in(person_id), Language(get_language() or Language.EN)
    here = request.session.session_key or ""
    return my_page(
        request,
        "mypage/ways_in.html",
        title=_("Not saved: check what you wrote") if wrong else _("How you log in"),
        tab="ways_in",
        said=[said] if said else [],
        ways=ways,
        log_ins=log_ins_of(person_id, here=here, now=now_of(request)),
        name_form=name_form or UserNameForm(initial={"user_name": ways.user_name}),
        password_form=password_form or NewPassword(),
        named_address=named_address(request),
        stay_period=policy_in_force().period("stay_logged_in").in_words(language),
        status=422 if wrong or (said is not None and said.tone == "bad") else 200,
    )
