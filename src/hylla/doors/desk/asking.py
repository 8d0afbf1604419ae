"""The page on which staff are asked who they are."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hylla.doors.parts.forms import Form, line, secret
from hylla.doors.parts.page import Said, page


class LogIn(Form):
    """A user name and a password."""

    username = line(gettext_lazy("User name"), purpose="username")
    password = secret(gettext_lazy("Password"), purpose="current-password")


def asked_to_log_in(
    request: HttpRequest, form: LogIn | None = None, said: Said | None = None
) -> HttpResponse:
    """Show the form."""
    wrong = form is not None and bool(form.errors)
    return page(
        request,
        "desk/log_in.html",
        title=_("Not logged in: check what you wrote") if wrong else _("Log in at the desk"),
        form=form or LogIn(),
        said=[said] if said else [],
        status=422 if wrong else 200,
    )
