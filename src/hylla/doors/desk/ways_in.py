"""How a member of staff logs in: app, passkeys, codes on paper, and a card for a shared desk."""

from collections.abc import Callable
from dataclasses import replace
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hylla.doors.desk.entering import asked_again, is_demanded
from hylla.doors.desk.halfway import Halfway, sealed, unsealed
from hylla.doors.desk.second_step import Code, in_fours, picture_of
from hylla.doors.desk.second_steps import codes_page
from hylla.doors.desk.worker import ANYONE, desk_page, for_staff
from hylla.doors.parts.forms import Form, line, secret
from hylla.doors.parts.page import Said, bad, good
from hylla.doors.parts.passkeys import named_address, number_of, party_of
from hylla.doors.parts.passwords import NewPassword
from hylla.doors.parts.refusals import why
from hylla.doors.parts.told import told
from hylla.doors.parts.who import log_out as end_session
from hylla.doors.parts.who import now_of
from hylla.formats.one_time import new_secret
from hylla.library import actions
from hylla.library.actions import STAFF_KEYS
from hylla.library.queries import StaffFacts, factors_of, username_of
from hylla.library.refusals import Refused
from hylla.patrons.actions import end_staff_log_ins
from hylla.patrons.queries import person_with_card

Change = Callable[[HttpRequest, StaffFacts], HttpResponse]


class CardForm(Form):
    """A badge of one's own, and a PIN."""

    number = line(gettext_lazy("Scan your card"), max_length=30)
    pin = secret(gettext_lazy("PIN, 6 to 8 digits"), purpose="off")


