"""Somebody leaves and owes a little; somebody comes of age and owed it as a child."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from django.test import Client
from django.utils import timezone

from hylla.circulation.actions import (
    declare_lost,
    invoice_patron,
    leave,
    let_small_debts_go,
    send_invoices,
    settle_claim,
)
from hylla.circulation.queries import charges_of, facets_of
from hylla.fees.actions import open_claim, pass_on_debts
from hylla.fees.models import Claim, ClaimKind, Invoice, Voucher
from hylla.fees.queries import Stage, balance_of, balances, collectable
from hylla.messages.actions import warn_inactive
from hylla.patrons.actions import add_guardian, let_guardians_go
from hylla.patrons.actions.rights import restrict
from hylla.patrons.models import Block, Guardianship, Identity, Person
from hylla.patrons.rules import NewGuardian
from hylla.privacy.erasure import complete_all
from hylla.privacy.policy import Fees, Stops
from hylla.privacy.removal import remove_due
from hylla.privacy.rights.receipts import receipt_with
from hylla.privacy.rights.terms import Asked, Outcome
from tests.builders import a_claim
from tests.circulation.world import NOW, World
from tests.doors.town import PIN, Patron, Town
from tests.privacy.cases.owing import LATER, ORE, collected, library_, policy_

__all__ = ["library_", "policy_"]

LIMIT = 5000
DAY = timedelta(days=1)
OF_AGE = datetime(2026, 12, 1, 12, tzinfo=UTC)
PatronClient = Callable[[Patron], Client]


@pytest.fixture
def lenient(world: World) -> World:
    """A library that lets go of less than fifty kroner."""
    fees = Fees(200, LIMIT, 90_000, waive_leaving_below_ore=LIMIT)
    world.policy = replace(world.policy, fees=fees)
    return world


def owes(world: World, person: UUID, ore: int) -> UUID:
    """Claim a sum of somebody, and return the claim."""
    on = NOW.date()
    kind = ClaimKind.OVERDUE
    return open_claim(person, branch_id=world.main.pk, kind=kind, amount_ore=ore, on=on)


def is_there(person: UUID) -> bool:
    return Person.objects.filter(pk=person).exists()


def test_case_02_a_small_debt_goes_with_who_leaves(lenient: World) -> None:
    """At once, each claim with a voucher of its own, and the receipt says that nothing waits."""
    person, _ = lenient.patron()
    owes(lenient, person, 2000)
    owes(lenient, person, LIMIT - 2001)
    told = facets_of(person, policy=lenient.policy, now=NOW)
    assert {each.outcome for each in told} == {Outcome.NOW}
    left = leave(person, policy=lenient.policy, now=NOW)
    assert left.is_done
    assert not is_there(person)
    assert balances() == {"waived": LIMIT - 1, "income": -(LIMIT - 1)}
    assert [each.waived_for for each in Voucher.objects.all()] == ["small", "small"]
    receipt = receipt_with(left.code, policy=lenient.policy, now=NOW)
    assert receipt is not None
    assert Outcome.WAITS not in {each.outcome for each in receipt.lines}


@pytest.mark.parametrize(("limit", "owed"), [(LIMIT, LIMIT), (LIMIT, LIMIT + 1), (0, 1)])
def test_case_02_what_is_no_smaller_is_waited_for(lenient: World, limit: int, owed: int) -> None:
    fees = replace(lenient.policy.fees, waive_leaving_below_ore=limit)
    policy = replace(lenient.policy, fees=fees)
    person, _ = lenient.patron()
    owes(lenient, person, owed)
    assert not leave(person, policy=policy, now=NOW)
    assert let_small_debts_go(policy=policy, now=NOW, since=NOW - DAY) == 0
    assert balance_of(person) == owed
    assert not Voucher.objects.exists()


def test_case_02_nothing_is_waived_of_who_stays(lenient: World) -> None:
    """Nor of who asks with something out: it may cost more, and they may think better of it."""
    person, _ = lenient.patron()
    owes(lenient, person, 1000)
    let_small_debts_go(policy=lenient.policy, now=NOW, since=NOW - DAY)
    other, card = lenient.patron()
    owes(lenient, other, 1000)
    lenient.lend(card, item := lenient.item())
    assert not leave(other, policy=lenient.policy, now=NOW)
    let_small_debts_go(policy=lenient.policy, now=NOW, since=NOW - DAY)
    assert (balance_of(person), balance_of(other)) == (1000, 1000)
    lenient.take_back(item)
    assert is_there(other)
    assert let_small_debts_go(policy=lenient.policy, now=NOW, since=NOW - DAY) == 1
    assert not is_there(other)


def test_case_02_a_loan_that_waits_for_the_fee_goes_along(lenient: World) -> None:
    """R03: it is back, and waits for nothing else."""
    person, card = lenient.patron()
    lenient.lend(card, item := lenient.item(), now=NOW - 40 * DAY)
    assert lenient.policy.lending.loan_waits_for_fee
    assert lenient.take_back(item).fee_ore
    assert 0 < balance_of(person) < LIMIT
    assert leave(person, policy=lenient.policy, now=NOW).is_done


def test_case_02_what_is_with_a_debt_collector_is_waited_for(library: World) -> None:
    fees = replace(library.policy.fees, waive_leaving_below_ore=ORE + 1)
    policy = replace(library.policy, fees=fees)
    invoice = collected(library)
    assert not leave(invoice.patron_id, policy=policy, now=LATER)
    assert balance_of(invoice.patron_id) == ORE


def test_case_02_who_is_written_to_before_they_go_owes_a_little_no_more(lenient: World) -> None:
    """Who has not used their card: it is waived when they are written to, and so they are."""
    inactivity = replace(lenient.policy.inactivity, letter_days=30)
    policy = replace(lenient.policy, inactivity=inactivity)
    period = policy.period("inactive_patron")
    little, much, long_gone = (lenient.patron()[0] for _ in range(3))
    owes(lenient, little, 1000)
    owes(lenient, much, LIMIT)
    owes(lenient, long_gone, 1000)
    used = period.before(NOW.date() + 29 * DAY)
    Person.objects.filter(pk__in=[little, much]).update(last_used_on=used)
    Person.objects.filter(pk=long_gone).update(last_used_on=date(2001, 1, 1))
    night = {"policy": policy, "now": NOW, "since": NOW - DAY}
    let_small_debts_go(**night)
    owed = [balance_of(each) for each in (little, much, long_gone)]
    assert owed == [0, LIMIT, 1000], "whom no letter goes to any more is not surprised"
    assert warn_inactive(**night) == 1
    remove_due(policy, now=NOW + 31 * DAY)
    assert [is_there(each) for each in (little, much, long_gone)] == [False, True, True]


def test_case_02_a_guardian_whom_no_child_needs_goes_with_a_small_debt(lenient: World) -> None:
    _, guardian = a_child(lenient, born=date(2008, 12, 1))
    owes(lenient, guardian, 1000)
    Guardianship.objects.all().delete()
    let_small_debts_go(policy=lenient.policy, now=NOW, since=NOW - DAY)
    assert let_guardians_go(policy=lenient.policy, now=NOW) == 1
    assert not is_there(guardian)


def test_case_02_the_page_says_that_it_is_let_go(town: Town, patron_client: PatronClient) -> None:
    patron = town.patron()
    a_claim(Person.objects.get(pk=patron.id), opened_on=timezone.localdate(), amount_ore=900)
    mine = patron_client(patron)
    asked = mine.get("/en/my/erase/").content.decode()
    assert "You owe 9" in asked
    assert 'id="g-waits"' not in asked
    assert "You are erased" in mine.post("/en/my/erase/", {"pin": PIN}).content.decode()


def a_child(world: World, *, born: date) -> tuple[UUID, UUID]:
    """Return a child and a guardian who has no card."""
    child, _ = world.patron(category="child", born=born)
    new = NewGuardian(given_name="Ola", family_name="Prøve", emails=("ola@example.org",))
    return child, add_guardian(child, guardian=new, policy=world.policy, now=NOW)


def test_case_12_what_a_child_owed_is_its_guardians_when_it_comes_of_age(world: World) -> None:
    """On the day, not before; once; and what is claimed from then on is its own."""
    child, guardian = a_child(world, born=date(2008, 12, 1))
    claim = owes(world, child, 4200)
    assert pass_on_debts(policy=world.policy, now=OF_AGE - DAY) == 0
    assert pass_on_debts(policy=world.policy, now=OF_AGE) == 1
    own = open_claim(
        child, branch_id=world.main.pk, kind=ClaimKind.CARD, amount_ore=300, on=OF_AGE.date()
    )
    assert pass_on_debts(policy=world.policy, now=OF_AGE + DAY) == 0
    assert (balance_of(child), balance_of(guardian)) == (300, 4200)
    assert Claim.objects.get(pk=claim).for_ward
    assert not Claim.objects.get(pk=own).for_ward
    settle_claim(own, method="cash", now=OF_AGE, policy=world.policy)
    assert leave(child, policy=world.policy, now=OF_AGE).is_done
    a_night(world, OF_AGE + 40 * DAY)
    assert is_there(guardian), "who owes stays, though the link is gone"
    settle_claim(claim, method="cash", now=OF_AGE, policy=world.policy)
    a_night(world, OF_AGE + 41 * DAY)
    assert not is_there(guardian)


def test_case_12_a_lost_book_is_paid_by_the_guardian_who_is_told_no_title(world: World) -> None:
    """The loan stays the child's, and ends with the payment."""
    child, guardian = a_child(world, born=date(2008, 12, 1))
    card = Person.objects.get(pk=child).cards.get().number
    world.lend(card, item := world.item())
    claim = declare_lost(item.barcode, price_ore=30_000, now=NOW, policy=world.policy)
    assert claim is not None
    (mine,) = charges_of(child, now=NOW, policy=world.policy)
    assert mine.title
    pass_on_debts(policy=world.policy, now=OF_AGE)
    (theirs,) = charges_of(guardian, now=OF_AGE, policy=world.policy)
    assert (theirs.title, theirs.for_ward) == ("", True)
    assert not leave(child, policy=world.policy, now=OF_AGE)
    settle_claim(claim, method="card", now=OF_AGE, policy=world.policy)
    assert not is_there(child), "it waited for nothing but the loan"


