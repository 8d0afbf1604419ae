"""The code that the program prints at its first start opens the guide in one browser."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hylla.doors.guide.door import COOKIE, COOKIE_AGE, address, guide_page, is_let_in, open_run
from hylla.doors.parts.forms import Form, line
from hylla.doors.parts.told import told
from hylla.library.actions import enter_first_run


class Code(Form):
    """The code, as it was printed."""

    code = line(gettext_lazy("Code"), max_length=40)


def start(request: HttpRequest) -> HttpResponse:
    """Ask for the code, and go on where somebody left off."""
    run = open_run()
    if is_let_in(request):
        return redirect(address(run.missing))
    if request.method != "POST":
        return _asked(request, Code(initial={"code": told(request.GET, "code")}))
    form = Code(request.POST)
    if not form.is_valid():
        return _asked(request, form)
    token = enter_first_run(form.cleaned_data["code"])
    if token is None:
        wrong = _("This code is wrong or spent. Start Hylla again: it prints a fresh one.")
        form.add_error("code", wrong)
        return _asked(request, form)
    answer = redirect(address(run.missing))
    answer.set_cookie(
        COOKIE,
        token,
        max_age=COOKIE_AGE,
        secure=request.is_secure(),
        httponly=True,
        samesite="Strict",
    )
    return answer


def _asked(request: HttpRequest, form: Code) -> HttpResponse:
    title = _("Not let in: check the code") if form.errors else _("Welcome to Hylla")
    status = 422 if form.errors else 200
    return guide_page(request, None, "guide/start.html", title=title, form=form, status=status)
