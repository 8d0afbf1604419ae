"""Two desks with the same money, the same number, the same last copy: once, and to one of them.

Each race is also run without its guards, so that we know that it can be lost.
"""

from collections.abc import Callable, Collection
from datetime import timedelta
from subprocess import Popen
from uuid import UUID

import pytest
from django.db.models import Sum

from hylla.catalogue.models import Record
from hylla.circulation.actions import settle_claim
from hylla.circulation.models import Hold, Loan
from hylla.circulation.rules.codes import Refusal
from hylla.fees.actions import Chosen, Way, begin_payment, open_claim
from hylla.fees.models import Claim, ClaimKind, Invoice, InvoiceSeries, Payment, Voucher
from hylla.fees.queries import balances
from hylla.fees.rules import FeeRefusal
from hylla.patrons.models import Email
from hylla.privacy.models import OnwardNotice
from tests.circulation.world import NOW, TODAY, World, make_world, policy_of
from tests.fees.till import Till
from tests.races.workers import at_once, two_workers

ROUNDS = 10
CONTROL_ROUNDS = 100
REFUSED = "the database says no"
DESK = "tests.races.desk"
ORE = 2000
Desks = list["Popen[str]"]


@pytest.fixture
def world(transactional_db: None) -> World:
    """A library whose rows other processes see."""
    return make_world(policy_of("fjordvik"))


def owing(world: World, *, claims: int = 1) -> tuple[UUID, list[str]]:
    """Return somebody new and what they owe."""
    person, _ = world.patron()
    kind = ClaimKind.OVERDUE
    owed = [
        open_claim(person, branch_id=world.main.pk, kind=kind, amount_ore=ORE, on=TODAY)
        for _ in range(claims)
    ]
    return person, [str(each) for each in owed]


def collected_and_paid(world: World, desks: Desks) -> tuple[Invoice, list[str]]:
    """Hand an invoice over while it is paid; return it, and what was said."""
    person, (claim, _) = owing(world, claims=2)
    Claim.objects.filter(pk=claim).update(amount_ore=world.policy.invoices.collect_from_ore)
    Email.objects.create(person_id=person, address="kari@example.org")
    invoice = _invoice_of(Claim.objects.filter(patron=person).values_list("pk", flat=True))
    invoice.warned_on = invoice.warned_until_on = TODAY - timedelta(days=1)
    invoice.save()
    said = at_once(desks, ("collect", str(invoice.pk)), ("pay", str(invoice.pk)))
    invoice.refresh_from_db()
    return invoice, said


def is_with_nobody_knowing(invoice: Invoice) -> bool:
    """Say whether a collector has what is paid, and nobody is to tell it so."""
    told = OnwardNotice.objects.filter(reference=invoice.number)
    return bool(invoice.collector and invoice.settled_at) and not told.exists()


def two_invoices(world: World, desks: Desks, rounds: int) -> list[str]:
    """Invoice two people at once, again and again; return what was said."""
    said = []
    for _ in range(rounds):
        people = [owing(world)[0] for _ in range(2)]
        said += at_once(desks, *(("invoice", str(each)) for each in people))
    return said


def vouchers_of_one_claim(world: World, desks: Desks) -> tuple[int, list[str]]:
    """Let two desks take money for the same claim; return how many vouchers that makes."""
    before = Voucher.objects.count()
    _, (claim,) = owing(world)
    said = at_once(desks, ("settle", claim), ("settle", claim))
    return Voucher.objects.count() - before, said


def given_back_twice(world: World, desks: Desks) -> tuple[int, list[str]]:
    """Let one desk give a payment back in cash, another to the card; return what went out."""
    _, (claim,) = owing(world)
    number = settle_claim(UUID(claim), method="cash", now=NOW, policy=world.policy)
    said = at_once(desks, *(("give_back", number, ORE, each) for each in ("cash", "card")))
    out = Voucher.objects.filter(refunds=number).aggregate(sum=Sum("amount_ore", default=0))
    return int(out["sum"]), said


def test_two_desks_at_once_do_each_thing_once(world: World) -> None:
    """Two processes for all of it: to start them takes longer than the races."""
    with two_workers(DESK, "all") as desks:
        _no_two_invoices_share_a_number(world, desks)
        _the_same_money_is_booked_once(world, desks)
        _the_last_two_claims_end_their_invoice(world, desks)
        _a_desk_and_the_bank_settle_one_invoice(world, desks)
        _a_payment_told_twice_is_booked_once(world, desks)
        _no_more_goes_out_than_came_in(world, desks)
        _a_part_that_two_note_is_booked_once(world, desks)
        _what_is_paid_is_not_left_with_a_collector(world, desks)
        _the_numbers_of_vouchers_have_no_gap()
        _the_last_copy_is_set_aside_or_the_hold_paused(world, desks)
        _nobody_stands_in_a_queue_twice(world, desks)
        _nobody_stands_in_the_queues_of_a_work_twice(world, desks)
        _no_loan_is_left_on_an_entry_that_goes(world, desks)