def changes(change: Change) -> Callable[[HttpRequest], HttpResponse]:
    """Let staff through who logged in fully a short while ago, and who send a form."""

    @for_staff(ANYONE)
    @wraps(change)
    def wrapped(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
        if request.method != "POST":
            return redirect("desk:ways_in")
        return asked_again(request) or change(request, worker)

    return wrapped


@for_staff(ANYONE)
def shown(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """Show everything that lets this member of staff in."""
    return _page(request, worker)


@changes
def app(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """Show a new secret for an app, then take it into use; or let the app go."""
    if "drop" in request.POST:
        return _tried(
            request,
            worker,
            lambda: actions.remove_app(worker.id, is_demanded=is_demanded()),
            _("The app's codes no longer let anyone in."),
        )
    half = unsealed(request.POST.get("half", ""), now=now_of(request))
    if half is None or half.staff_id != worker.id or not half.secret:
        half = Halfway(worker.id, now_of(request), "", new_secret())
        return _page(request, worker, app_form=Code(initial={"half": sealed(half)}), half=half)
    form = Code(request.POST)
    if form.is_valid():
        code, now = form.cleaned_data["code"], now_of(request)
        try:
            actions.enrol_app(worker.id, secret=half.secret, code=code, now=now)
        except Refused as refused:
            form.refuse(refused, {each.code: "code" for each in refused.reasons})
    if form.errors:
        return _page(request, worker, app_form=form, half=replace(half))
    return _after_first(request, worker, _("Your app's codes are asked for from now on."))


@changes
def ask_new_passkey(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """Tell the browser what it needs to make a passkey."""
    options = actions.ask_for_new_passkey(
        STAFF_KEYS.of(worker.id),
        label=username_of(worker.id),
        party=party_of(request),
        now=now_of(request),
    )
    return HttpResponse(options, content_type="application/json")


@changes
def new_passkey(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """Keep the passkey that the browser has made."""
    try:
        actions.add_passkey(
            STAFF_KEYS.of(worker.id),
            request.POST.get("answer", ""),
            name=told(request.POST, "name") or _("Passkey"),
            party=party_of(request),
            now=now_of(request),
        )
    except Refused as refused:
        return _page(request, worker, said=why(refused))
    return _after_first(request, worker, _("The passkey is made."))


@changes
def drop_passkey(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """Forget one of the passkeys."""
    number = number_of(told(request.POST, "passkey"))
    return _tried(
        request,
        worker,
        lambda: actions.remove_staff_passkey(worker.id, number, is_demanded=is_demanded()),
        _("The passkey no longer lets anyone in. You may delete it in your device too."),
    )


@changes
def password(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """Change the password; other log-ins end."""
    form = NewPassword(request.POST)
    if form.is_valid():
        try:
            actions.set_staff_password(worker.id, password=form.cleaned_data["new"])
        except Refused as refused:
            form.refuse(refused, {"password_weak": "new"})
    if form.errors:
        return _page(request, worker, password_form=form)
    end_staff_log_ins(worker.id, but=request.session.session_key or "")
    worker = replace(worker, must_choose_password=False)
    said = good(_("Your password is changed."), _("You are logged out everywhere else."))
    return _page(request, worker, said=said)


@changes
def codes(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """Make new codes for paper instead of the old."""
    given = actions.give_recovery_codes(worker.id)
    return codes_page(request, given, address=reverse("desk:ways_in"))


@changes
def card(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """Take a card and a PIN for shared desks, or take them away."""
    if "drop" in request.POST:
        actions.remove_staff_card(worker.id)
        return _page(request, worker, said=good(_("The card no longer opens any desk.")))
    form = CardForm(request.POST)
    if form.is_valid() and person_with_card(form.cleaned_data["number"]):
        form.add_error("number", _("This card cannot be used. Take another."))
    if form.is_valid():
        try:
            actions.set_staff_card(worker.id, **form.cleaned_data)
        except Refused as refused:
            form.refuse(refused, {"staff_card_unfit": "number", "staff_pin_weak": "pin"})
    if form.errors:
        return _page(request, worker, card_form=form)
    said = good(_("With this card and the PIN you take over a desk where somebody has logged in."))
    return _page(request, worker, said=said)


@for_staff(ANYONE)
def end(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """Log out at every desk, this one too."""
    if request.method != "POST":
        return redirect("desk:ways_in")
    end_staff_log_ins(worker.id)
    end_session(request)
    return redirect("desk:log_in")


def _after_first(request: HttpRequest, worker: StaffFacts, text: str) -> HttpResponse:
    """Say what was done; with the first second factor come codes for paper."""
    if factors_of(worker.id).recovery_codes:
        return _page(request, worker, said=good(text))
    given = actions.give_recovery_codes(worker.id)
    return codes_page(request, given, address=reverse("desk:ways_in"))


def _tried(
    request: HttpRequest, worker: StaffFacts, act: Callable[[], None], text: str
) -> HttpResponse:
    try:
        act()
    except Refused as refused:
        return _page(request, worker, said=why(refused))
    return _page(request, worker, said=good(text))


def _page(
    request: HttpRequest,
    worker: StaffFacts,
    *,
    app_form: Code | None = None,
    card_form: CardForm | None = None,
    password_form: NewPassword | None = None,
    half: Halfway | None = None,
    said: Said | None = None,
) -> HttpResponse:
    forms = [each for each in (app_form, card_form, password_form) if each is not None]
    wrong = any(each.errors for each in forms) or (said is not None and said.tone == bad().tone)
    factors = factors_of(worker.id)
    return desk_page(
        request,
        worker,
        "desk/ways_in.html",
        title=_page_title(worker, wrong=wrong),
        said=[said] if said else [],
        factors=factors,
        is_demanded=is_demanded(),
        app_form=app_form,
        secret=in_fours(half.secret) if half else "",
        picture=picture_of(half) if half else "",
        card_form=card_form or CardForm(),
        password_form=password_form or NewPassword(),
        named_address=named_address(request),
        status=422 if wrong else 200,
    )


def _page_title(worker: StaffFacts, *, wrong: bool) -> str:
    if wrong:
        return _("Not saved: check what you wrote")
    if worker.must_choose_password:
        return _("Choose your own password")
    return _("How you log in")
