"""Which rule applies, and why each of the others does not."""

from dataclasses import replace
from itertools import product
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hylla.circulation.rules.terms import (
    Asked,
    Case,
    Terms,
    Verdict,
    candidates,
    changed,
    terms_for,
)
from tests.circulation.world import ANYONE

ADULT = Asked("adult", "book", 7, "quick")
ORDER = [
    Case("adult", "book", 7, "quick"),
    Case("adult", "book", 7, None),
    Case("adult", "book", None, "quick"),
    Case("adult", None, 7, "quick"),
    Case(None, "book", 7, "quick"),
    Case("adult", "book", None, None),
    Case("adult", None, 7, None),
    Case("adult", None, None, "quick"),
    Case(None, "book", 7, None),
    Case(None, "book", None, "quick"),
    Case(None, None, 7, "quick"),
    Case("adult", None, None, None),
    Case(None, "book", None, None),
    Case(None, None, 7, None),
    Case(None, None, None, "quick"),
    Case(None, None, None, None),
]
"""All sixteen rules that speak of an adult and a book, each before those it wins over."""


@pytest.mark.parametrize("left_out", range(len(ORDER)))
def test_most_specific_then_category_then_type_then_branch_then_collection(left_out: int) -> None:
    """Each wins when those before it are gone."""
    rest = ORDER[left_out:]
    rules = [ANYONE.of(case) for case in sorted(rest, key=str)]
    assert terms_for(rules, ADULT) == ANYONE.of(rest[0])


@pytest.mark.parametrize(
    ("case", "verdict"),
    [
        (Case("child"), Verdict.OTHER_CATEGORY),
        (Case(None, "game"), Verdict.OTHER_ITEM_TYPE),
        (Case(None, None, 8), Verdict.OTHER_BRANCH),
        (Case(None, None, None, "local"), Verdict.OTHER_COLLECTION),
    ],
)
def test_a_rule_for_another_case_does_not_apply(case: Case, verdict: Verdict) -> None:
    rules = [ANYONE.of(case)]
    assert terms_for(rules, ADULT) is None
    assert candidates(rules, ADULT)[0].verdicts == (verdict,)


def test_an_item_in_no_collection_is_under_no_rule_for_one() -> None:
    rules = [ANYONE, ANYONE.of(Case(collection="quick"))]
    assert terms_for(rules, ADULT._replace(collection=None)) == ANYONE


def test_all_that_speaks_against_a_rule_is_said() -> None:
    far = ANYONE.of(Case("child", "game", 8, "local"))
    near = ANYONE.of(Case("adult", None, None, None))
    beaten = ANYONE.of(Case(None, "book", None, None))
    found = {
        each.terms.case: each.verdicts for each in candidates([far, ANYONE, beaten, near], ADULT)
    }
    assert found == {
        near.case: (Verdict.APPLIES,),
        beaten.case: (Verdict.COMES_AFTER,),
        ANYONE.case: (Verdict.LESS_SPECIFIC,),
        far.case: (
            Verdict.OTHER_CATEGORY,
            Verdict.OTHER_ITEM_TYPE,
            Verdict.OTHER_BRANCH,
            Verdict.OTHER_COLLECTION,
        ),
    }
    assert next(iter(found)) == near.case


CASES = [
    Case(*each)
    for each in product((None, "adult", "child"), (None, "book"), (None, 7, 8), (None, "quick"))
]


@given(
    st.sets(st.sampled_from(CASES)),
    st.builds(
        Asked,
        st.sampled_from(["adult", "child"]),
        st.sampled_from(["book", "game"]),
        st.sampled_from([7, 8, 9]),
        st.sampled_from([None, "quick"]),
    ),
    st.randoms(use_true_random=False),
)
def test_the_winner_is_the_same_in_whatever_order_the_rules_stand(
    cases: set[Case], asked: Asked, dice: Random
) -> None:
    rules = [ANYONE.of(case) for case in sorted(cases, key=str)]
    shuffled = dice.sample(rules, len(rules))
    best = terms_for(rules, asked)
    assert terms_for(shuffled, asked) == best
    fitting = [each for each in rules if each.fits(asked)]
    assert (best is None) is (not fitting)
    assert len({each.rank for each in fitting}) == len(fitting)
    found = candidates(shuffled, asked)
    assert [each.terms for each in found if each.applies] == ([best] if best else [])
    assert len(found) == len(rules)
    assert all(each.verdicts for each in found)


def test_a_change_replaces_adds_or_takes_away() -> None:
    child = Case("child")
    strict: Terms = replace(ANYONE, loan_days=7)
    one = changed([ANYONE], child, terms=strict)
    assert one == (ANYONE, strict.of(child))
    assert changed(one, child, terms=ANYONE) == (ANYONE, ANYONE.of(child))
    assert changed(one, child, terms=None) == (ANYONE,)
