"""A loan rule is added, changed or taken away, once it was looked at what that touches."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from hylla.circulation.actions import change_loan_rule
from hylla.circulation.queries import Effect, StoredRule, effect_of, loan_rules
from hylla.circulation.rules.changing import RuleDraft
from hylla.circulation.rules.codes import Refusal
from hylla.circulation.rules.terms import Terms
from hylla.circulation.sentences import say
from hylla.doors.desk.loan_rules import list_page
from hylla.doors.desk.rule_forms import FIELDS, GROUPS, NewRuleForm, RuleForm, draft_of, told_of
from hylla.doors.desk.rule_words import Changed, Names, differences
from hylla.doors.desk.worker import RULERS, desk_page, for_staff
from hylla.doors.parts.groups import grouped
from hylla.doors.parts.page import Said, bad, good, today_of
from hylla.doors.parts.passkeys import number_of
from hylla.doors.parts.refusals import why
from hylla.doors.parts.told import told
from hylla.doors.parts.who import now_of
from hylla.library.queries import StaffFacts, policy_in_force
from hylla.library.refusals import Reason, Refused

NEW = 0
"""The number of a rule that there is not yet."""


@dataclass(frozen=True)
class Asked:
    """What was sent: for which rule, and what is to become of it. Removals have no form."""

    number: int
    rule: StoredRule | None
    form: RuleForm
    draft: RuleDraft | None

    @property
    def is_removal(self) -> bool:
        """Whether the rule is to go."""
        return self.draft is not None and self.draft.terms is None


@dataclass(frozen=True)
class Row:
    """A category that is touched."""

    category: str
    people: int
    loans: int
    holds: int


@dataclass(frozen=True)
class Pair:
    """The rule that decides now and the one that would, and what they say differently."""

    before: str
    after: str
    changes: tuple[Changed, ...]


@for_staff(RULERS)
def change(request: HttpRequest, worker: StaffFacts, number: int) -> HttpResponse:
    """Ask what a rule is to say, and then show what that touches."""
    asked = _asked(request, number)
    if asked is None:
        return list_page(request, worker, bad(say(Reason(Refusal.RULE_UNKNOWN))))
    if asked.draft is None:
        return _form(request, worker, asked)
    return _preview(request, worker, asked, asked.draft)


@for_staff(RULERS)
def put(request: HttpRequest, worker: StaffFacts, number: int) -> HttpResponse:
    """Put in force what was looked at; if somebody was quicker, it is looked at again."""
    if request.method != "POST":
        return redirect("desk:change_rule", number=number)
    asked = _asked(request, number)
    if asked is None:
        return list_page(request, worker, bad(say(Reason(Refusal.RULE_UNKNOWN))))
    if asked.draft is None:
        return _form(request, worker, asked)
    try:
        change_loan_rule(
            asked.draft,
            seen=number_of(told(request.POST, "seen")) or 0,
            staff_id=worker.id,
            now=now_of(request),
            policy=policy_in_force(),
        )
    except Refused as refused:
        return _preview(request, worker, asked, asked.draft, said=why(refused))
    gone = _("The rule is gone. Loans that are out keep their due dates.")
    put = _("The rule is in force. Loans that are out keep their due dates.")
    return list_page(request, worker, good(gone if asked.is_removal else put))


def _asked(request: HttpRequest, number: int) -> Asked | None:
    """Return what was sent, or None where there is no such rule any more."""
    rule = next((each for each in loan_rules() if each.id == number), None)
    if rule is None and number != NEW:
        return None
    sort = NewRuleForm if rule is None else RuleForm
    first = told_of(rule.terms) if rule else _first()
    if request.method != "POST":
        return Asked(number, rule, sort(initial=first), None)
    if rule is not None and "remove" in request.POST:
        return Asked(number, rule, sort(initial=first), RuleDraft(rule.terms.case, None))
    form = sort(request.POST)
    draft = draft_of(form, rule.terms if rule else None) if form.is_valid() else None
    return Asked(number, rule, form, draft)


def _first() -> dict[str, object]:
    """Return what a new rule begins with: what the most general one says."""
    general = loan_rules()[-1:]
    return told_of(general[0].terms) if general else {"is_lent": True}


def _form(request: HttpRequest, worker: StaffFacts, asked: Asked) -> HttpResponse:
    wrong, rule = bool(asked.form.errors), asked.rule
    title = _("Change a rule") if rule else _("Add a rule")
    return desk_page(
        request,
        worker,
        "desk/rule_form.html",
        title=_("Not saved: check the values") if wrong else title,
        form=asked.form,
        groups=grouped(asked.form, GROUPS),
        number=asked.number,
        case=Names.read().case(rule.terms.case) if rule else "",
        status=422 if wrong else 200,
    )


def _preview(
    request: HttpRequest,
    worker: StaffFacts,
    asked: Asked,
    draft: RuleDraft,
    *,
    said: Said | None = None,
) -> HttpResponse:
    effect = effect_of(draft, promised=policy_in_force().fees, on=today_of(request))
    if effect.reasons:
        asked.form.refuse(Refused(*effect.reasons), FIELDS)
        return _form(request, worker, asked)
    names = Names.read()
    return desk_page(
        request,
        worker,
        "desk/rule_preview.html",
        title=_("What this touches"),
        said=[said] if said else [],
        case=names.case(draft.case),
        number=asked.number,
        form=asked.form,
        is_removal=asked.is_removal,
        effect=effect,
        touched=_rows(effect, names),
        pairs=_pairs(effect, names, own=(effect.was, draft.terms)),
        gaps=[names.case(each) for each in effect.gaps],
        own=differences(effect.was, draft.terms) if effect.was and draft.terms else (),
        status=422 if said else 200,
    )


def _rows(effect: Effect, names: Names) -> list[Row]:
    return [
        Row(names.categories[each.category], each.people, each.loans, each.holds)
        for each in effect.touched
    ]


def _pairs(effect: Effect, names: Names, *, own: tuple[Terms | None, Terms | None]) -> list[Pair]:
    """Return which rules change places; what the changed rule says otherwise stands apart."""
    pairs = [each for each in effect.pairs if each != own]
    said = [
        tuple(_("No rule") if terms is None else names.case(terms.case) for terms in pair)
        for pair in pairs
    ]
    return [
        Pair(before, after, differences(*pair))
        for (before, after), pair in zip(said, pairs, strict=True)
    ]
