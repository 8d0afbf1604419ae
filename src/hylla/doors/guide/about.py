"""The first step: who the library is, and who answers for what it keeps about people."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hylla.doors.guide.door import for_guide, guide_page
from hylla.doors.parts.forms import Form, line
from hylla.doors.parts.groups import grouped
from hylla.library.actions import describe_library
from hylla.library.queries import FirstRunFacts
from hylla.library.rules.first_run import Particulars, Step
from hylla.privacy.policy import Country

COUNTRIES = (
    (Country.NORWAY.value, gettext_lazy("Norway")),
    (Country.SWEDEN.value, gettext_lazy("Sweden")),
)
GROUPS = (
    (gettext_lazy("The library"), ("library_name", "country")),
    (
        gettext_lazy("The controller"),
        ("controller_name", "org_number", "address", "email", "phone", "notice_url"),
    ),
    (gettext_lazy("Data protection officer"), ("dpo_name", "dpo_email")),
    (gettext_lazy("Only in Sweden"), ("removal_decision",)),
)


class About(Form):
    """What no sample policy can know; it stands in the notice as it is written here."""

    library_name = line(gettext_lazy("Name of the library"), max_length=100)
    country = forms.ChoiceField(
        label=gettext_lazy("Country"),
        choices=COUNTRIES,
        help_text=gettext_lazy("Its law sets the limits, and its holidays the due dates."),
    )
    controller_name = line(
        gettext_lazy("Who answers for what is kept about people"),
        help_text=gettext_lazy("The municipality or its board, such as Ulvøya kommune."),
    )
    org_number = line(gettext_lazy("Organisation number"), required=False, max_length=20)
    address = line(gettext_lazy("Address"), required=False)
    email = forms.EmailField(
        label=gettext_lazy("E-mail for questions"),
        help_text=gettext_lazy("Patrons write here; a shared mailbox is best."),
    )
    phone = line(gettext_lazy("Telephone"), required=False, max_length=30)
    notice_url = forms.URLField(
        label=gettext_lazy("Web address of the privacy notice"),
        assume_scheme="https",
        max_length=200,
        help_text=gettext_lazy("Where the notice will be found; it begins with https://"),
    )
    dpo_name = line(
        gettext_lazy("Name or office of the data protection officer"),
        help_text=gettext_lazy("Every municipality has one (GDPR article 37)."),
    )
    dpo_email = forms.EmailField(label=gettext_lazy("Their e-mail"))
    removal_decision = line(
        gettext_lazy("The board's decision to remove records"),
        required=False,
        help_text=gettext_lazy("The reference of the decision (gallringsbeslut)."),
    )

    def clean_notice_url(self) -> str:
        """A notice is read over TLS only."""
        told = str(self.cleaned_data["notice_url"])
        if not told.startswith("https://"):
            raise forms.ValidationError(_("The address begins with https://"))
        return told

    def clean(self) -> None:
        """Sweden removes public records by decision only (arkivlagen 10 §)."""
        told = self.cleaned_data
        if told.get("country") == Country.SWEDEN and not told.get("removal_decision"):
            text = _("In Sweden public records are removed by decision only: give its reference.")
            self.add_error("removal_decision", text)


@for_guide(Step.LIBRARY)
def about(request: HttpRequest, run: FirstRunFacts) -> HttpResponse:
    """Ask, and keep the answers."""
    if request.method != "POST":
        known = run.particulars.__dict__ if run.particulars.controller_name else None
        return _asked(request, run, About(initial=known))
    form = About(request.POST)
    if not form.is_valid():
        return _asked(request, run, form)
    describe_library(Particulars(**form.cleaned_data))
    return redirect("guide:policy")


def _asked(request: HttpRequest, run: FirstRunFacts, form: About) -> HttpResponse:
    wrong = bool(form.errors)
    return guide_page(
        request,
        run,
        "guide/about.html",
        title=_("Not saved: check what you wrote") if wrong else _("Who is the library?"),
        step=Step.LIBRARY,
        form=form,
        groups=grouped(form, GROUPS),
        status=422 if wrong else 200,
    )
