"""The second factor at log-in: asked for where there is one, made where there is none yet."""

from dataclasses import replace

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hylla.doors.desk.halfway import Halfway, sealed
from hylla.doors.parts.forms import Form, line
from hylla.doors.parts.page import page
from hylla.doors.parts.passkeys import named_address
from hylla.formats.one_time import app_address, new_secret
from hylla.formats.squares import picture
from hylla.library.queries import policy_in_force, username_of


class Code(Form):
    """What the app shows; `half` says, sealed, whose password was right."""

    code = line(
        gettext_lazy("Code"), purpose="one-time-code", max_length=20, attrs={"autofocus": True}
    )
    half = forms.CharField(widget=forms.HiddenInput)


def asked_for_second(request: HttpRequest, half: Halfway, form: Code | None = None) -> HttpResponse:
    """Ask for a code of the app, or one on paper."""
    wrong = form is not None
    title = _("Not logged in: check the code") if wrong else _("Show that it is you")
    if form is not None and form.is_locked:
        title = _("Not logged in: locked for now")
    return page(
        request,
        "desk/second_step.html",
        title=title,
        form=form or Code(initial={"half": sealed(half)}),
        after=half.after,
        status=422 if wrong else 200,
    )


def asked_to_enrol(request: HttpRequest, half: Halfway, form: Code | None = None) -> HttpResponse:
    """Ask someone without a second factor to make one; nobody works here without."""
    wrong = form is not None
    half = half if half.secret else replace(half, secret=new_secret())
    return page(
        request,
        "desk/enrol.html",
        title=_("Not yet: check the code") if wrong else _("Make your second factor"),
        form=form or Code(initial={"half": sealed(half)}),
        half=sealed(half),
        secret=in_fours(half.secret),
        picture=picture_of(half),
        named_address=named_address(request),
        status=422 if wrong else 200,
    )


def picture_of(half: Halfway) -> SafeString:
    """Return the picture that an app reads."""
    username = username_of(half.staff_id)
    address = app_address(half.secret, username=username, library=policy_in_force().name)
    return mark_safe(picture(address))  # noqa: S308 - drawn here, of squares only


def in_fours(secret: str) -> str:
    """Return a secret as people type it off a screen."""
    return " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