def test_case_12_an_open_invoice_is_the_guardians_alone(library: World) -> None:
    """Who came of age borrows again, and is written to no more."""
    plan = replace(library.policy.invoices, stops=Stops.MADE)
    policy = replace(library.policy, invoices=plan)
    child, guardian = a_child(library, born=date(2008, 12, 1))
    owes(library, child, 4200)
    assert invoice_patron(child, now=NOW, policy=policy)
    invoice = Invoice.objects.get(patron=child, addressee=guardian)
    assert Block.objects.get(person=child).until_on is None
    assert pass_on_debts(policy=policy, now=OF_AGE) == 1
    invoice.refresh_from_db()
    assert (invoice.patron_id, invoice.addressee_id) == (guardian, None)
    assert Block.objects.get(person=child).until_on is not None
    assert leave(child, policy=policy, now=OF_AGE).is_done


@pytest.mark.parametrize("why", ["contested", "protected", "nobody"])
def test_case_12_what_stays_with_the_child_is_not_collected(library: World, why: str) -> None:
    """It was claimed of a child: no debt collector gets it, however old the child is by then."""
    child, _ = a_child(library, born=date(2008, 12, 1))
    owes(library, child, 4200)
    if why == "contested":
        restrict(child, policy=library.policy, now=NOW, asked=Asked(what="fees"))
    elif why == "protected":
        Identity.objects.filter(person=child).update(address_protected=True)
    else:
        Guardianship.objects.all().delete()
    assert pass_on_debts(policy=library.policy, now=OF_AGE) == 0
    assert balance_of(child) == 4200
    if why == "nobody":
        send_invoices(now=OF_AGE + 300 * DAY, policy=library.policy)
        (each,) = collectable(policy=library.policy, now=OF_AGE + 400 * DAY)
        assert each.stage is Stage.LEFT_ALONE


def a_night(world: World, now: datetime) -> None:
    """Remove what is over, as the night does."""
    pass_on_debts(policy=world.policy, now=now)
    remove_due(world.policy, now=now)
    complete_all(policy=world.policy, now=now)
    let_guardians_go(policy=world.policy, now=now)
