"""A desk that does what it is told, at the very moment it is told.

Reads one JSON array a line, `[when, verb, ...]`, with `when` on the machine's monotonic clock, and
answers with a line: what came of it, or the codes of a refusal.
"""

import json
import sys
import time
from collections.abc import Callable
from contextlib import nullcontext
from datetime import timedelta
from itertools import cycle
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import django

django.setup()

from django.db import IntegrityError, OperationalError  # noqa: E402 - as above
from django.db.models import QuerySet  # noqa: E402 - as above

from hylla.circulation import actions  # noqa: E402 - as above
from hylla.circulation.rules.pausing import Pause  # noqa: E402 - as above
from hylla.clients.payments import Standing, State  # noqa: E402 - as above
from hylla.fees.actions import Back, Till, hand_over, refund  # noqa: E402 - as above
from hylla.fees.models import InvoiceSeries  # noqa: E402 - as above
from hylla.fees.rules import Method  # noqa: E402 - as above
from hylla.library.models import Branch  # noqa: E402 - as above
from hylla.library.refusals import Refused  # noqa: E402 - as above
from hylla.patrons.rules.merging import Pair  # noqa: E402 - as above
from hylla.privacy.rights.terms import Proof  # noqa: E402 - as above
from tests.circulation.world import NOW, TODAY, policy_of  # noqa: E402 - as above
from tests.races.worker import say  # noqa: E402 - as above

POLICY = policy_of("fjordvik")
NOT_AT_ONCE = 0.01
"""Seconds between what is read and what is written, where nothing guards it."""
LATEST = 1.0
LONG = 0.2
"""Seconds in which a loan may come between."""


def invoice(person: str) -> object:
    """Make an invoice of all that somebody owes."""
    return actions.invoice_patron(UUID(person), now=NOW, policy=POLICY)


def settle(claim: str) -> object:
    """Take money for a claim."""
    number = actions.settle_claim(UUID(claim), method="cash", now=NOW, policy=POLICY)
    return f"voucher {number}"


def pay(invoice: str) -> object:
    """Note that an invoice was paid to the account."""
    actions.settle_invoice(UUID(invoice), method=Method.BANK, now=NOW, policy=POLICY)
    return "paid"


def give_back(number: int, seen: int, method: str) -> object:
    """Give all of a payment back that was seen to be left of it."""
    till = Till(Branch.objects.get(code="main").pk, Method(method))
    return refund(number, back=Back(seen, seen), till=till, now=NOW, policy=POLICY) > 0


def part(invoice: str, amount: int, seen: int) -> object:
    """Note what the debt collector says that it got of an invoice."""
    paid = actions.PartPaid(amount, seen)
    return len(actions.settle_part_of(UUID(invoice), paid=paid, now=NOW, policy=POLICY))


def collect(invoice: str) -> object:
    """Let the debt collector have an invoice."""
    hand_over(UUID(invoice), now=NOW, policy=POLICY)
    return "collected"


def book(reference: str, amount: int) -> object:
    """Hear from who takes payments that one is paid."""
    paid = Standing(reference=reference, state=State.PAID, amount_ore=amount, currency="NOK")
    return actions.book(paid, now=NOW, policy=POLICY)


def pause(hold: str) -> object:
    """Pause a hold for a week."""
    week = Pause(TODAY, TODAY + timedelta(days=7))
    actions.suspend_hold(UUID(hold), pause=week, now=NOW, policy=POLICY)
    return "paused"


def scan(barcode: str) -> object:
    """Take a copy back."""
    branch = Branch.objects.get(code="main").pk
    told = actions.return_item(barcode=barcode, branch_id=branch, now=NOW, policy=POLICY)
    return told.destination.route


def place(person: str, record: int) -> object:
    """Let somebody wait for a title."""
    branch = Branch.objects.get(code="main").pk
    told = actions.place_hold(
        person_id=UUID(person), record_id=record, pickup_branch_id=branch, now=NOW, policy=POLICY
    )
    return f"placed {told.position}"


def place_any(person: str, record: int) -> object:
    """Let somebody wait for any edition of a title's work."""
    branch = Branch.objects.get(code="main").pk
    told = actions.wait_for(
        actions.Sought(record, None, actions.Editions(any_language=True)),
        person_id=UUID(person),
        pickup_branch_id=branch,
        now=NOW,
        policy=POLICY,
    )
    return f"placed {told.position}"


def lend(card: str, barcode: str) -> object:
    """Lend a copy."""
    branch = Branch.objects.get(code="main").pk
    actions.check_out(card=card, barcode=barcode, branch_id=branch, now=NOW, policy=POLICY)
    return "lent"


