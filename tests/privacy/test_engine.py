"""Anything after anything: loans, money, consents, rights and time, and what holds all the same."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module

import pytest
from django.db import connection
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from hylla.circulation.models import Loan
from hylla.messages.models import Message
from hylla.patrons.models import Person
from hylla.privacy.rights.terms import RequestKind
from tests.builders import half, policy_of
from tests.circulation.world import with_fees
from tests.privacy.engine import Engine

RUNS = int(os.environ.get("HYLLA_RUNS", "3"))
"""So many lives of a library a policy; hundreds before a release (CONTRIBUTING.md)."""
STEPS = 25

pytestmark = pytest.mark.django_db


def of_library(library: str) -> type[Engine]:
    """Return the machine under a library's policy, with a fee for every late day."""

    class There(Engine):
        policy = with_fees(policy_of(library), daily=200, cap=5000, block_at=90_000)

    return There


@pytest.mark.parametrize("library", half(["umea", "sandnes", "kungsbacka"]))
def test_whatever_comes_after_whatever(library: str) -> None:
    """Each library forgets otherwise: at once, after 72 hours, when the fee is paid."""
    run_state_machine_as_test(
        of_library(library),
        settings=settings(
            max_examples=RUNS,
            stateful_step_count=STEPS,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


@contextmanager
def an_engine() -> Iterator[Engine]:
    """A machine in which the first patron has the first item, driven by hand."""
    engine = of_library("sandnes")()
    try:
        engine.lend(0, 0)
        assert Loan.objects.count() == 1
        yield engine
    finally:
        engine.undo()


def never_completed(engine: Engine, patch: pytest.MonkeyPatch) -> None:
    """The last return forgets to erase."""
    module = import_module("hylla.circulation.actions.return_item")
    patch.setattr(module, "complete", lambda *_, **__: False)
    engine.leave(0, RequestKind.ERASURE)
    engine.give_back(0)


def lost_voucher(engine: Engine, patch: pytest.MonkeyPatch) -> None:
    """A payment is written down for less than it was."""
    engine.lose(0)
    engine.settle(0, "cash")
    connection.cursor().execute("UPDATE fees_voucher SET amount_ore = 1")


def left_behind(engine: Engine, patch: pytest.MonkeyPatch) -> None:
    """Somebody goes, and a row about somebody else has their card."""
    gone, stays = engine.patrons[1], engine.patrons[2]
    Message.objects.create(
        person_id=stays.id,
        template="welcome",
        code=gone.card,
        created_at=engine.now,
        next_attempt_at=engine.now,
    )
    Person.objects.filter(pk=gone.id).delete()


def read_too_long(engine: Engine, patch: pytest.MonkeyPatch) -> None:
    """A reader forgets to leave out what is past its date."""
    engine.give_back(0)
    engine.wait(73)
    patch.setattr("hylla.circulation.queries.loans.kept", lambda *_, **__: Loan.objects.all())


BREACHES = {
    "nobody_waits_for_nothing": never_completed,
    "money_adds_up": lost_voucher,
    "whoever_is_gone_is_nowhere": left_behind,
    "nothing_past_its_date_is_read": read_too_long,
}


@pytest.mark.parametrize("name", BREACHES)
def test_each_invariant_sees_its_breach(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: all is well before, and this one says what is wrong after."""
    holds: Callable[[Engine], None] = getattr(Engine, name)
    with an_engine() as engine:
        holds(engine)
        BREACHES[name](engine, monkeypatch)
        with pytest.raises(AssertionError):
            holds(engine)
