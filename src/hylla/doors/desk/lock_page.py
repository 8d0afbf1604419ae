"""What a locked desk shows: nobody's data, and how to go on. What was under way is kept, sealed."""

import base64
import binascii
import json
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from django.http import HttpRequest, HttpResponse
from django.urls import resolve
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hylla.doors.parts.forms import Form, line, secret
from hylla.doors.parts.locks import may_take_over, who_locked
from hylla.doors.parts.page import Said, page
from hylla.doors.parts.who import own_address
from hylla.library.queries import staff_at_work
from hylla.privacy.sealing import key_named, locked, opened

KEY = "locks"
"""The name of the key file under which what was under way is sealed."""
LONGEST = 30_000
"""Letters that are kept of what was under way."""
NOT_KEPT = ("desk:lock", "desk:unlock", "desk:take_over", "desk:log_out", "desk:log_in")
"""What is no work to come back to."""


class Back(Form):
    """The PIN or the password of whoever locked the desk."""

    secret = secret(gettext_lazy("PIN or password"), purpose="current-password")


class TakeOver(Form):
    """The card and the PIN of whoever takes the desk over."""

    card = line(gettext_lazy("Your card"), max_length=30)
    pin = secret(gettext_lazy("Your PIN"), purpose="off")


@dataclass(frozen=True)
class UnderWay:
    """A page, and what was sent to it, or None where it was only read."""

    address: str
    fields: tuple[tuple[str, str], ...] | None


def locked_page(
    request: HttpRequest,
    *,
    back: Back | None = None,
    take_over: TakeOver | None = None,
    said: Said | None = None,
    kept: str = "",
) -> HttpResponse:
    """Show the lock: who locked it, and nothing of any patron."""
    staff_id = who_locked(request)
    worker = staff_at_work(staff_id) if staff_id is not None else None
    sent = back or take_over
    wrong = sent is not None
    title = _("Not unlocked: check what you wrote") if wrong else _("The desk is locked")
    if sent is not None and sent.is_locked:
        title = _("Not unlocked: too many have tried")
    return page(
        request,
        "desk/lock.html",
        title=title,
        said=[said] if said else [],
        locked_by=worker.name if worker else "",
        back=back or Back(auto_id="back_%s"),
        take_over=take_over or TakeOver(auto_id="take_over_%s"),
        may_take_over=may_take_over(request),
        kept=kept or sealed(request, under_way(request)),
        status=422 if wrong else 200,
    )


def under_way(request: HttpRequest) -> UnderWay | None:
    """Return what a request to a locked desk was about."""
    match = resolve(request.path_info)
    if match.view_name in NOT_KEPT:
        return None
    if request.method != "POST":
        return UnderWay(request.get_full_path(), None)
    fields = ((name, each) for name, values in request.POST.lists() for each in values)
    return UnderWay(request.path, tuple(fields))


def sealed(request: HttpRequest, work: UnderWay | None) -> str:
    """Return what was under way as only this desk and its member of staff open it again."""
    if work is None:
        return ""
    told = json.dumps({"address": work.address, "fields": work.fields})
    if len(told) > LONGEST:
        return ""
    token = locked(told.encode(), key=key_named(KEY), about=_about(request))
    return base64.urlsafe_b64encode(token).decode()


def unsealed(request: HttpRequest, kept: str) -> UnderWay | None:
    """Return what was under way when this desk was locked by the same person, or None."""
    try:
        token = base64.urlsafe_b64decode(kept.encode())
        told = json.loads(opened(token, key=key_named(KEY), about=_about(request)))
    except (InvalidTag, binascii.Error, ValueError):
        return None
    fields = told["fields"]
    address = own_address(told["address"], "")
    return UnderWay(address, None if fields is None else tuple((n, v) for n, v in fields))


def _about(request: HttpRequest) -> bytes:
    return f"{request.session.session_key} {who_locked(request)}".encode()
