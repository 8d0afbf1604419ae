"""The page on which a patron is asked who they are: number or name, or a passkey."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hylla.doors.parts.eid import providers
from hylla.doors.parts.forms import Form, line, secret
from hylla.doors.parts.page import Said, page
from hylla.doors.parts.wanted import title_at
from hylla.library.queries import policy_in_force


class LogIn(Form):
    """A card number or user name, a PIN or password; `after` is the page that was asked for."""

    # "webauthn" lets the browser offer a passkey in the field itself.
    card = line(gettext_lazy("Card number or user name"), purpose="username webauthn")
    pin = secret(gettext_lazy("PIN or password"), purpose="current-password")
    stays = forms.BooleanField(label=gettext_lazy("Stay logged in here"), required=False)
    after = forms.CharField(required=False, widget=forms.HiddenInput)


def asked_to_log_in(
    request: HttpRequest, form: LogIn | None = None, said: Said | None = None
) -> HttpResponse:
    """Show the form; what was typed stays, the secret does not."""
    wrong = (form is not None and bool(form.errors)) or (said is not None and said.tone == "bad")
    asked_for = request.path if request.method == "GET" else reverse("mypage:home")
    form = form or LogIn(initial={"after": asked_for})
    after = form["after"].value() or ""
    return page(
        request,
        "mypage/log_in.html",
        title=_("Not logged in: check what you wrote") if wrong else _("Log in"),
        form=form,
        after=after,
        wanted=title_at(after),
        providers=providers(),
        takes_registrations=policy_in_force().registration.online,
        said=[said] if said else [],
        here="mypage",
        status=422 if wrong else 200,
    )
