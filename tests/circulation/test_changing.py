"""A loan rule is changed once its effect was looked at: by whom, and what it said before."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from hylla.catalogue.models import Collection
from hylla.circulation.actions import change_loan_rule, place_hold, renew, set_loan_rule
from hylla.circulation.models import Loan, LoanRule, RuleChange
from hylla.circulation.queries import (
    Effect,
    Supposed,
    Touched,
    WhatIf,
    effect_of,
    loan_rules,
    rule_changes,
    rule_gaps,
    what_if,
)
from hylla.circulation.rules.changing import Lent, RuleDraft, gaps
from hylla.circulation.rules.codes import Refusal
from hylla.circulation.rules.terms import Asked, Case, Terms
from hylla.circulation.rules.written import read, written
from hylla.library.actions import add_branch, add_closed_day
from hylla.library.models import Staff
from hylla.library.queries import rules_version
from hylla.library.refusals import Refused
from hylla.patrons.models import Category
from tests.circulation.world import ANYONE, NOW, TODAY, World, with_fees

CHILD = Case("child")
TWO_WEEKS = replace(ANYONE, loan_days=14)


@pytest.fixture
def world(world: World) -> World:
    world.policy = with_fees(world.policy, daily=500, cap=9000, block_at=0)
    return world


@pytest.fixture
def writer(world: World) -> Staff:
    return Staff.objects.create(
        username="ada", name="Ada Prøve", password_hash="-", branch=world.main, language="nb"
    )


def effect(world: World, draft: RuleDraft) -> Effect:
    return effect_of(draft, promised=world.policy.fees, on=TODAY)


def change(world: World, draft: RuleDraft, writer: Staff, *, seen: int | None = None) -> None:
    change_loan_rule(
        draft,
        seen=rules_version() if seen is None else seen,
        staff_id=writer.pk,
        now=NOW,
        policy=world.policy,
    )


@pytest.mark.parametrize(
    "terms",
    [
        ANYONE,
        replace(ANYONE, is_lent=False, max_of_type=3, grace_days=2, all_due_on=date(2027, 6, 12)),
        replace(ANYONE, auto_renew=True, recall_after_days=14, auto_recall=True),
    ],
)
def test_what_was_written_can_be_read(terms: Terms) -> None:
    assert read(written(terms), Case()) == terms
    assert read(written(None), Case()) is None
    assert read(f"{written(terms)}forgotten_word = 3\n", CHILD) == terms.of(CHILD)


def test_a_preview_counts_who_and_what_is_touched(world: World) -> None:
    """Only where another rule would decide otherwise; loans keep their dates until renewed."""
    (_, grown), (_, small), (waiting, _) = (
        world.patron(),
        world.patron(category="child"),
        world.patron(category="child"),
    )
    for _ in range(3):
        world.lend(small, world.item())
    world.lend(small, world.item(item_type="game"))
    lent = world.lend(grown, world.item())
    title = world.item().record
    world.item(record=title)
    place_hold(
        person_id=waiting,
        record_id=title.pk,
        pickup_branch_id=world.main.pk,
        now=NOW,
        policy=world.policy,
    )
    books = Case("child", "book")
    found = effect(world, RuleDraft(books, TWO_WEEKS, is_new=True))
    assert found.touched == (Touched("child", people=2, loans=3, holds=1),)
    assert found.pairs == ((ANYONE, TWO_WEEKS.of(books)),)
    assert (found.was, found.gaps, found.reasons) == (None, (), ())
    everyone = effect(world, RuleDraft(Case(), TWO_WEEKS))
    assert everyone.touched == (Touched("adult", 1, 1, 0), Touched("child", 2, 4, 1))
    same = effect(world, RuleDraft(books, ANYONE, is_new=True))
    assert (same.touched, same.pairs) == ((), ())
    assert Loan.objects.get(pk=lent.loan_id).due_on == lent.due_on


def test_a_preview_looks_at_branch_and_collection(world: World) -> None:
    Collection.objects.create(code="quick", name="Quick loans")
    quick = world.item()
    quick.collection_id = "quick"
    quick.save()
    _, card = world.patron()
    world.lend(card, quick)
    world.lend(card, world.item())
    for case, loans in (
        (Case(collection="quick"), 1),
        (Case(branch_id=world.main.pk), 2),
        (Case(branch_id=world.other.pk), 0),
    ):
        found = effect(world, RuleDraft(case, TWO_WEEKS, is_new=True))
        assert [(each.category, each.loans) for each in found.touched] == [
            ("adult", loans),
            ("child", 0),
        ]


def test_a_change_holds_from_now_on_and_is_remembered(world: World, writer: Staff) -> None:
    _, card = world.patron()
    item = world.item()
    before = world.lend(card, item)
    change(world, RuleDraft(Case(), TWO_WEEKS), writer)
    assert Loan.objects.get(pk=before.loan_id).due_on == TODAY + timedelta(days=28)
    assert world.lend(card, world.item()).due_on == TODAY + timedelta(days=14)
    later = NOW + timedelta(days=20)
    renewed = renew(barcode=item.barcode, now=later, policy=world.policy)
    assert renewed.due_on == date(2026, 12, 7)
    change(world, RuleDraft(CHILD, ANYONE, is_new=True), writer)
    change(world, RuleDraft(CHILD, None), writer)
    told = [(each.by, each.category, each.before, each.after) for each in rule_changes()]
    assert told == [
        ("Ada Prøve", "child", ANYONE, None),
        ("Ada Prøve", "child", None, ANYONE),
        ("Ada Prøve", "", ANYONE, TWO_WEEKS),
    ]
    writer.delete()
    assert [each.by for each in rule_changes()] == ["", "", ""]


def test_what_changes_nothing_leaves_no_line(world: World, writer: Staff) -> None:
    before = rules_version()
    change(world, RuleDraft(Case(), ANYONE), writer)
    assert (RuleChange.objects.count(), rules_version()) == (0, before)


Spoil = Callable[[World], RuleDraft]


def taken(world: World) -> RuleDraft:
    return RuleDraft(Case(), ANYONE, is_new=True)


def gone(world: World) -> RuleDraft:
    return RuleDraft(CHILD, ANYONE)


def too_dear(world: World) -> RuleDraft:
    return RuleDraft(Case(), replace(ANYONE, fee_per_day_ore=501))


def too_dear_in_all(world: World) -> RuleDraft:
    return RuleDraft(Case(), replace(ANYONE, fee_cap_ore=9001))


def cap_under_fee(world: World) -> RuleDraft:
    return RuleDraft(Case(), replace(ANYONE, fee_cap_ore=199))


def past(world: World) -> RuleDraft:
    return RuleDraft(Case(), replace(ANYONE, all_due_on=TODAY - timedelta(days=1)))


def the_only_one(world: World) -> RuleDraft:
    return RuleDraft(Case(), None)


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (taken, Refusal.RULE_TAKEN),
        (gone, Refusal.RULE_UNKNOWN),
        (too_dear, Refusal.RULE_FEE_OVER_POLICY),
        (too_dear_in_all, Refusal.RULE_CAP_OVER_POLICY),
        (cap_under_fee, Refusal.RULE_CAP_UNDER_FEE),
        (past, Refusal.RULE_DAY_PAST),
        (the_only_one, Refusal.RULE_LEAVES_GAP),
    ],
)
def test_what_cannot_stand_is_refused(
    world: World, writer: Staff, spoil: Spoil, code: Refusal
) -> None:
    draft, rules = spoil(world), loan_rules()
    with pytest.raises(Refused) as refused:
        change(world, draft, writer)
    assert [each.code for each in refused.value.reasons] == [code]
    assert (loan_rules(), RuleChange.objects.count()) == (rules, 0)
    if code is not Refusal.RULE_LEAVES_GAP:
        assert [each.code for each in effect(world, draft).reasons] == [code]


def test_who_looked_before_another_changed_it_looks_again(world: World, writer: Staff) -> None:
    seen = effect(world, RuleDraft(Case(), TWO_WEEKS)).version
    change(world, RuleDraft(CHILD, ANYONE, is_new=True), writer)
    with pytest.raises(Refused) as refused:
        change(world, RuleDraft(Case(), TWO_WEEKS), writer, seen=seen)
    assert [each.code for each in refused.value.reasons] == [Refusal.RULE_CHANGED_MEANWHILE]
    assert LoanRule.objects.get(category=None).loan_days == 28


def test_a_day_that_passed_is_no_reason_against_another_change(world: World, writer: Staff) -> None:
    old = replace(ANYONE, all_due_on=TODAY - timedelta(days=100))
    set_loan_rule(old)
    change(world, RuleDraft(Case(), replace(old, loan_days=21)), writer)
    assert loan_rules()[0].terms.loan_days == 21


def test_a_gap_is_named_by_its_cell(world: World) -> None:
    """Taking the rule for everyone away leaves children without games, at one branch only."""
    adult, books = ANYONE.of(Case("adult")), ANYONE.of(Case("child", "book"))
    games = ANYONE.of(Case("child", "game", world.main.pk))
    for each in (adult, books, games):
        set_loan_rule(each)
    assert effect(world, RuleDraft(Case(), None)).gaps == (Case("child", "game", world.other.pk),)
    assert rule_gaps() == ()
    Category.objects.create(code="class", name="School class")
    assert effect(world, RuleDraft(Case(), None)).gaps[-2:] == (
        Case("class", "book"),
        Case("class", "game"),
    )


def test_a_rule_for_a_collection_fills_no_gap() -> None:
    lent = Lent(("adult",), ("book",), (7, 8))
    assert gaps([ANYONE.of(Case(collection="quick"))], lent) == (Case("adult", "book"),)
    assert gaps([ANYONE], lent) == ()


def suppose(world: World, **more: int) -> WhatIf:
    supposed = Supposed(Asked("adult", "game", world.main.pk), **more)
    return what_if(supposed, now=NOW, policy=world.policy)


def test_what_if_tells_days_renewals_and_fees(world: World) -> None:
    add_closed_day(date(2026, 12, 1), branch_id=world.main.pk)
    set_loan_rule(replace(ANYONE.of(Case(None, "game")), grace_days=2, max_renewals=1))
    found = suppose(world, days_late=5)
    assert found.terms is not None
    assert found.terms.case == Case(None, "game")
    assert (found.due_on, found.closes_at) == (date(2026, 12, 2), time(18))
    assert found.latest_on == date(2026, 12, 30)
    assert (found.fee_ore, found.capped_after) == (600, 27)
    assert (found.reasons, found.hold_reasons) == ((), ())
    assert suppose(world, days_late=500).fee_ore == 5000


def test_what_if_says_every_refusal(world: World) -> None:
    strict = replace(ANYONE, is_lent=False, min_age=15, max_loans=3, max_of_type=2, max_holds=0)
    set_loan_rule(strict)
    found = suppose(world, age=14, loans=3, of_type=2)
    assert {each.code for each in found.reasons} == {
        Refusal.ITEM_NOT_LENT,
        Refusal.TOO_YOUNG,
        Refusal.TOO_MANY_LOANS,
        Refusal.TOO_MANY_OF_TYPE,
    }
    assert [each.code for each in found.hold_reasons] == [Refusal.NOTHING_TO_HOLD]
    set_loan_rule(replace(ANYONE, min_age=15))
    assert suppose(world, age=15).reasons == ()
    assert suppose(world).reasons == ()


def test_what_if_without_a_rule(world: World) -> None:
    LoanRule.objects.all().delete()
    branch = add_branch("new", name="New")
    found = what_if(Supposed(Asked("adult", "book", branch.pk)), now=NOW, policy=world.policy)
    assert (found.terms, found.due_on, found.fee_ore, found.candidates) == (None, None, 0, ())
    assert [each.code for each in found.reasons] == [Refusal.NO_RULE]


def test_a_limit_for_one_type_counts_that_type_alone(world: World) -> None:
    set_loan_rule(replace(ANYONE.of(Case(None, "game")), max_of_type=1))
    _, card = world.patron()
    world.lend(card, world.item())
    world.lend(card, world.item(item_type="game"))
    with pytest.raises(Refused) as refused:
        world.lend(card, world.item(item_type="game"))
    assert [each.code for each in refused.value.reasons] == [Refusal.TOO_MANY_OF_TYPE]
    world.lend(card, world.item())


def test_a_collection_of_its_own_is_lent_and_fined_by_its_rule(world: World) -> None:
    """A day loan: due today, renewed in vain, and free for its days of grace."""
    Collection.objects.create(code="quick", name="Quick loans")
    set_loan_rule(replace(ANYONE.of(Case(collection="quick")), loan_days=0, grace_days=1))
    item = world.item()
    item.collection_id = "quick"
    item.save()
    _, card = world.patron()
    assert world.lend(card, item).due_on == TODAY
    with pytest.raises(Refused) as refused:
        renew(barcode=item.barcode, now=NOW, policy=world.policy)
    assert [each.code for each in refused.value.reasons] == [Refusal.RENEWAL_GAINS_NOTHING]
    assert world.take_back(item, now=NOW + timedelta(days=1)).fee_ore == 0
    world.lend(card, item)
    assert world.take_back(item, now=NOW + timedelta(days=3)).fee_ore == 400
