"""Loan rules in words: what each is for, what it says, and why it does not apply."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Self

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from hylla.catalogue.queries import collections, item_types
from hylla.circulation.rules.terms import Case, Terms, Verdict
from hylla.doors.parts.kinds import kind_text
from hylla.doors.parts.writing import day_text, money
from hylla.library.queries import branches
from hylla.patrons.queries import categories

WHY: Mapping[Verdict, str | Promise] = {
    Verdict.APPLIES: gettext_lazy("It applies."),
    Verdict.OTHER_CATEGORY: gettext_lazy("It is for another category."),
    Verdict.OTHER_ITEM_TYPE: gettext_lazy("It is for another kind of item."),
    Verdict.OTHER_BRANCH: gettext_lazy("It is for another branch."),
    Verdict.OTHER_COLLECTION: gettext_lazy("It is for another collection."),
    Verdict.LESS_SPECIFIC: gettext_lazy(
        "The rule that applies says more precisely whom it is for."
    ),
    Verdict.COMES_AFTER: gettext_lazy(
        "As precise as the rule that applies, but category counts before kind, kind before branch, "
        "branch before collection."
    ),
}


@dataclass(frozen=True)
class Names:
    """What the four parts of a case are called here."""

    categories: Mapping[str, str]
    item_types: Mapping[str, str]
    branches: Mapping[int, str]
    collections: Mapping[str, str]

    @classmethod
    def read(cls) -> Self:
        """Read them."""
        return cls(
            {each.code: each.name for each in categories()},
            {each.code: kind_text(each.code, each.name) for each in item_types()},
            {each.id: each.name for each in branches()},
            {each.code: each.name for each in collections()},
        )

    def case(self, case: Case) -> str:
        """Return what a rule is for; a part that is left open is not said."""
        said = [
            case.category and self.categories.get(case.category, case.category),
            case.item_type and self.item_types.get(case.item_type, case.item_type),
            case.branch_id and self.branches.get(case.branch_id, ""),
            case.collection and self.collections.get(case.collection, case.collection),
        ]
        return ", ".join(each for each in said if each) or _("Everyone and everything")


@dataclass(frozen=True)
class RuleWords:
    """A rule as a row of a table."""

    case: str
    loan: str
    limits: str
    late: str


def rule_words(terms: Terms, names: Names) -> RuleWords:
    """Return a rule in words."""
    return RuleWords(names.case(terms.case), loan_text(terms), limits_text(terms), late_text(terms))


def loan_text(terms: Terms) -> str:
    """Say for how long something is lent, and how often it is renewed."""
    if not terms.is_lent:
        return _("Not lent")
    return ". ".join(_loan(terms))


def _loan(terms: Terms) -> Iterator[str]:
    days, times = terms.loan_days, terms.max_renewals
    yield (
        ngettext("%(days)s day", "%(days)s days", days) % {"days": days}
        if days
        else _("Until closing on the same day")
    )
    if times:
        yield ngettext("Renewed %(times)s time", "Renewed up to %(times)s times", times) % {
            "times": times
        }
        if terms.auto_renew:
            yield _("By itself, when it is soon due")
    else:
        yield _("No renewals")
    if (recall := terms.recall_after_days) is not None:
        yield ngettext(
            "Called back after %(days)s day", "Called back after %(days)s days", recall
        ) % {"days": recall}
    if terms.auto_recall:
        yield _("By itself, when somebody waits")
    if terms.all_due_on:
        yield _("All is due by %(day)s") % {"day": day_text(terms.all_due_on)}


def limits_text(terms: Terms) -> str:
    """Say how many somebody may have, and from what age."""
    return ". ".join(_limits(terms))


def _limits(terms: Terms) -> Iterator[str]:
    loans, holds = terms.max_loans, terms.max_holds
    yield ngettext("%(loans)s loan", "%(loans)s loans", loans) % {"loans": loans}
    if terms.max_of_type is not None:
        yield _("%(number)s of this kind") % {"number": terms.max_of_type}
    yield ngettext("%(holds)s hold", "%(holds)s holds", holds) % {"holds": holds}
    if terms.min_age:
        yield _("From the age of %(age)s") % {"age": terms.min_age}
    if terms.talking_books:
        yield _("With the right to talking books")


def late_text(terms: Terms) -> str:
    """Say what a late day costs."""
    if not terms.fee_per_day_ore:
        return _("Nothing")
    said = _("%(fee)s a day, at most %(cap)s") % {
        "fee": money(terms.fee_per_day_ore),
        "cap": money(terms.fee_cap_ore),
    }
    days = terms.grace_days
    if not days:
        return said
    free = ngettext("%(days)s day is free", "The first %(days)s days are free", days)
    return f"{said}. {free % {'days': days}}"


@dataclass(frozen=True)
class Changed:
    """One thing that two rules say differently."""

    name: str
    before: str
    after: str


def differences(before: Terms | None, after: Terms | None) -> tuple[Changed, ...]:
    """Return what two rules say differently; without a rule nothing is lent."""
    parts: tuple[tuple[str, Callable[[Terms], str]], ...] = (
        (_("Loan"), loan_text),
        (_("How many"), limits_text),
        (_("Late returns"), late_text),
    )
    rows = (Changed(name, _said(before, text), _said(after, text)) for name, text in parts)
    return tuple(row for row in rows if row.before != row.after)


def _said(terms: Terms | None, text: Callable[[Terms], str]) -> str:
    return _("No rule") if terms is None else text(terms)