def _no_two_invoices_share_a_number(world: World, desks: Desks) -> None:
    """Nor does one fail, or leave a gap."""
    assert set(two_invoices(world, desks, ROUNDS)) == {"True"}
    serials = sorted(Invoice.objects.values_list("serial", flat=True))
    assert serials == list(range(1, 2 * ROUNDS + 1))


def _the_same_money_is_booked_once(world: World, desks: Desks) -> None:
    for _ in range(ROUNDS):
        made, said = vouchers_of_one_claim(world, desks)
        assert made == 1
        assert FeeRefusal.ALREADY_SETTLED in said
    assert sum(balances().values()) == 0


def _the_last_two_claims_end_their_invoice(world: World, desks: Desks) -> None:
    """Of two who settle the last two, one sees that it was the last."""
    for _ in range(ROUNDS):
        _, claims = owing(world, claims=2)
        invoice = _invoice_of(claims)
        before = Voucher.objects.count()
        said = at_once(desks, *(("settle", each) for each in claims))
        assert all(each.startswith("voucher") for each in said), said
        assert Voucher.objects.count() == before + 2
        invoice.refresh_from_db()
        assert invoice.settled_at == NOW
    assert sum(balances().values()) == 0


def _invoice_of(claims: Collection[object]) -> Invoice:
    """Put claims on an invoice of last year, so that no number is taken."""
    rows = Claim.objects.filter(pk__in=claims)
    serial = Invoice.objects.filter(year=2025).count() + 1
    invoice = Invoice.objects.create(
        patron_id=rows[0].patron_id, year=2025, serial=serial, reference="0", due_on=TODAY,
        amount_ore=2 * ORE, made_on=TODAY,
    )  # fmt: skip
    rows.update(invoice=invoice)
    return invoice


def _a_desk_and_the_bank_settle_one_invoice(world: World, desks: Desks) -> None:
    """One begins at the loan of a claim, the other at the invoice: neither waits for ever."""
    for _ in range(ROUNDS):
        person, claims = owing(world, claims=2)
        for claim in claims:
            Loan.objects.create(
                item=world.item(), patron_id=person, branch=world.main, lent_at=NOW, due_on=TODAY,
                returned_at=NOW, claim_id=claim,
            )  # fmt: skip
        invoice = _invoice_of(claims)
        before = Voucher.objects.count()
        said = at_once(desks, ("settle", max(claims)), ("pay", str(invoice.pk)))
        assert said[1] == "paid"
        assert Voucher.objects.count() == before + 2
        invoice.refresh_from_db()
        assert invoice.settled_at == NOW
        assert not Loan.objects.filter(patron=person, closed_at=None).exists()


def _what_is_paid_is_not_left_with_a_collector(world: World, desks: Desks) -> None:
    """It is paid first, and not handed over; or handed over, and recalled."""
    for _ in range(ROUNDS):
        invoice, said = collected_and_paid(world, desks)
        assert said in (["collected", "paid"], [FeeRefusal.INVOICE_SETTLED, "paid"]), said
        assert bool(invoice.collector) is (said[0] == "collected")
        assert not is_with_nobody_knowing(invoice)


def _the_numbers_of_vouchers_have_no_gap() -> None:
    numbers = Voucher.objects.order_by("number").values_list("number", flat=True)
    assert list(numbers) == list(range(20260000001, 20260000001 + len(numbers)))


def _a_payment_told_twice_is_booked_once(world: World, desks: Desks) -> None:
    way = Way(Till(), "https://lib.example/my/{reference}/", "https://lib.example/a/")
    for _ in range(ROUNDS):
        person, claims = owing(world, claims=2)
        chosen = Chosen([UUID(each) for each in claims], 2 * ORE)
        begun = begin_payment(person, chosen=chosen, way=way, now=NOW, policy=world.policy)
        before = Voucher.objects.count()
        said = at_once(desks, *[("book", begun.reference, 2 * ORE)] * 2)
        assert said == ["True", "True"]
        assert Voucher.objects.count() == before + 2
        rows = Payment.objects.filter(reference=begun.reference)
        assert {each.state for each in rows} == {"paid"}
    assert sum(balances().values()) == 0


def _no_more_goes_out_than_came_in(world: World, desks: Desks) -> None:
    """And the second desk is told so, before it hands anything out."""
    for _ in range(ROUNDS):
        out, said = given_back_twice(world, desks)
        assert out == ORE
        assert sorted(said) == sorted(["True", FeeRefusal.GIVEN_BACK_MEANWHILE])
    assert sum(balances().values()) == 0


def _a_part_that_two_note_is_booked_once(world: World, desks: Desks) -> None:
    for _ in range(ROUNDS):
        _, claims = owing(world, claims=2)
        invoice = _invoice_of(claims)
        said = at_once(desks, *[("part", str(invoice.pk), ORE + 500, 2 * ORE)] * 2)
        assert sorted(said) == sorted(["2", FeeRefusal.LEFT_CHANGED])
        left = Claim.objects.filter(invoice=invoice, settled_at=None)
        assert [each.amount_ore for each in left] == [ORE - 500]
    assert sum(balances().values()) == 0


