"""The fourth step: the first person who may log in."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from hylla.doors.guide.door import for_guide, guide_page
from hylla.doors.parts.contact import branch_choices
from hylla.doors.parts.forms import Form, line, secret
from hylla.doors.parts.page import today_of
from hylla.library.actions import add_staff
from hylla.library.queries import FirstRunFacts
from hylla.library.refusals import Refused
from hylla.library.rules import NewStaff
from hylla.library.rules.first_run import STEPS, Step
from hylla.privacy.vocabulary import Language, Role

FIELDS = {
    "username_malformed": "username",
    "username_taken": "username",
    "password_weak": "password",
    "branch_unknown": "branch",
}
"""Beside which field each refusal stands."""


class FirstAdministrator(Form):
    """Who it is, and how they log in."""

    name = line(gettext_lazy("Your name"), purpose="name")
    username = line(
        gettext_lazy("User name"),
        purpose="username",
        max_length=50,
        help_text=gettext_lazy("2 to 50 small letters, digits, dots or hyphens."),
    )
    password = secret(
        gettext_lazy("Password"),
        purpose="new-password",
        help_text=gettext_lazy("At least 12 characters. A few words in a row are easy to keep."),
    )
    again = secret(gettext_lazy("Password again"), purpose="new-password")
    branch = forms.TypedChoiceField(
        label=gettext_lazy("Where you work"), coerce=int, choices=branch_choices
    )
    at_desk = forms.BooleanField(
        label=gettext_lazy("I also lend at the desk"), required=False, initial=True
    )
    undertaking = forms.BooleanField(
        label=gettext_lazy("I have signed the duty of secrecy"),
        help_text=gettext_lazy("Nobody sees anything about patrons before they have."),
        error_messages={"required": gettext_lazy("Nobody logs in before they have signed it.")},
    )

    def clean(self) -> None:
        """Say when the two passwords differ."""
        told = self.cleaned_data
        if "password" in told and "again" in told and told["password"] != told["again"]:
            self.add_error("again", _("This is not the same as the password above."))


@for_guide(Step.ADMINISTRATOR)
def administrator(request: HttpRequest, run: FirstRunFacts) -> HttpResponse:
    """Ask who administers the library, once."""
    if STEPS.index(run.missing) > STEPS.index(Step.ADMINISTRATOR):
        return _asked(request, run, None)
    if request.method != "POST":
        return _asked(request, run, FirstAdministrator())
    form = FirstAdministrator(request.POST)
    if form.is_valid():
        try:
            add_staff(_of(form, request))
        except Refused as refused:
            form.refuse(refused, FIELDS)
    if form.errors:
        return _asked(request, run, form)
    return redirect("guide:rules")


def _of(form: FirstAdministrator, request: HttpRequest) -> NewStaff:
    told = form.cleaned_data
    return NewStaff(
        username=told["username"],
        name=told["name"],
        password=told["password"],
        branch_id=told["branch"],
        roles=frozenset({Role.ADMINISTRATOR} | ({Role.DESK} if told["at_desk"] else set())),
        language=Language(get_language() or Language.EN),
        undertaking_on=today_of(request),
    )


def _asked(
    request: HttpRequest, run: FirstRunFacts, form: FirstAdministrator | None
) -> HttpResponse:
    wrong = form is not None and bool(form.errors)
    return guide_page(
        request,
        run,
        "guide/administrator.html",
        title=_("Not saved: check what you wrote") if wrong else _("Who administers the library?"),
        step=Step.ADMINISTRATOR,
        form=form,
        status=422 if wrong else 200,
    )