def make_one(stays: str, goes: str) -> object:
    """Make two entries of one person one."""
    pair = Pair(UUID(stays), UUID(goes))
    actions.merge(pair, proof=Proof.PASSPORT, now=NOW, policy=POLICY)
    return "one"


def leave(person: str) -> object:
    """Let somebody leave, as far as that goes."""
    actions.leave(UUID(person), now=NOW, policy=POLICY)
    return "left"


def cancel(hold: str) -> object:
    """End a hold."""
    actions.cancel_hold(UUID(hold), now=NOW)
    return "cancelled"


EVERY = (
    *(leave, cancel, invoice, settle, pay, collect, book, give_back, part),
    *(pause, scan, place, place_any, lend, make_one),
)
VERBS = {each.__name__: each for each in EVERY}


def main(guards: str) -> None:
    """Answer until the parent closes the pipe."""
    if guards == "none":
        take_guards_away()
    if guards in {"slow", "people_first"}:
        _be_slow(people_first=guards == "people_first")
    say("ready")
    for line in sys.stdin:
        when, verb, *about = json.loads(line)
        while time.monotonic() < when:
            pass
        try:
            told = VERBS[verb](*about)
        except Refused as refused:
            told = " ".join(reason.code for reason in refused.reasons)
        except IntegrityError:
            told = "the database says no"
        except OperationalError:
            told = "in a ring"
        say(str(told))


def take_guards_away() -> None:
    """Let nothing be locked, and what is read be old when something is written."""
    unguarded = SimpleNamespace(
        atomic=lambda act=None: act or nullcontext(),
        savepoint=lambda: None,
        savepoint_commit=lambda _: None,
    )
    modules: dict[str, Any] = dict(sys.modules)
    for name, module in modules.items():
        if name.startswith(("hylla.circulation.actions", "hylla.fees.actions")):
            if hasattr(module, "transaction"):
                module.transaction = unguarded
            if hasattr(module, "TRANSACTION"):
                module.TRANSACTION = nullcontext()
    QuerySet.select_for_update = lambda self, **_: self  # type: ignore[method-assign]  # the control
    invoices = modules["hylla.circulation.actions.invoices"]
    # It is a transaction of its own, whatever its module calls one now.
    invoices.make_invoice = invoices.make_invoice.__wrapped__
    series: Any = InvoiceSeries
    series.save = _late(series.save)
    claims = modules["hylla.fees.actions.claims"]
    claims.write_payment = _late(claims.write_payment)
    vouchers = modules["hylla.fees.actions.vouchers"]
    vouchers._write_refund = _late(vouchers._write_refund)
    collecting = modules["hylla.fees.actions.collecting"]
    # Who pays writes more than who hands over: at some point the one is over before the other.
    collecting.collecting_refusal = _late(collecting.collecting_refusal, growth=1.5)
    suspend = modules["hylla.circulation.actions.suspend"]
    suspend.pause_refusals = _late(suspend.pause_refusals)
    holds = modules["hylla.circulation.actions.holds"]
    holds._placed = _late(holds._placed)
    check_out = modules["hylla.circulation.actions.check_out"]
    # A merge takes as long as the machine lets it: the loan is written later each time.
    check_out.write = _late(check_out.write, growth=1.5)


def _be_slow(*, people_first: bool) -> None:
    """Let a copy be lent while whoever gives it on has locked whose it was, not long before."""
    modules: dict[str, Any] = dict(sys.modules)
    actions_of = "hylla.circulation.actions."
    merging = modules[f"{actions_of}merging"]
    merging.merge_rows = _slow(merging.merge_rows, LONG)
    modules[f"{actions_of}holds"].release = _slow(modules[f"{actions_of}holds"].release, LONG)
    erasure = modules["hylla.privacy.erasure"]
    erasure.take_request = _slow(erasure.take_request, LONG)
    check_out = modules[f"{actions_of}check_out"]
    # How soon the other has its locks, the machine decides.
    check_out.lock = _slow(check_out.lock, *(LONG / part for part in (10, 4, 2)))
    check_out._give_on = _slow(check_out._give_on, LONG)
    if people_first:
        modules[f"{actions_of}copies_first"].lock_copies = lambda _: None
        check_out.lock_if_free = lambda _: True


def _slow(act: Callable[..., object], *waits: float) -> Callable[..., object]:
    next_wait = cycle(waits)

    def later(*about: object, **more: object) -> object:
        time.sleep(next(next_wait))
        return act(*about, **more)

    return later


def _late(act: Callable[..., object], *, growth: float = 1) -> Callable[..., object]:
    waits = NOT_AT_ONCE

    def later(*about: object, **more: object) -> object:
        nonlocal waits
        time.sleep(waits)
        waits = min(waits * growth, LATEST)
        return act(*about, **more)

    return later


if __name__ == "__main__":
    main(sys.argv[1])
