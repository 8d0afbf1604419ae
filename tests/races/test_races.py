"""Two processes at once: the constraint and the lock have the last word.

Each race is also run without its guards, so that we know that it can be lost.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial

import pytest
from django.db import connection

from hylla.circulation.actions import set_loan_rule
from hylla.circulation.models import Loan
from hylla.circulation.rules.codes import Refusal
from hylla.statistics.models import Tally
from tests.circulation.world import ANYONE, World, make_world, policy_of
from tests.races.workers import at_once
from tests.races.workers import two_workers as workers_of

two_workers = partial(workers_of, "tests.races.worker")

ROUNDS = 1000
CONTROL_ROUNDS = 100
INDEX = (
    "CREATE UNIQUE INDEX one_open_loan_an_item ON circulation_loan (item_id)"
    " WHERE closed_at IS NULL AND returned_at IS NULL"
)


@pytest.fixture
def world(transactional_db: None) -> World:
    """A library whose rows other processes see."""
    return make_world(policy_of("umea"))


def refusals_in(answers: list[str]) -> list[str]:
    return [each for each in answers if each in list(Refusal)]


@contextmanager
def without_constraint() -> Iterator[None]:
    """Take the constraint away, and put it back onto an empty table."""
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX one_open_loan_an_item")
        try:
            yield
        finally:
            Loan.objects.all().delete()
            cursor.execute(INDEX)


def test_the_same_item_is_lent_once_1000_times_of_1000(world: World) -> None:
    """Lending 1 and 8."""
    cards = [world.patron()[1], world.patron()[1]]
    record = world.record()
    items = [world.item(record=record) for _ in range(ROUNDS)]
    winners: Counter[int] = Counter()
    with two_workers("all") as workers:
        for item in items:
            answers = at_once(workers, *((card, item.barcode) for card in cards))
            assert refusals_in(answers) == [Refusal.ITEM_ON_LOAN_TO_OTHER], answers
            winners[answers.index(Refusal.ITEM_ON_LOAN_TO_OTHER)] += 1
    assert Loan.objects.count() == ROUNDS
    assert Loan.objects.values("item").distinct().count() == ROUNDS
    assert Tally.objects.get().count == ROUNDS
    # Both had a chance, or it was no race.
    assert len(winners) == 2


def test_the_constraint_alone_lends_it_once(world: World) -> None:
    """Lending 8."""
    cards = [world.patron()[1], world.patron()[1]]
    items = [world.item() for _ in range(CONTROL_ROUNDS)]
    with two_workers("none") as workers:
        for item in items:
            answers = at_once(workers, *((card, item.barcode) for card in cards))
            assert refusals_in(answers) == [Refusal.ITEM_ON_LOAN_TO_OTHER], answers
    assert Loan.objects.count() == CONTROL_ROUNDS


def test_without_lock_and_constraint_the_race_is_lost(world: World) -> None:
    """This test exists to show that the two above can fail."""
    cards = [world.patron()[1], world.patron()[1]]
    items = [world.item() for _ in range(CONTROL_ROUNDS)]
    with without_constraint(), two_workers("none") as workers:
        for item in items:
            at_once(workers, *((card, item.barcode) for card in cards))
        assert Loan.objects.count() > CONTROL_ROUNDS


def over_the_limit(world: World, guards: str) -> int:
    """Let one patron who may have one loan borrow two things at once; count how often they do."""
    set_loan_rule(replace(ANYONE, max_loans=1))
    person, card = world.patron()
    both = [(card, world.item().barcode) for _ in range(2)]
    over = 0
    with two_workers(guards) as workers:
        for _ in range(CONTROL_ROUNDS):
            at_once(workers, *both)
            lent = Loan.objects.filter(patron=person).count()
            assert lent >= 1
            over += lent > 1
            Loan.objects.all().delete()
    return over


def test_a_patron_at_the_limit_gets_one(world: World) -> None:
    """Lending 1."""
    assert over_the_limit(world, "all") == 0


def test_without_the_lock_a_patron_gets_more_than_the_limit(world: World) -> None:
    """This test exists to show that the one above can fail."""
    assert over_the_limit(world, "none") > 0
