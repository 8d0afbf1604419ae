"""What the library could hand over about a typical patron today, and how often others asked."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hylla.doors.office.door import for_office, office_page
from hylla.doors.parts.forms import Form
from hylla.doors.parts.page import Said, good, today_of
from hylla.doors.parts.words import ASKERS, kinds_text
from hylla.library.queries import StaffFacts
from hylla.privacy.handing import Typical, count_disclosure, disclosures, typical_patron
from hylla.privacy.models.incidents import AskedBy
from hylla.privacy.record.words import called


class AskedForm(Form):
    """One request from outside, in numbers."""

    asked_by = forms.ChoiceField(label=gettext_lazy("Who asked"), choices=list(ASKERS.items()))
    people_asked = forms.IntegerField(label=gettext_lazy("About how many people"), min_value=0)
    people_told = forms.IntegerField(
        label=gettext_lazy("About how many something was handed over"), min_value=0
    )

    def clean(self) -> dict[str, object]:
        """Hand nothing over that nobody asked for."""
        told: dict[str, object] = super().clean() or {}
        asked, handed = told.get("people_asked"), told.get("people_told")
        if isinstance(asked, int) and isinstance(handed, int) and handed > asked:
            self.add_error("people_told", _("More than was asked about."))
        return told


@for_office()
def shown(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """Show what there is of the patron in the middle, and count a request from outside."""
    if request.method != "POST":
        return _page(request, worker, AskedForm())
    form = AskedForm(request.POST)
    if not form.is_valid():
        return _page(request, worker, form)
    count_disclosure(
        AskedBy(form.cleaned_data["asked_by"]),
        people_asked=form.cleaned_data["people_asked"],
        people_told=form.cleaned_data["people_told"],
        on=today_of(request),
    )
    said = good(_("Counted. The public page shows the number."))
    return _page(request, worker, AskedForm(), said)


def _page(
    request: HttpRequest, worker: StaffFacts, form: AskedForm, said: Said | None = None
) -> HttpResponse:
    every = typical_patron()
    is_wrong = bool(form.errors)
    return office_page(
        request,
        worker,
        "office/handing.html",
        title=_("Not counted: check the numbers")
        if is_wrong
        else _("What we could hand over about a typical patron today"),
        said=said,
        has=[_row(each) for each in every if each.rows],
        lacks=[_row(each) for each in every if not each.rows],
        asked=[(ASKERS[each.by], each) for each in disclosures()],
        form=form,
        status=422 if is_wrong else 200,
    )


def _row(each: Typical) -> tuple[str, int, int, str]:
    return called(each.label), each.rows, round(each.share * 100), kinds_text(" ".join(each.kinds))
