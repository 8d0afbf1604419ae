"""Staff let a browser be a kiosk, and say which browsers are."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hylla.doors.kiosk.door import keep_token
from hylla.doors.parts.forms import Form, line
from hylla.doors.parts.page import page
from hylla.doors.parts.told import told
from hylla.doors.parts.who import now_of
from hylla.library.actions import start_kiosk


class StartForm(Form):
    """The code, and whether the machine may be heard."""

    code = line(gettext_lazy("Code"), max_length=40)
    sounds = forms.BooleanField(label=gettext_lazy("Play a sound after each scan"), required=False)


def start(request: HttpRequest) -> HttpResponse:
    """Spend a code: from then on this browser is the kiosk. A link may bring the code along."""
    if request.method != "POST":
        return _asked(request, StartForm(initial={"code": told(request.GET, "code")}))
    form = StartForm(request.POST)
    if not form.is_valid():
        return _asked(request, form)
    sent = form.cleaned_data
    token = start_kiosk(sent["code"], now=now_of(request), plays_sounds=sent["sounds"])
    if token is None:
        form.add_error("code", _("This code is wrong, spent, or older than a day: make a new one."))
        return _asked(request, form)
    answer = redirect("kiosk:home")
    keep_token(answer, token)
    return answer


def _asked(request: HttpRequest, form: StartForm) -> HttpResponse:
    answer = page(
        request,
        "kiosk/start.html",
        title=_("Not started: check the code") if form.errors else _("Start self-service here"),
        form=form,
        status=422 if form.errors else 200,
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer
