"""What is asked about a loan rule, and about a case that is tried out."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hylla.catalogue.queries import collections, item_types
from hylla.circulation.queries import Supposed
from hylla.circulation.rules.changing import RuleDraft
from hylla.circulation.rules.codes import Refusal
from hylla.circulation.rules.terms import Asked, Case, Terms
from hylla.doors.parts.contact import branch_choices
from hylla.doors.parts.forms import Form, day
from hylla.doors.parts.groups import Groups
from hylla.doors.parts.kinds import kind_text
from hylla.patrons.queries import categories

FIELDS: Mapping[str, str] = {
    Refusal.RULE_TAKEN: "category",
    Refusal.RULE_FEE_OVER_POLICY: "fee",
    Refusal.RULE_CAP_OVER_POLICY: "cap",
    Refusal.RULE_CAP_UNDER_FEE: "cap",
    Refusal.RULE_DAY_PAST: "all_due_on",
    Refusal.RULE_RECALLS_WITHOUT_DAYS: "recall_after_days",
}
"""Beside which field each refusal stands."""
GROUPS: Groups = (
    (_("What it is for"), ("category", "item_type", "branch", "collection")),
    (_("How long"), ("is_lent", "loan_days", "all_due_on", "max_renewals", "auto_renew")),
    (_("When somebody waits"), ("recall_after_days", "auto_recall")),
    (_("How many"), ("max_loans", "max_of_type", "max_holds")),
    (_("For whom"), ("min_age", "talking_books")),
    (_("Late returns"), ("fee", "cap", "grace_days")),
)


def number(label: Any, most: int, **options: Any) -> forms.IntegerField:
    """Return a field for a whole number that is not negative."""
    return forms.IntegerField(label=label, min_value=0, max_value=most, **options)


def kroner(label: Any, **options: Any) -> forms.DecimalField:
    """Return a field for a sum, with or without a decimal, as the reader writes it."""
    return forms.DecimalField(
        label=label, min_value=0, max_digits=7, decimal_places=2, localize=True, **options
    )


def category_choices() -> list[tuple[str, str]]:
    """Return the kinds of patron."""
    return [(each.code, each.name) for each in categories()]


def item_type_choices() -> list[tuple[str, str]]:
    """Return the kinds of item."""
    return [(each.code, kind_text(each.code, each.name)) for each in item_types()]


def collection_choices() -> list[tuple[str, str]]:
    """Return the parts of the stock."""
    return [(each.code, each.name) for each in collections()]


class RuleForm(Form):
    """What a rule says."""

    is_lent = forms.BooleanField(label=_("It is lent out"), required=False)
    loan_days = number(
        _("Days a loan lasts"), 999, help_text=_("0: back before closing on the same day.")
    )
    all_due_on = day(
        _("Day by which all is due"),
        required=False,
        help_text=_("No loan runs past it, as before the summer at a school. Empty: none."),
    )
    max_renewals = number(_("How often a loan is renewed"), 99)
    auto_renew = forms.BooleanField(
        label=_("It is renewed by itself when it is soon due"),
        required=False,
        help_text=_("By night, as often as it may be, where nobody waits. The patron is told."),
    )
    recall_after_days = number(
        _("Days a loan has before it can be called back"),
        999,
        required=False,
        help_text=_("Empty: it is never called back."),
    )
    auto_recall = forms.BooleanField(
        label=_("It is called back by itself when somebody places a hold"), required=False
    )
    max_loans = number(_("Loans at a time, of everything together"), 9999)
    max_of_type = number(
        _("Loans of the same kind of item at a time"),
        9999,
        required=False,
        help_text=_("Empty: as many as of everything together."),
    )
    max_holds = number(_("Holds at a time"), 9999)
    min_age = number(_("From what age"), 120, help_text=_("0: for everyone."))
    talking_books = forms.BooleanField(
        label=_("Only for those who have the right to talking books"), required=False
    )
    fee = kroner(_("Kroner for each late day"), help_text=_("0: a late return costs nothing."))
    cap = kroner(_("Kroner in all, at most"))
    grace_days = number(
        _("Late days that are free"), 365, help_text=_("They stay free, however late it is.")
    )

    def terms(self, case: Case) -> Terms:
        """Return what was written as a rule for a case."""
        told = {name: self.cleaned_data[name] for name in NUMBERS}
        return Terms(
            **case._asdict(),
            **told,
            fee_per_day_ore=int(self.cleaned_data["fee"] * 100),
            fee_cap_ore=int(self.cleaned_data["cap"] * 100),
        )


NUMBERS = (
    "is_lent",
    "loan_days",
    "all_due_on",
    "max_renewals",
    "auto_renew",
    "recall_after_days",
    "auto_recall",
    "max_loans",
    "max_of_type",
    "max_holds",
    "min_age",
    "talking_books",
    "grace_days",
)


def told_of(terms: Terms) -> dict[str, Any]:
    """Return a rule as its form has it."""
    return {
        **{name: getattr(terms, name) for name in NUMBERS},
        "fee": Decimal(terms.fee_per_day_ore) / 100,
        "cap": Decimal(terms.fee_cap_ore) / 100,
    }


class NewRuleForm(RuleForm):
    """What a rule is for, and what it says."""

    category = forms.TypedChoiceField(
        label=_("Category"),
        choices=lambda: [("", _("Any")), *category_choices()],
        required=False,
        empty_value=None,
    )
    item_type = forms.TypedChoiceField(
        label=_("Kind of item"),
        choices=lambda: [("", _("Any")), *item_type_choices()],
        required=False,
        empty_value=None,
    )
    branch = forms.TypedChoiceField(
        label=_("Branch"),
        choices=lambda: [("", _("Any")), *branch_choices()],
        coerce=int,
        required=False,
        empty_value=None,
    )
    collection = forms.TypedChoiceField(
        label=_("Collection"),
        choices=lambda: [("", _("Any")), *collection_choices()],
        required=False,
        empty_value=None,
    )

    def case(self) -> Case:
        """Return what the rule is for."""
        told = self.cleaned_data
        return Case(told["category"], told["item_type"], told["branch"], told["collection"])


def draft_of(form: RuleForm, was: Terms | None) -> RuleDraft:
    """Return what was written as a draft: of a new rule, or of one that there is."""
    if isinstance(form, NewRuleForm):
        case = form.case()
        return RuleDraft(case, form.terms(case), is_new=True)
    case = was.case if was else Case()
    return RuleDraft(case, form.terms(case))


class SupposedForm(Form):
    """A case that is tried out; it is about nobody."""

    category = forms.ChoiceField(label=_("Category"), choices=category_choices)
    item_type = forms.ChoiceField(label=_("Kind of item"), choices=item_type_choices)
    branch = forms.TypedChoiceField(label=_("Branch"), coerce=int, choices=branch_choices)
    collection = forms.TypedChoiceField(
        label=_("Collection"),
        choices=lambda: [("", _("None")), *collection_choices()],
        required=False,
        empty_value=None,
    )
    age = number(_("Age"), 120, required=False, help_text=_("Empty: old enough for everything."))
    loans = number(_("Loans they have already"), 9999, required=False)
    of_type = number(_("Of these, of the same kind"), 9999, required=False)
    holds = number(_("Holds they have already"), 9999, required=False)
    days_late = number(_("Days late"), 9999, required=False)
    has_talking_books = forms.BooleanField(
        label=_("They have the right to talking books"), required=False
    )

    def supposed(self) -> Supposed:
        """Return it as a question."""
        told = self.cleaned_data
        return Supposed(
            Asked(told["category"], told["item_type"], told["branch"], told["collection"]),
            told["age"],
            loans=told["loans"] or 0,
            of_type=told["of_type"] or 0,
            holds=told["holds"] or 0,
            days_late=told["days_late"] or 0,
            has_talking_books=told["has_talking_books"],
        )


SUPPOSED: Groups = (
    (_("The case"), ("category", "item_type", "branch", "collection")),
    (
        _("Somebody who borrows it today"),
        ("age", "loans", "of_type", "holds", "days_late", "has_talking_books"),
    ),
)
