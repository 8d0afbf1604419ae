"""Anything after anything at the desk and with money: the books, and the library, say the same."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from hylla.circulation.models import Loan
from hylla.fees.rules import Method
from hylla.site.probes.stage import undone
from tests.circulation.machine.driven import INVARIANTS, drive
from tests.circulation.machine.lending import PRICE
from tests.circulation.machine.looking import EVERY, Machine

RUNS = int(os.environ.get("HYLLA_RUNS", "2"))
"""So many lives of a library; a hundred are ten thousand steps (CONTRIBUTING.md)."""
STEPS = 100 if "HYLLA_RUNS" in os.environ else 50
ANSWERS = Path(__file__).with_name("answers.txt")

pytestmark = pytest.mark.django_db


def test_the_library_says_what_the_books_say() -> None:
    """After each step; and after a night at the end nothing is left that should be gone."""
    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=RUNS,
            stateful_step_count=STEPS,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_both_databases_give_the_same_answers() -> None:
    """Refusals, days, places in queues and sums of the same steps, as they stand in a file.

    The file was written on one of them. Where lending is meant to answer otherwise from now on,
    `ANSWERS.write_text(told)` writes it anew, and the change is read line by line.
    """
    told = "\n".join(drive("fjordvik", seed=20261103, steps=250)) + "\n"
    assert told.splitlines() == ANSWERS.read_text().splitlines()


def of_table(statement: str) -> Callable[[pytest.MonkeyPatch], object]:
    """Make a breach of a change of rows behind everybody's back."""
    return lambda _: connection.cursor().execute(statement)


def read_too_long(patch: pytest.MonkeyPatch) -> None:
    """A reader forgets to leave out what is returned."""
    patch.setattr("hylla.circulation.queries.loans.open_loans", Loan.objects.all)


BREACHES: dict[str, Callable[[pytest.MonkeyPatch], object]] = {
    "one_open_loan_an_item": of_table("UPDATE circulation_loan SET renewals = 7"),
    "copies_are_where_the_books_say": of_table("UPDATE catalogue_item SET status = 'lost'"),
    "queues_have_neither_gaps_nor_doubles": of_table("DELETE FROM circulation_hold"),
    "what_is_owed_is_what_the_books_say": of_table("UPDATE fees_claim SET amount_ore = 1"),
    "the_ledger_only_grows_and_its_sum_is_zero": of_table("DELETE FROM fees_voucher"),
    "invoices_stop_whom_they_may": of_table("DELETE FROM patrons_block"),
    "the_collector_is_told_what_is_paid": of_table(
        "UPDATE privacy_onwardnotice SET recipient = 'somebody else'"
    ),
    "invoice_numbers_have_no_gaps": of_table("UPDATE fees_invoiceseries SET last = last + 1"),
    "nothing_past_its_date_is_read": read_too_long,
    "the_probes_find_nothing": of_table("UPDATE circulation_loan SET returned_at = lent_at"),
}


def test_each_invariant_sees_its_breach(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: all is well before, and each says what is wrong after."""
    assert set(BREACHES) == set(INVARIANTS)
    machine = Machine()
    try:
        _some_life(machine)
        for name, plant in BREACHES.items():
            holds: Callable[[], None] = getattr(machine, name)
            # The first of the probes, or of the patrons, is looked at next.
            at = 8 * EVERY + 1 if name == "the_probes_find_nothing" else 8 * EVERY - 1
            machine.looks = at
            holds()
            machine.looks = at
            with undone(), monkeypatch.context() as patch:
                plant(patch)
                with pytest.raises(AssertionError):
                    holds()
    finally:
        machine.undo()


def _some_life(machine: Machine) -> None:
    """A loan, a hold, an ended loan that waits for its fee, an invoice, a voucher, a recall."""
    machine.begin("kungsbacka")
    machine.lend(0, 4, "main", False)
    machine.lend(1, 3, "other", False)
    machine.pass_days(40)
    machine.take_back(4, "main")
    machine.lose(3, PRICE)
    machine.pass_days(60)
    machine.night()
    machine.pass_days(20)
    for number in (0, 1):
        machine.warn(number)
    machine.send_warnings()
    machine.pass_days(20)
    for number in (0, 1):
        machine.hand_over(number)
    machine.settle(1, Method.CASH, False)
    machine.lend(0, 0, "main", True)
    machine.place(1, 0, "main")
    machine.place(2, 0, "main")
