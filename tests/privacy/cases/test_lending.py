"""A loan ends, or is made by mistake, or comes too late: what is left of who had it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client

from hylla.catalogue.models import ItemStatus
from hylla.circulation.actions import declare_lost, leave, place_hold, settle_claim
from hylla.circulation.models import Hold, Loan
from hylla.circulation.queries import charges_of, last_borrower
from hylla.fees.actions import Back, Till, refund
from hylla.fees.models import Voucher
from hylla.fees.queries import balances
from hylla.fees.rules import Method
from hylla.library.refusals import Refused
from hylla.patrons.models import Person
from hylla.privacy.removal import remove_due
from hylla.privacy.verify import verify
from tests.circulation.world import NOW, World, make_world, policy_of, with_fees

LATER = NOW + timedelta(days=2)


def rows_with(marker: str) -> list[str]:
    """Return the tables in which a text stands, whatever the column."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 - ours
            plain = (str(value).replace("-", "") for row in cursor.fetchall() for value in row)
            if any(marker.replace("-", "") in value for value in plain):
                found.append(table)
    return found


def test_case_17_no_name_stands_on_the_slip(world: World) -> None:
    """Neither what a return tells, nor what stands on the shelf, says for whom."""
    person, _ = world.patron()
    item = world.item()
    place_hold(
        person_id=person,
        record_id=item.record_id,
        pickup_branch_id=world.main.pk,
        now=NOW,
        policy=world.policy,
    )
    told = world.take_back(item)
    assert told.destination.shelf_code
    assert str(person) not in repr(told)
    assert "Prøve" not in repr(told)
    assert leave(person, policy=world.policy, now=NOW)
    assert not Hold.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("library", ["umea", "askoy", "kungsbacka"])
def test_case_24_in_the_return_itself(library: str) -> None:
    """Where nothing is kept, the moment the return is told nobody can be asked for."""
    world = make_world(policy_of(library))
    _, card = world.patron()
    world.lend(card, item := world.item())
    world.take_back(item, now=LATER)
    assert not Loan.objects.exists()
    assert last_borrower(item.barcode, now=LATER, policy=world.policy) is None


def test_case_25_the_title_stays_with_the_fee_and_no_longer(world: World) -> None:
    world.policy = with_fees(world.policy, daily=200, cap=5000, block_at=20000)
    person, card = world.patron()
    item = world.item(record=world.record("Vinterfjell"))
    world.lend(card, item)
    late = NOW + timedelta(days=40)
    assert world.take_back(item, now=late).fee_ore
    (charge,) = charges_of(person, now=late, policy=world.policy)
    assert charge.title == "Vinterfjell"
    paid = NOW + timedelta(days=41)
    settle_claim(charge.claim_id, method="card", now=paid, policy=world.policy)
    assert charges_of(person, now=paid, policy=world.policy) == ()
    hours = timedelta(hours=72)
    assert last_borrower(item.barcode, now=paid + hours, policy=world.policy) is None
    assert "Vinterfjell" not in str(list(Voucher.objects.values()))


def test_case_27_found_after_it_was_paid_for(world: World) -> None:
    """It is in service again, money goes back for the voucher's number, and nobody has a loan."""
    _, card = world.patron()
    world.lend(card, item := world.item())
    claim = declare_lost(item.barcode, price_ore=30_000, now=NOW, policy=world.policy)
    assert claim is not None
    number = settle_claim(claim, method="card", now=NOW, policy=world.policy)
    found = world.take_back(item, now=LATER)
    item.refresh_from_db()
    assert (found.was_found, found.was_on_loan, found.fee_ore) == (True, False, 0)
    assert item.status == ItemStatus.IN_SERVICE
    assert found.was_perhaps_paid
    till = Till(world.main.pk, Method.CASH)
    refund(number, back=Back(30_000, 30_000), till=till, now=LATER, policy=world.policy)
    assert balances() == {"card": 30_000, "cash": -30_000, "income": 0}
    assert not Loan.objects.filter(returned_at=None, closed_at=None).exists()


@pytest.mark.django_db
def test_case_28_after_that_a_return_is_undone_only_with_the_card() -> None:
    """Nothing that is left tells who it was; lending it again is a loan like any other."""
    world = make_world(policy_of("umea"))
    person, card = world.patron()
    world.lend(card, item := world.item())
    old = str(Loan.objects.get().pk)
    told = world.take_back(item)
    assert str(person) not in repr(told)
    assert rows_with(old) == []
    world.lend(card, item)
    assert str(Loan.objects.get().pk) != old


def test_case_29_damage_found_too_late(world: World) -> None:
    """Sandnes keeps 72 hours: then nobody is told, also where no night has run."""
    person, card = world.patron()
    world.lend(card, item := world.item())
    world.take_back(item, now=LATER)
    limit = LATER + timedelta(hours=72)
    before = last_borrower(item.barcode, now=limit - timedelta(seconds=1), policy=world.policy)
    assert before is not None
    assert before.person_id == person
    assert Loan.objects.exists()
    assert last_borrower(item.barcode, now=limit, policy=world.policy) is None


def test_case_30_a_late_scan_brings_nobody_back(world: World) -> None:
    """The card of an erased patron is unknown; the copy comes back without anyone."""
    person, card = world.patron()
    item = world.item()
    assert leave(person, policy=world.policy, now=NOW)
    with pytest.raises(Refused) as refused:
        world.lend(card, item)
    assert [each.code for each in refused.value.reasons] == ["unknown_card"]
    assert not Person.objects.exists()
    assert not world.take_back(item).was_on_loan
    assert not Loan.objects.exists()


def test_case_31_a_request_repeated_after_the_erasure(world: World) -> None:
    """A return that comes twice changes nothing the second time; the loan does not come back."""
    person, card = world.patron()
    world.lend(card, item := world.item())
    assert not leave(person, policy=world.policy, now=NOW)
    assert world.take_back(item).was_on_loan
    assert not Person.objects.exists()
    again = world.take_back(item)
    assert (again.was_on_loan, again.fee_ore) == (False, 0)
    with pytest.raises(Refused):
        world.lend(card, item)
    assert not Loan.objects.exists()


@pytest.mark.django_db
def test_case_66_what_is_late_is_late_in_public(visitor: Client) -> None:
    """The hours are over and nobody removed it: nobody reads it, and everybody that it is late."""
    world = make_world(policy_of("sandnes"))
    _, card = world.patron()
    world.lend(card, item := world.item())
    world.take_back(item)
    late = NOW + timedelta(hours=80)
    assert last_borrower(item.barcode, now=late, policy=world.policy) is None
    verify(world.policy, now=late, probes={})
    told = visitor.get("/healthz").content.decode()
    assert "sentences_late 0" not in told
    assert f"sentences_late_by_seconds {8 * 3600}" in told
    remove_due(world.policy, now=late)
    verify(world.policy, now=late, probes={})
    assert "sentences_late 0" in visitor.get("/healthz").content.decode()