def _the_last_copy_is_set_aside_or_the_hold_paused(world: World, desks: Desks) -> None:
    """One desk scans the only copy, the other pauses the only hold: never both, never neither."""
    for _ in range(ROUNDS):
        hold, barcode = waiting(world)
        said = at_once(desks, ("pause", str(hold.pk)), ("scan", barcode))
        hold.refresh_from_db()
        was_late = said == [Refusal.HOLD_ON_ITS_WAY, "hold_shelf"]
        assert said == ["paused", "reshelve"] or was_late, said
        assert (hold.item_id is None) is (hold.pause is not None) is not was_late


def waiting(world: World) -> tuple[Hold, str]:
    """Return a hold on a title of which there is one copy, and its barcode."""
    person, _ = world.patron()
    item = world.item()
    hold = Hold.objects.create(
        record=item.record, patron_id=person, pickup_branch=world.main, placed_at=NOW
    )
    return hold, item.barcode


def _nobody_stands_in_a_queue_twice(world: World, desks: Desks) -> None:
    """One person at two desks; and two people at once, who get a place each."""
    for _ in range(ROUNDS):
        item, (one, _), (two, _) = world.item(), world.patron(), world.patron()
        title = item.record_id
        said = at_once(desks, *[("place", str(one), title)] * 2)
        assert sorted(said) == [Refusal.ALREADY_HELD, "placed 1"]
        other = world.item().record_id
        said = at_once(desks, *(("place", str(each), other) for each in (one, two)))
        assert sorted(said) == ["placed 1", "placed 2"]
        assert Hold.objects.filter(record=title).count() == 1
        assert Hold.objects.filter(record=other).count() == len({one, two})


def editions_of_a_work(world: World) -> tuple[int, int]:
    """Return two editions of a work of their own, each with a copy."""
    one, other = world.item().record, world.item().record
    Record.objects.filter(pk=other.pk).update(work_key=one.work_key)
    return one.pk, other.pk


def placed_for_any(world: World, desks: Desks) -> list[str]:
    """Let one person wait for any edition at two desks, at each from another edition."""
    (person, _), titles = world.patron(), editions_of_a_work(world)
    return at_once(desks, *(("place_any", str(person), title) for title in titles))


def _nobody_stands_in_the_queues_of_a_work_twice(world: World, desks: Desks) -> None:
    """From whichever edition they came: here no constraint helps, but the locks on the queues."""
    for _ in range(ROUNDS):
        assert sorted(placed_for_any(world, desks)) == [Refusal.ALREADY_HELD, "placed 1"]
        (one, _), (two, _), titles = world.patron(), world.patron(), editions_of_a_work(world)
        pairs = zip((one, two), titles, strict=True)
        said = at_once(desks, *(("place_any", str(who), title) for who, title in pairs))
        assert sorted(said) == ["placed 1", "placed 2"]


def lent_and_made_one(world: World, desks: Desks) -> tuple[UUID, list[str]]:
    """Lend on a card while its entry is made one with another; return which stays."""
    (stays, _), (goes, card), item = world.patron(), world.patron(), world.item()
    told = at_once(desks, ("lend", card, item.barcode), ("make_one", str(stays), str(goes)))
    return stays, told


def _no_loan_is_left_on_an_entry_that_goes(world: World, desks: Desks) -> None:
    """It is lent before, and goes along, or after, and the card does not work any more."""
    for _ in range(ROUNDS):
        stays, said = lent_and_made_one(world, desks)
        assert said in (["lent", "one"], [Refusal.CARD_REPLACED, "one"]), said
        assert Loan.objects.filter(patron=stays).count() == (said[0] == "lent")


def test_without_their_guards_all_of_these_are_lost(world: World) -> None:
    """This test exists to show that the one above can fail."""
    with two_workers(DESK, "none") as desks:
        assert is_lost(lambda: REFUSED in two_invoices(world, desks, 1)), (
            "no number was there twice"
        )
        InvoiceSeries.objects.all().delete()
        twice = is_lost(lambda: vouchers_of_one_claim(world, desks)[0] > 1)
        assert twice, "no money was booked twice"
        twice = is_lost(lambda: given_back_twice(world, desks)[0] > ORE)
        assert twice, "no money was given back twice"
        assert is_lost(lambda: is_with_nobody_knowing(collected_and_paid(world, desks)[0])), (
            "nothing that was paid was left with a collector"
        )
        assert is_lost(lambda: REFUSED in one_paused_and_one_scanned(world, desks)), (
            "no copy was set aside for who had paused"
        )
        both = is_lost(lambda: Refusal.ALREADY_HELD not in placed_for_any(world, desks))
        assert both, "nobody stood in the queues of a work twice"
        half = is_lost(lambda: REFUSED in lent_and_made_one(world, desks)[1])
        assert half, "no loan came in the middle of a merge"


def is_lost(race: Callable[[], bool]) -> bool:
    """Run a race until it is lost, which is mostly soon; say whether it was."""
    return any(race() for _ in range(CONTROL_ROUNDS))


def one_paused_and_one_scanned(world: World, desks: Desks) -> list[str]:
    hold, barcode = waiting(world)
    return at_once(desks, ("pause", str(hold.pk)), ("scan", barcode))
