"""The library's decisions: a form over them, their text, and the versions that were published."""

import tomllib
from dataclasses import dataclass

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hylla.doors.office.door import for_office, office_page
from hylla.doors.office.policy_form import PARTS, PolicyForm
from hylla.doors.parts.forms import Form
from hylla.doors.parts.page import Said
from hylla.doors.parts.phrases import Wrong, wrong
from hylla.doors.parts.staff import IN_THE_OFFICE
from hylla.doors.parts.who import now_of
from hylla.library.actions import write_draft
from hylla.library.queries import (
    StaffFacts,
    draft,
    names_of,
    policy_in_force,
    text_to_change,
    versions,
)
from hylla.privacy.approving import Sort, said_yes
from hylla.privacy.policy import Policy, PolicyErrors, parse_policy
from hylla.privacy.policy.writing import with_values

MOST = 200_000
TITLES: dict[str, str | Promise] = {
    "library": gettext_lazy("The library, and whom to ask"),
    "bases": gettext_lazy("What each purpose rests on"),
    "periods": gettext_lazy("How long things are kept"),
    "lending": gettext_lazy("Lending, ages and what is offered"),
    "entry": gettext_lazy("Cards, fees, log-in, colours and mark"),
}


class TextForm(Form):
    """The whole text, for whoever prefers it, or has a file."""

    text = forms.CharField(
        label=gettext_lazy("The policy"),
        strip=False,
        max_length=MOST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 24, "spellcheck": "false", "autocomplete": "off"}),
    )
    file = forms.FileField(label=gettext_lazy("Or a file with it"), required=False)


@dataclass(frozen=True)
class Part:
    """One page of the form."""

    code: str
    title: str


@dataclass(frozen=True)
class Version:
    """A version that was in force, and who said yes to it."""

    number: str
    published_at: object
    is_in_force: bool
    by: str


@for_office()
def shown(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """Show the draft, the parts of the form, and the versions there have been."""
    return _page(request, worker)


@for_office()
def part(request: HttpRequest, worker: StaffFacts, part: str) -> HttpResponse:
    """Change some of the decisions in the draft; a first change begins one."""
    if part not in PARTS:
        raise Http404
    text = text_to_change(now=now_of(request))
    policy = _readable(text)
    if policy is None:
        return redirect("office:policy_text")
    raw = tomllib.loads(text)
    form = PolicyForm(part, raw, policy, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            write_draft(with_values(text, form.values()), now=now_of(request))
        except PolicyErrors as refused:
            form.refuse_policy(refused)
        else:
            return redirect("office:preview")
    is_wrong = bool(form.errors)
    return office_page(
        request,
        worker,
        "office/policy_part.html",
        title=_("Not saved: check the values") if is_wrong else str(TITLES[part]),
        form=form,
        part=part,
        status=422 if is_wrong else 200,
    )


@for_office()
def text(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """Show the whole text, or take another as the draft."""
    form = TextForm(initial={"text": text_to_change(now=now_of(request))})
    problems: tuple[Wrong, ...] = ()
    if request.method == "POST":
        form = TextForm(request.POST, request.FILES)
        if form.is_valid():
            try:
                write_draft(_sent(form), now=now_of(request))
            except PolicyErrors as refused:
                problems = tuple(wrong(each) for each in refused.problems)
            else:
                return redirect("office:preview")
    is_wrong = bool(problems or form.errors)
    return office_page(
        request,
        worker,
        "office/policy_text.html",
        title=_("The policy cannot be used yet") if is_wrong else _("The policy as text"),
        form=form,
        problems=problems,
        status=422 if is_wrong else 200,
    )


@for_office(IN_THE_OFFICE)
def file(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """Give the text of the draft, or of the policy in force, as a file."""
    begun = draft()
    policy = policy_in_force()
    answer = HttpResponse(begun.text if begun else policy.text, content_type="application/toml")
    answer.headers["Content-Disposition"] = f'attachment; filename="{policy.code}.toml"'
    return answer


def _sent(form: TextForm) -> str:
    sent = form.cleaned_data["file"]
    told = sent.read(MOST).decode("utf-8", "replace") if sent else form.cleaned_data["text"]
    return str(told).replace("\r\n", "\n")


def _readable(text: str) -> Policy | None:
    """Return a text as a policy, or None where only the text itself can be mended."""
    try:
        return parse_policy(text, name="policy")
    except PolicyErrors:
        return None


def _page(request: HttpRequest, worker: StaffFacts, said: Said | None = None) -> HttpResponse:
    begun = draft()
    names = names_of(begun.said_yes if begun else ())
    return office_page(
        request,
        worker,
        "office/policy.html",
        title=_("The library's decisions"),
        said=said,
        draft=begun,
        by=", ".join(names.values()),
        parts=[Part(code, str(title)) for code, title in TITLES.items()],
        versions=_versions(),
    )


def _versions() -> list[Version]:
    yes = said_yes(Sort.POLICY)
    names = names_of(number for each in yes.values() for number in each)
    return [
        Version(
            each.version,
            each.published_at,
            each.is_in_force,
            ", ".join(names[n] for n in yes.get(each.text_digest, ()) if n in names),
        )
        for each in versions()
    ]
