"""Whatever one thing is taken out of the engine, something notices: nothing is there for show."""

import os
from collections.abc import Iterable
from typing import Any

import pytest

from hylla.privacy.policy import Policy
from hylla.site.demo.house import open_house
from hylla.site.demo.shelves import fill_shelves
from tests.builders import policy_of
from tests.site.breaches import NOW
from tests.site.mutants import Mutant, filters, quick, readers

EVERY = 1 if os.environ.get("HYLLA_ALL_MUTANTS") else 5
"""The normal check takes one in five; HYLLA_ALL_MUTANTS=1 takes all."""
LEAST_CAUGHT = 0.95


def survivors(mutants: Iterable[Mutant], policy: Policy) -> tuple[int, list[str]]:
    """Return how many mutants there were, and those that nobody noticed."""
    number, left = 0, []
    for mutant in mutants:
        number += 1
        with mutant.alter():
            if not mutant.is_caught(policy):
                left.append(mutant.name)
    return number, left


@pytest.mark.django_db
def test_a_declaration_or_a_probe_that_is_taken_out_is_missed() -> None:
    mutants = [mutant for at, mutant in enumerate(quick()) if at % EVERY == 0]
    number, left = survivors(mutants, policy_of("fjordvik"))
    assert len(left) <= number * (1 - LEAST_CAUGHT), left


@pytest.mark.django_db
def test_what_leaves_out_what_is_past_its_date_is_missed() -> None:
    number, left = survivors(readers(), policy_of("fjordvik"))
    assert number > 10
    assert left == []


@pytest.mark.django_db
def test_a_read_filter_that_is_taken_out_is_found(settings: Any) -> None:
    settings.HYLLA_NOW = NOW.isoformat()
    policy = policy_of("fjordvik")
    fill_shelves(open_house(policy, now=NOW), on=NOW.date(), seed=1)
    chosen = list(filters()) if EVERY == 1 else list(filters())[:2]
    number, left = survivors(chosen, policy)
    assert number
    assert left == []
