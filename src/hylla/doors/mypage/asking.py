"""The page on which a patron is asked for card and PIN."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hylla.doors.parts.forms import Form, line, secret
from hylla.doors.parts.page import Said, page


class LogIn(Form):
    """A card number and a PIN; `after` is the page that was asked for."""

    card = line(gettext_lazy("Card number"), purpose="username")
    pin = secret(gettext_lazy("PIN"), purpose="current-password")
    after = forms.CharField(required=False, widget=forms.HiddenInput)


def asked_to_log_in(
    request: HttpRequest, form: LogIn | None = None, said: Said | None = None
) -> HttpResponse:
    """Show the form; what was typed stays, the PIN does not."""
    wrong = form is not None and bool(form.errors)
    asked_for = request.path if request.method == "GET" else reverse("mypage:home")
    return page(
        request,
        "mypage/log_in.html",
        title=_("Not logged in: check what you wrote") if wrong else _("Log in"),
        form=form or LogIn(initial={"after": asked_for}),
        said=[said] if said else [],
        here="mypage",
        status=422 if wrong else 200,
    )
