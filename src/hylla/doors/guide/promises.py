"""The second step: a policy, begun from a sample, shown as the promises it makes."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from hylla.doors.guide.door import for_guide, guide_page
from hylla.doors.parts.forms import Form
from hylla.doors.parts.phrases import wrong
from hylla.doors.parts.told import told
from hylla.doors.parts.who import now_of
from hylla.library.actions import draft_policy, keep_draft, publish_first_policy
from hylla.library.queries import FirstRunFacts, sample_policies
from hylla.library.rules.first_run import Step
from hylla.privacy.notice import Section, sections
from hylla.privacy.policy import PolicyErrors, Problem, parse_policy
from hylla.privacy.vocabulary import Language


class Draft(Form):
    """The policy's text, for who wants to change more than a sample says."""

    text = forms.CharField(
        label=gettext_lazy("The policy"),
        strip=False,
        max_length=60_000,
        widget=forms.Textarea(attrs={"rows": 24, "spellcheck": "false", "autocomplete": "off"}),
        help_text=gettext_lazy(
            "One decision a line. A period such as P30D is 30 days, P24M two years."
        ),
    )


@for_guide(Step.POLICY)
def policy(request: HttpRequest, run: FirstRunFacts) -> HttpResponse:
    """Choose a sample, look at what it promises, change it, and put it in force."""
    if request.method != "POST":
        return _shown(request, run, run.policy_text)
    chosen = told(request.POST, "sample")
    samples = {each.code: each for each in sample_policies(run.particulars.country)}
    if chosen in samples:
        draft_policy(samples[chosen].text, now=now_of(request))
        return redirect("guide:policy")
    form = Draft(request.POST)
    if not form.is_valid():
        return _shown(request, run, run.policy_text, form=form)
    text = form.cleaned_data["text"].replace("\r\n", "\n")
    keep_draft(text)
    if "look" in request.POST:
        return redirect("guide:policy")
    try:
        publish_first_policy(text, now=now_of(request))
    except PolicyErrors as refused:
        return _shown(request, run, text, problems=refused.problems)
    return redirect("guide:branches")


def _shown(
    request: HttpRequest,
    run: FirstRunFacts,
    text: str,
    *,
    form: Draft | None = None,
    problems: tuple[Problem, ...] = (),
) -> HttpResponse:
    promises: tuple[Section, ...] = ()
    if text and not problems:
        promises, problems = _read(text)
    is_wrong = bool(problems) or form is not None
    context: dict[str, Any] = {
        "samples": sample_policies(run.particulars.country),
        "form": form or Draft(initial={"text": text}),
        "has_draft": bool(text),
        "promises": promises,
        "problems": [wrong(each) for each in problems],
    }
    return guide_page(
        request,
        run,
        "guide/policy.html",
        title=_("The policy cannot be used yet") if is_wrong else _("What do you promise?"),
        step=Step.POLICY,
        status=422 if is_wrong else 200,
        **context,
    )


def _read(text: str) -> tuple[tuple[Section, ...], tuple[Problem, ...]]:
    """Return the notice that a draft makes, or what is wrong with it."""
    try:
        draft = parse_policy(text, name="policy")
    except PolicyErrors as refused:
        return (), refused.problems
    return sections(draft, Language(get_language() or Language.EN)), ()
