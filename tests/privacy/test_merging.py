"""What two rows and two sets of words come to when two people are one."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from hylla.privacy.declarations import Join, OnMerge
from hylla.privacy.merging.joining import agreed, joined
from hylla.privacy.models.subject import SUBJECT
from hylla.privacy.registry import model_at, person_keys, personal_models

days = st.none() | st.dates(date(2020, 1, 1), date(2030, 1, 1))
dated = st.sampled_from([Join.EARLIEST, Join.LATEST, Join.LAST_OR_NEVER])
words = st.sets(st.sampled_from("abcdef"))


@given(dated, days, days, days)
def test_dates_join_in_any_order_and_to_one_of_them(
    how: Join, one: date | None, other: date | None, third: date | None
) -> None:
    """Three entries for one person give the same, whichever two are merged first."""
    assert joined(how, one, other) == joined(how, other, one)
    assert joined(how, one, other) in {one, other}
    assert joined(how, one, one) == one
    left = joined(how, joined(how, one, other), third)
    assert left == joined(how, one, joined(how, other, third))


@given(days, days)
def test_what_has_no_end_has_none_after(one: date | None, other: date | None) -> None:
    """Obligations union: a block that nobody ended is not ended by a merge."""
    end = joined(Join.LAST_OR_NEVER, one, other)
    assert (end is None) == (one is None or other is None)
    assert end is None or end == max(day for day in (one, other) if day)
    first, last = (joined(how, one, other) for how in (Join.EARLIEST, Join.LATEST))
    assert (first is None) == (one is None and other is None)
    assert first is None or last is None or first <= last


@given(st.booleans(), st.booleans())
def test_protection_is_of_either_and_a_wait_of_both(one: bool, other: bool) -> None:
    """What protects needs one yes, what waits for somebody's word waits if both do."""
    assert joined(Join.EITHER, one, other) is (one or other)
    assert joined(Join.BOTH, one, other) is (one and other)


@given(words, words)
def test_only_what_both_say_stands(one: set[str], other: set[str]) -> None:
    """And what one says alone is found from either side."""
    both, alone = agreed(one, other)
    assert both <= one
    assert both <= other
    assert not both & alone
    assert both | alone == one | other
    assert agreed(other, one) == (both, alone)


def test_every_key_to_a_person_says_what_becomes_of_it() -> None:
    """The keys are counted here by another way than the check that refuses to start."""
    found = 0
    for model, declared in personal_models():
        for field in model._meta.get_fields():
            if field.concrete and field.is_relation and model_at(model, field.name) is not None:
                is_key = field.related_model._meta.label == SUBJECT
                assert (field.name in declared.on_merge) is is_key, (model, field.name)
                found += is_key
        assert set(declared.on_merge) == set(person_keys(model))
    assert found > len(OnMerge)
