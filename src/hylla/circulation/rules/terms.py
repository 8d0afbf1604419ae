"""Which loan rule applies: the most specific one, and why each of the others does not."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import NamedTuple


class Case(NamedTuple):
    """What a rule is for: None stands for any category, item type, branch or collection."""

    category: str | None = None
    item_type: str | None = None
    branch_id: int | None = None
    collection: str | None = None

    @property
    def filled(self) -> tuple[bool, ...]:
        """Which of the four are said."""
        return tuple(each is not None for each in self)


class Asked(NamedTuple):
    """Somebody of a category and an item, met at a branch; many items are in no collection."""

    category: str
    item_type: str
    branch_id: int
    collection: str | None = None


@dataclass(frozen=True, slots=True)
class Terms:
    """A loan rule as a value; `models/rules.py` says what each number means."""

    category: str | None
    item_type: str | None
    branch_id: int | None
    is_lent: bool
    loan_days: int
    max_loans: int
    max_renewals: int
    max_holds: int
    min_age: int
    fee_per_day_ore: int
    fee_cap_ore: int
    collection: str | None = None
    max_of_type: int | None = None
    grace_days: int = 0
    all_due_on: date | None = None
    auto_renew: bool = False
    recall_after_days: int | None = None
    auto_recall: bool = False
    talking_books: bool = False

    @property
    def case(self) -> Case:
        """What the rule is for."""
        return Case(self.category, self.item_type, self.branch_id, self.collection)

    def of(self, case: Case) -> "Terms":
        """Return the same for another case."""
        return replace(self, **case._asdict())

    def fits(self, asked: Asked) -> bool:
        """Say whether the rule speaks of this case."""
        return all(mine in {None, theirs} for mine, theirs in zip(self.case, asked, strict=True))

    @property
    def rank(self) -> tuple[int, tuple[bool, ...]]:
        """How specific: of equals, category before type before branch before collection."""
        filled = self.case.filled
        return sum(filled), filled


class Verdict(StrEnum):
    """What became of a rule in a case."""

    APPLIES = "applies"
    OTHER_CATEGORY = "other_category"
    OTHER_ITEM_TYPE = "other_item_type"
    OTHER_BRANCH = "other_branch"
    OTHER_COLLECTION = "other_collection"
    LESS_SPECIFIC = "less_specific"
    """The one that applies says more of the four."""
    COMES_AFTER = "comes_after"
    """The one that applies says as many of the four, and an earlier one of them."""


OTHER = (
    Verdict.OTHER_CATEGORY,
    Verdict.OTHER_ITEM_TYPE,
    Verdict.OTHER_BRANCH,
    Verdict.OTHER_COLLECTION,
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A rule, and everything that speaks against it in a case."""

    terms: Terms
    verdicts: tuple[Verdict, ...]

    @property
    def applies(self) -> bool:
        """Whether this is the one."""
        return self.verdicts == (Verdict.APPLIES,)


def terms_for(rules: Iterable[Terms], asked: Asked) -> Terms | None:
    """Return the most specific rule for the case, or None where the library has none.

    No two rules that fit have the same rank: they would be for the same case, and of each case
    there is one (`one_rule_a_case`).
    """
    fitting = [each for each in rules if each.fits(asked)]
    return max(fitting, key=lambda each: each.rank, default=None)


def candidates(rules: Sequence[Terms], asked: Asked) -> tuple[Candidate, ...]:
    """Return every rule with what became of it: the one that applies first, then the nearest."""
    best = terms_for(rules, asked)
    found = [Candidate(each, _verdicts(each, asked, best=best)) for each in rules]
    found.sort(key=lambda each: each.terms.rank, reverse=True)
    found.sort(key=lambda each: len(set(each.verdicts) & set(OTHER)))
    return tuple(found)


def _verdicts(terms: Terms, asked: Asked, *, best: Terms | None) -> tuple[Verdict, ...]:
    others = tuple(
        verdict
        for verdict, mine, theirs in zip(OTHER, terms.case, asked, strict=True)
        if mine not in {None, theirs}
    )
    if others or best is None:
        return others
    if terms.case == best.case:
        return (Verdict.APPLIES,)
    fewer = terms.rank[0] < best.rank[0]
    return (Verdict.LESS_SPECIFIC if fewer else Verdict.COMES_AFTER,)


def changed(rules: Iterable[Terms], case: Case, *, terms: Terms | None) -> tuple[Terms, ...]:
    """Return the rules with another for the case; without `terms` it has none any more."""
    rest = tuple(each for each in rules if each.case != case)
    return rest if terms is None else (*rest, terms.of(case))
