"""The page on which staff are asked who they are; a locked desk asks them to show it again."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hylla.doors.desk.lock_page import locked_page
from hylla.doors.parts.forms import Form, line, secret
from hylla.doors.parts.locks import who_locked
from hylla.doors.parts.page import Said, page
from hylla.doors.parts.told import told


class LogIn(Form):
    """A user name and a password; `after` is the page that was asked for."""

    username = line(gettext_lazy("User name"), purpose="username webauthn")
    password = secret(gettext_lazy("Password"), purpose="current-password")
    after = forms.CharField(required=False, widget=forms.HiddenInput)


def asked_to_log_in(
    request: HttpRequest, form: LogIn | None = None, said: Said | None = None
) -> HttpResponse:
    """Show the form, or the lock where someone works here who only has to come back."""
    if form is None and said is None and who_locked(request) is not None:
        return locked_page(request)
    wrong = (form is not None and bool(form.errors)) or (said is not None and said.tone == "bad")
    # Whoever asked for this page itself goes where their roles lead.
    is_elsewhere = request.method == "GET" and request.path != reverse("desk:log_in")
    here = request.path if is_elsewhere else ""
    form = form or LogIn(initial={"after": told(request.GET, "after") or here})
    return page(
        request,
        "desk/log_in.html",
        title=_title(form, wrong=wrong),
        form=form,
        after=form["after"].value() or "",
        said=[said] if said else [],
        status=422 if wrong else 200,
    )


def _title(form: LogIn, *, wrong: bool) -> str:
    if form.is_locked:
        return _("Not logged in: locked for now")
    return _("Not logged in: check what you wrote") if wrong else _("Log in at the desk")
