"""Import profiles: by what a title is known again, what is done then, and which fields stay."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hylla.catalogue.actions.batches import (
    NewProfile,
    add_profile,
    change_profile,
    drop_profile,
)
from hylla.catalogue.queries.batches import ProfileFacts, profile, profiles
from hylla.catalogue.rules.batches import OnMatch, OnNew
from hylla.catalogue.rules.matching import MatchBy
from hylla.doors.cataloguing.door import cataloguing_page, for_cataloguers
from hylla.doors.parts.contact import branch_choices
from hylla.doors.parts.forms import Form, line
from hylla.doors.parts.page import Said, good
from hylla.doors.parts.refusals import why
from hylla.library.queries import StaffFacts
from hylla.library.refusals import Refused

MATCH_BY = [
    (MatchBy.ISBN.value, gettext_lazy("ISBN")),
    (MatchBy.ISSN.value, gettext_lazy("ISSN, of periodicals")),
    (MatchBy.NUMBER.value, gettext_lazy("Other numbers (010, 015, 016, 024, 028, 035)")),
    (MatchBy.TITLE.value, gettext_lazy("Author, title, year, kind and language")),
]
ON_MATCH = [
    (OnMatch.OVERLAY.value, gettext_lazy("is replaced by what comes, but for the fields below")),
    (OnMatch.SKIP.value, gettext_lazy("stays as it is")),
    (OnMatch.ADD.value, gettext_lazy("stays, and what comes is added beside it")),
]
ON_NEW = [
    (OnNew.ADD.value, gettext_lazy("is added")),
    (OnNew.SKIP.value, gettext_lazy("is left out")),
]
REFUSALS = {"profile_name_taken": "name", "keep_rule_unfit": "kept", "branch_unknown": "branch"}


class ProfileForm(Form):
    """The rules for one source."""

    name = line(
        gettext_lazy("Name"), max_length=60, help_text=gettext_lazy("For example the source.")
    )
    match_by = forms.MultipleChoiceField(
        label=gettext_lazy("A title is known again by"),
        choices=MATCH_BY,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=gettext_lazy(
            "In this order; the first that finds something decides. The same number from the same"
            " source is always the same title."
        ),
    )
    on_match = forms.ChoiceField(
        label=gettext_lazy("A title that is here"), choices=ON_MATCH, widget=forms.RadioSelect
    )
    on_new = forms.ChoiceField(
        label=gettext_lazy("A title that is not here"), choices=ON_NEW, widget=forms.RadioSelect
    )
    kept = forms.CharField(
        label=gettext_lazy("Fields of ours that stay"),
        required=False,
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false", "autocomplete": "off"}),
        help_text=gettext_lazy(
            "One rule a line: 9XX, or 650$9 for those that have this subfield, or 650$2=own for"
            " those that say this in it. A plus behind it (6XX +) takes what comes as well."
        ),
    )
    branch = forms.TypedChoiceField(
        label=gettext_lazy("Copies of unknown branches go to"),
        coerce=int,
        choices=lambda: [("", gettext_lazy("They are left out")), *branch_choices()],
        required=False,
        empty_value=None,
    )

    def profile(self) -> NewProfile:
        """Return what was filled in."""
        told = self.cleaned_data
        return NewProfile(
            name=" ".join(told["name"].split()),
            match_by=tuple(MatchBy(each) for each in told["match_by"]),
            on_match=OnMatch(told["on_match"]),
            on_new=OnNew(told["on_new"]),
            kept=told["kept"],
            branch_id=told["branch"],
        )


@for_cataloguers
def listed(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """Show the profiles, and add one."""
    return _edited(request, worker, None)


@for_cataloguers
def one(request: HttpRequest, worker: StaffFacts, *, number: int) -> HttpResponse:
    """Show a profile, and change it."""
    found = profile(number)
    return _edited(request, worker, found) if found else redirect("cataloguing:profiles")


@for_cataloguers
def drop(request: HttpRequest, worker: StaffFacts, *, number: int) -> HttpResponse:
    """Delete a profile."""
    if request.method != "POST":
        return redirect("cataloguing:profiles")
    try:
        drop_profile(number)
    except Refused as refused:
        return _page(request, worker, None, _empty(), said=why(refused))
    return _page(request, worker, None, _empty(), said=good(_("The profile is deleted.")))


def _edited(request: HttpRequest, worker: StaffFacts, known: ProfileFacts | None) -> HttpResponse:
    if request.method != "POST":
        return _page(request, worker, known, _filled(known) if known else _empty())
    form = ProfileForm(request.POST)
    if form.is_valid():
        try:
            if known:
                change_profile(known.id, form.profile())
            else:
                add_profile(form.profile())
        except Refused as refused:
            form.refuse(refused, REFUSALS)
        else:
            return redirect("cataloguing:profiles")
    return _page(request, worker, known, form)


def _empty() -> ProfileForm:
    return ProfileForm(
        initial={
            "match_by": [MatchBy.ISBN.value, MatchBy.NUMBER.value],
            "on_match": OnMatch.OVERLAY.value,
            "on_new": OnNew.ADD.value,
            "kept": "590\n9XX",
        }
    )


def _filled(known: ProfileFacts) -> ProfileForm:
    return ProfileForm(
        initial={
            "name": known.name,
            "match_by": [each.value for each in known.match_by],
            "on_match": known.on_match.value,
            "on_new": known.on_new.value,
            "kept": known.kept,
            "branch": known.branch_id,
        }
    )


def _page(
    request: HttpRequest,
    worker: StaffFacts,
    known: ProfileFacts | None,
    form: ProfileForm,
    *,
    said: Said | None = None,
) -> HttpResponse:
    wrong = bool(form.errors) or (said is not None and said.tone == "bad")
    title = known.name if known else _("Import profiles")
    return cataloguing_page(
        request,
        worker,
        "cataloguing/profile.html" if known else "cataloguing/profiles.html",
        title=_("Not saved: check the rules") if form.errors else title,
        said=said,
        form=form,
        known=known,
        rows=() if known else profiles(),
        status=422 if wrong else 200,
    )
