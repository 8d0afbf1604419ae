"""The rules of lending: what they are, which applies and why, and who changed them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hylla.circulation.queries import (
    PastChange,
    WhatIf,
    loan_rules,
    rule_changes,
    rule_gaps,
    what_if,
)
from hylla.circulation.rules.terms import Candidate, Case
from hylla.circulation.sentences import say
from hylla.doors.desk.lists import Fact
from hylla.doors.desk.rule_forms import SUPPOSED, SupposedForm
from hylla.doors.desk.rule_words import WHY, Changed, Names, RuleWords, differences, rule_words
from hylla.doors.desk.worker import FILERS, RULE_READERS, RULERS, desk_page, for_staff
from hylla.doors.parts.groups import grouped
from hylla.doors.parts.page import Said
from hylla.doors.parts.who import now_of
from hylla.doors.parts.writing import day_text, money, time_text
from hylla.library.queries import StaffFacts, branches, policy_in_force


@dataclass(frozen=True)
class Row:
    """A rule in the list."""

    id: int
    words: RuleWords


@dataclass(frozen=True)
class Weighed:
    """A rule, and why it applies or not."""

    words: RuleWords
    applies: bool
    why: tuple[str, ...]


@dataclass(frozen=True)
class Past:
    """A change of a rule; without differences it was added or taken away."""

    changed_at: datetime
    by: str
    case: str
    sort: str
    changes: tuple[Changed, ...]


@for_staff(RULE_READERS)
def listed(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """Show the rules, the most specific first."""
    return list_page(request, worker)


def list_page(request: HttpRequest, worker: StaffFacts, said: Said | None = None) -> HttpResponse:
    """Make the list, after a change with what became of it."""
    names = Names.read()
    return desk_page(
        request,
        worker,
        "desk/loan_rules.html",
        title=_("Loan rules"),
        said=[said] if said else [],
        rows=[Row(each.id, rule_words(each.terms, names)) for each in loan_rules()],
        gaps=[names.case(each) for each in rule_gaps()],
        may_change=bool(worker.roles & set(RULERS)),
        may_file=bool(worker.roles & set(FILERS)),
        status=422 if said and said.tone == "bad" else 200,
    )


@for_staff(RULE_READERS)
def which(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """Ask for a case, and say which rule applies, why no other does, and what it would come to."""
    if request.method != "POST":
        return _which(request, worker, SupposedForm(initial={"branch": worker.branch.id}))
    form = SupposedForm(request.POST)
    if not form.is_valid():
        return _which(request, worker, form)
    found = what_if(form.supposed(), now=now_of(request), policy=policy_in_force())
    return _which(request, worker, form, found=found)


def _which(
    request: HttpRequest, worker: StaffFacts, form: SupposedForm, *, found: WhatIf | None = None
) -> HttpResponse:
    wrong, names = bool(form.errors), Names.read()
    return desk_page(
        request,
        worker,
        "desk/which_rule.html",
        title=_("Not tried: check what you wrote") if wrong else _("Which rule applies?"),
        form=form,
        groups=grouped(form, SUPPOSED),
        found=found,
        facts=list(_facts(found, form)) if found else [],
        reasons=[say(each) for each in found.reasons] if found else [],
        hold_reasons=[say(each) for each in found.hold_reasons] if found else [],
        weighed=[_weighed(each, names) for each in found.candidates] if found else [],
        status=422 if wrong else 200,
    )


def _weighed(candidate: Candidate, names: Names) -> Weighed:
    why = tuple(str(WHY[each]) for each in candidate.verdicts)
    return Weighed(rule_words(candidate.terms, names), candidate.applies, why)


def _facts(found: WhatIf, form: SupposedForm) -> Iterator[Fact]:
    terms = found.terms
    if terms is None or found.due_on is None or not terms.is_lent:
        return
    due = day_text(found.due_on)
    if found.closes_at:
        due = _("%(day)s, before %(time)s") % {"day": due, "time": time_text(found.closes_at)}
    yield Fact(_("Due"), due)
    yield Fact(_("Renewals"), str(terms.max_renewals))
    if terms.auto_renew and terms.max_renewals:
        yield Fact(_("Renewed by itself"), _("Yes, when it is soon due"))
    if terms.recall_after_days is not None:
        earliest = found.recall_on and day_text(found.recall_on)
        yield Fact(_("Back at the earliest, if it is called back"), earliest or "")
    if found.latest_on and found.latest_on > found.due_on:
        yield Fact(_("Back at the latest, with every renewal"), day_text(found.latest_on))
    days = form.supposed().days_late
    if days:
        name = ngettext("Fee after %(days)s late day", "Fee after %(days)s late days", days)
        yield Fact(name % {"days": days}, money(found.fee_ore))
    if found.capped_after is None:
        yield Fact(_("Late returns"), _("Nothing"))
        return
    after = ngettext(
        "%(fee)s, after %(days)s late day", "%(fee)s, after %(days)s late days", found.capped_after
    )
    most = {"fee": money(found.tariff.cap_ore), "days": found.capped_after}
    yield Fact(_("At most"), after % most)


@for_staff(RULERS)
def history(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """Show who changed what, the newest first."""
    names = Names.read()
    codes = {each.code: each.id for each in branches()}
    return desk_page(
        request,
        worker,
        "desk/rule_history.html",
        title=_("Changes of the loan rules"),
        changes=[_past(each, names, codes) for each in rule_changes()],
    )


def _past(change: PastChange, names: Names, codes: dict[str, int]) -> Past:
    case = Case(
        change.category or None,
        change.item_type or None,
        codes.get(change.branch),
        change.collection or None,
    )
    said = names.case(case)
    if change.branch and change.branch not in codes:
        said = f"{said}, {change.branch}"
    if change.before is None:
        sort = _("Added")
    else:
        sort = _("Taken away") if change.after is None else _("Changed")
    changes = differences(change.before, change.after)
    return Past(change.changed_at, change.by, said, sort, changes)
