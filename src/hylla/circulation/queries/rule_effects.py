"""What a change of a loan rule would touch, counted before it is put in force."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import product
from typing import TypeVar
from uuid import UUID

from django.db.models import Count, F, Q

from hylla.catalogue.models import Collection
from hylla.circulation.models import Hold
from hylla.circulation.queries.house import read_house
from hylla.circulation.queries.items import HOLDABLE
from hylla.circulation.queries.loan_rules import lent
from hylla.circulation.queries.loans import open_loans
from hylla.circulation.rules.changing import Lent, RuleDraft, faults_of, gaps, new_gaps
from hylla.circulation.rules.terms import Asked, Case, Terms, changed, terms_for
from hylla.library.queries import rules_version
from hylla.library.refusals import Reason
from hylla.patrons.models import Card
from hylla.privacy.policy import Fees

Pair = tuple[Terms | None, Terms | None]
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Touched:
    """How many of a category would be treated differently: people, open loans, holds."""

    category: str
    people: int
    loans: int
    holds: int


@dataclass(frozen=True, slots=True)
class Effect:
    """What a change would do, looked at with the rules of this version.

    `pairs` has the rule that decides now and the one that would, each pair once; `gaps` what would
    be left without a rule. With reasons or gaps it cannot be put in force.
    """

    version: int
    was: Terms | None
    touched: tuple[Touched, ...]
    pairs: tuple[Pair, ...]
    gaps: tuple[Case, ...]
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class _Comparison:
    """The rules before and after; `pairs` collects what was found to differ."""

    before: tuple[Terms, ...]
    after: tuple[Terms, ...]
    pairs: dict[Asked, Pair | None] = field(default_factory=dict)

    def differs(self, asked: Asked) -> bool:
        if asked not in self.pairs:
            pair = terms_for(self.before, asked), terms_for(self.after, asked)
            one, two = (each and each.of(Case()) for each in pair)
            self.pairs[asked] = None if one == two else pair
        return self.pairs[asked] is not None


def effect_of(draft: RuleDraft, *, promised: Fees, on: date) -> Effect:
    """Count what a change would touch, by category, before it is put in force."""
    version, rules, stock = rules_version(), read_house(None).terms, lent()
    was = next((each for each in rules if each.case == draft.case), None)
    comparison = _Comparison(rules, changed(rules, draft.case, terms=draft.terms))
    touched = tuple(_touched(draft.case, stock, comparison))
    pairs = {each for each in comparison.pairs.values() if each is not None}
    return Effect(
        version,
        was,
        touched,
        tuple(sorted(pairs, key=str)),
        new_gaps(gaps(rules, stock), gaps(comparison.after, stock)),
        faults_of(draft, was=was, promised=promised, on=on),
    )


def _touched(case: Case, stock: Lent, comparison: _Comparison) -> list[Touched]:
    people, loans, holds = _people(), _loans(case, comparison), _holds(case, comparison)
    met = [each for each in stock.categories if case.category in {None, each}]
    return [
        Touched(each, people[each], loans[each], holds[each])
        for each in met
        if _is_met(each, case, stock, comparison)
    ]


def _is_met(category: str, case: Case, stock: Lent, comparison: _Comparison) -> bool:
    """Say whether anything at all would be different for a category."""
    rules = (*comparison.before, *comparison.after)
    branches = _of_each_sort(stock.branch_ids, (each.branch_id for each in rules))
    codes = list(Collection.objects.order_by("code").values_list("code", flat=True))
    collections = [None, *_of_each_sort(codes, (each.collection for each in rules))]
    cells = product(
        [category],
        [each for each in stock.item_types if case.item_type in {None, each}],
        [each for each in branches if case.branch_id in {None, each}],
        [each for each in collections if case.collection in {None, each}],
    )
    # Every cell is looked at, so that all pairs are found.
    return bool([cell for cell in cells if comparison.differs(Asked(*cell))])


def _of_each_sort(known: Sequence[Value], mentioned: Iterable[Value | None]) -> list[Value]:
    """Return those that some rule mentions, and one for all that none does."""
    named = set(mentioned)
    others = [each for each in known if each not in named]
    return [*(each for each in known if each in named), *others[:1]]


def _people() -> Counter[str]:
    """Return how many have a card that works, by category."""
    cards = Card.objects.filter(ended_on=None).order_by().values_list("person__category_id")
    return Counter(dict(cards.annotate(Count("person", distinct=True))))


def _loans(case: Case, comparison: _Comparison) -> Counter[str]:
    """Return how many open loans another rule would decide on, by category."""
    names = {
        "patron__category_id": case.category,
        "item__item_type_id": case.item_type,
        "branch_id": case.branch_id,
        "item__collection_id": case.collection,
    }
    said = {name: value for name, value in names.items() if value is not None}
    rows = open_loans().filter(**said).order_by().values_list(*names).annotate(Count("pk"))
    found: Counter[str] = Counter()
    for *cell, number in rows:
        if comparison.differs(Asked(*cell)):
            found[cell[0]] += number
    return found


def _holds(case: Case, comparison: _Comparison) -> Counter[str]:
    """Return how many holds another rule would decide on for at least one copy, by category."""
    names = {
        "patron__category_id": case.category,
        "record__items__item_type_id": case.item_type,
        "pickup_branch_id": case.branch_id,
        "record__items__collection_id": case.collection,
    }
    said = {name: value for name, value in names.items() if value is not None}
    would_do = Q(only_item=None) | Q(only_item=F("record__items"))
    copies = Hold.objects.filter(would_do, record__items__status__in=HOLDABLE, **said)
    rows = copies.order_by().values_list("pk", *names).distinct()
    holds: dict[UUID, str] = {pk: cell[0] for pk, *cell in rows if comparison.differs(Asked(*cell))}
    return Counter(holds.values())
