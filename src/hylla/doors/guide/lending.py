"""The fifth step: for how long, how many, and to whom."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hylla.circulation.actions import FirstRules, set_first_rules
from hylla.doors.guide.door import for_guide, guide_page
from hylla.doors.parts.forms import Form, line
from hylla.doors.parts.groups import grouped
from hylla.doors.parts.who import now_of
from hylla.doors.parts.writing import money
from hylla.library.actions import note_rules_set
from hylla.library.queries import FirstRunFacts, policy_in_force
from hylla.library.rules.first_run import Step
from hylla.patrons.rules.categories import YOUTH_FROM, UsualCategories


def number(label: object, usual: int, most: int) -> forms.IntegerField:
    """Return a field for a whole number with a sensible beginning."""
    return forms.IntegerField(label=label, min_value=0, max_value=most, initial=usual)  # type: ignore[arg-type] # a lazy text is one


class Lending(Form):
    """The numbers that most libraries begin with."""

    loan_days = number(gettext_lazy("Days a loan lasts"), 28, 365)
    film_days = number(gettext_lazy("Days for films"), 7, 365)
    max_renewals = number(gettext_lazy("How often a loan is renewed"), 2, 20)
    max_loans = number(gettext_lazy("Loans at a time"), 40, 999)
    max_loans_child = number(gettext_lazy("Loans at a time for a child"), 20, 999)
    max_holds = number(gettext_lazy("Holds at a time"), 20, 999)
    child = line(gettext_lazy("What children are called"), max_length=100)
    youth = line(gettext_lazy("What young people are called"), max_length=100)
    adult = line(gettext_lazy("What adults are called"), max_length=100)


GROUPS = (
    (gettext_lazy("How long"), ("loan_days", "film_days", "max_renewals")),
    (gettext_lazy("How many"), ("max_loans", "max_loans_child", "max_holds")),
    (gettext_lazy("Kinds of patron"), ("child", "youth", "adult")),
)


@for_guide(Step.RULES)
def rules(request: HttpRequest, run: FirstRunFacts) -> HttpResponse:
    """Ask, with answers that can stand."""
    if request.method != "POST":
        names = {"child": _("Child"), "youth": _("Young person"), "adult": _("Adult")}
        return _asked(request, run, Lending(initial=names))
    form = Lending(request.POST)
    if not form.is_valid():
        return _asked(request, run, form)
    told = dict(form.cleaned_data)
    names = {each: told.pop(each) for each in ("child", "youth", "adult")}
    set_first_rules(FirstRules(UsualCategories(**names), **told), policy=policy_in_force())
    note_rules_set(now=now_of(request))
    return redirect("guide:titles")


def _asked(request: HttpRequest, run: FirstRunFacts, form: Lending) -> HttpResponse:
    wrong, policy = bool(form.errors), policy_in_force()
    return guide_page(
        request,
        run,
        "guide/rules.html",
        title=_("Not saved: check what you wrote") if wrong else _("How do you lend?"),
        step=Step.RULES,
        form=form,
        groups=grouped(form, GROUPS),
        fee=money(policy.fees.daily_ore) if policy.fees.daily_ore else "",
        youth_from=YOUTH_FROM,
        adult_from=policy.ages.adult,
        status=422 if wrong else 200,
    )
