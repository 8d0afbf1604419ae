"""What is done with the code that someone half-way in sends: let in, or taken into use."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from hylla.doors.desk.asking import asked_to_log_in
from hylla.doors.desk.entering import entered, is_demanded
from hylla.doors.desk.halfway import Halfway, unsealed
from hylla.doors.desk.second_step import Code, asked_for_second, asked_to_enrol
from hylla.doors.parts.page import notice, page
from hylla.doors.parts.passkeys import party_of
from hylla.doors.parts.refusals import why
from hylla.doors.parts.told import told
from hylla.doors.parts.who import now_of
from hylla.library.actions import (
    STAFF_KEYS,
    add_passkey,
    ask_for_new_passkey,
    enrol_app,
    give_recovery_codes,
    take_second_step,
)
from hylla.library.queries import factors_of, username_of
from hylla.library.refusals import Refused


def second(request: HttpRequest) -> HttpResponse:
    """Take the code of someone who has a second factor, and let them in."""
    half = _half(request)
    if half is None:
        return _too_late(request)
    form = Code(request.POST)
    if form.is_valid():
        try:
            take_second_step(half.staff_id, form.cleaned_data["code"], now=now_of(request))
        except Refused as refused:
            form.refuse(refused, {each.code: "code" for each in refused.reasons})
    if form.errors:
        return asked_for_second(request, half, form)
    return entered(request, half.staff_id, after=half.after)


def enrol(request: HttpRequest) -> HttpResponse:
    """Take an app into use whose first code is right, and let its owner in with codes for paper."""
    half = _half(request)
    if half is None or not half.secret or not _may_enrol(half):
        return _too_late(request)
    form, now = Code(request.POST), now_of(request)
    if form.is_valid():
        try:
            enrol_app(half.staff_id, secret=half.secret, code=form.cleaned_data["code"], now=now)
        except Refused as refused:
            form.refuse(refused, {each.code: "code" for each in refused.reasons})
    if form.errors:
        return asked_to_enrol(request, half, form)
    return _let_in(request, half)


def ask_first_passkey(request: HttpRequest) -> HttpResponse:
    """Tell the browser what it needs to make the passkey of someone half-way in."""
    half = _half(request)
    if half is None or not _may_enrol(half):
        return redirect("desk:log_in")
    options = ask_for_new_passkey(
        STAFF_KEYS.of(half.staff_id),
        label=username_of(half.staff_id),
        party=party_of(request),
        now=now_of(request),
    )
    return HttpResponse(options, content_type="application/json")


def first_passkey(request: HttpRequest) -> HttpResponse:
    """Keep the first passkey of someone half-way in, and let them in."""
    half = _half(request)
    if half is None or not _may_enrol(half):
        return _too_late(request)
    try:
        add_passkey(
            STAFF_KEYS.of(half.staff_id),
            request.POST.get("answer", ""),
            name=told(request.POST, "name") or _("Passkey"),
            party=party_of(request),
            now=now_of(request),
        )
    except Refused as refused:
        return asked_to_log_in(request, said=why(refused))
    return _let_in(request, half)


def codes_page(request: HttpRequest, codes: tuple[str, ...], *, address: str) -> HttpResponse:
    """Show codes for paper, this once; `address` is where to go on."""
    return page(
        request,
        "desk/codes.html",
        title=_("Your recovery codes"),
        codes=codes,
        address=address,
        said=[],
    )


def _let_in(request: HttpRequest, half: Halfway) -> HttpResponse:
    codes = give_recovery_codes(half.staff_id)
    address = entered(request, half.staff_id, after=half.after)["Location"]
    return codes_page(request, codes, address=address)


def _half(request: HttpRequest) -> Halfway | None:
    if request.method != "POST":
        return None
    return unsealed(request.POST.get("half", ""), now=now_of(request))


def _may_enrol(half: Halfway) -> bool:
    """Say whether a password alone may still make the first factor: not once there is one."""
    return is_demanded() and not factors_of(half.staff_id).has_second


def _too_late(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return redirect("desk:log_in")
    said = notice(_("That took more than ten minutes. Start again."))
    return asked_to_log_in(request, said=said)
