"""A return at the desk that was a mistake, and damage that is seen after it."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.db import connection

from hylla.catalogue.models import Item
from hylla.circulation.actions import (
    AtDesk,
    Damage,
    ReturnedHere,
    claim_damage,
    declare_lost,
    leave,
    place_hold,
    return_at_desk,
    settle_claim,
    start_history,
    undo_return,
)
from hylla.circulation.models import History, Hold, Loan
from hylla.circulation.queries import charges_of
from hylla.fees.models import Claim, ClaimKind
from hylla.library.refusals import Refused
from hylla.messages.models import Message, Template
from hylla.patrons.actions import Shown
from hylla.patrons.models import Person
from hylla.privacy.vocabulary import Language
from tests.circulation.world import NOW, World, make_world, policy_of

LATER = NOW + timedelta(days=2)
LATE = NOW + timedelta(days=40)
DESK = "a log-in of the desk"
LIBRARIES = ("umea", "kungsbacka", "sandnes", "bergen", "askoy", "fjordvik")
MAYBE_PAID = {"fees.VoucherSeries"}
"""Rows that a return may make, and that say nothing."""


def taken_back(world: World, item: Item, *, now: Any = LATER) -> ReturnedHere:
    at = AtDesk(item.barcode, world.main.pk, DESK)
    return return_at_desk(at, now=now, policy=world.policy)


def undo(world: World, here: ReturnedHere, *, now: Any = LATER, desk: str = DESK) -> str:
    return undo_return(here.capsule, desk=desk, now=now, policy=world.policy).title


def everything() -> dict[str, list[dict[str, Any]]]:
    """Return every row of every table; of a person not the day of last use, which stays."""
    rows: dict[str, list[dict[str, Any]]] = {}
    for model in apps.get_models():
        if model._meta.label in MAYBE_PAID:
            continue
        told = [dict(each) for each in model._default_manager.order_by("pk").values()]
        for each in told:
            each.pop("last_used_on", None)
        rows[model._meta.label] = told
    return rows


def why(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [each.code for each in refused.value.reasons]


@pytest.mark.django_db
@pytest.mark.parametrize("at", [LATER, LATE])
@pytest.mark.parametrize("library", LIBRARIES)
def test_case_28_an_undone_return_leaves_everything_as_it_was(library: str, at: Any) -> None:
    """Also with a fee, a history, and somebody who waits for the copy."""
    world = make_world(policy_of(library))
    (person, card), (other, _) = world.patron(), world.patron()
    if world.policy.features.history != "off":
        start_history(person, shown=Shown(world.policy, Language.NB), now=NOW)
    world.lend(card, item := world.item())
    place_hold(
        person_id=other,
        record_id=item.record_id,
        pickup_branch_id=world.main.pk,
        now=NOW,
        policy=world.policy,
    )
    before = everything()
    here = taken_back(world, item, now=at)
    assert everything() != before
    assert Hold.objects.get().item_id == item.pk
    assert Message.objects.filter(template=Template.HOLD_READY).exists()
    assert undo(world, here, now=at + timedelta(minutes=9)) == "Hest"
    assert everything() == before


def test_the_return_itself_forgets_as_any_other(world: World) -> None:
    """What undoes it stands in no table; only the page of that desk holds it, sealed."""
    person, card = world.patron()
    world.lend(card, item := world.item())
    loan = Loan.objects.get().pk
    here = taken_back(world, item)
    assert not Loan.objects.exists()
    assert list(tables_with(loan)) == []
    assert str(person) not in here.capsule
    assert person.hex not in here.capsule
    assert str(person) not in repr(here.back)


def tables_with(key: UUID) -> Iterator[str]:
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 - ours
            plain = (str(value).replace("-", "") for row in cursor.fetchall() for value in row)
            if any(key.hex in value for value in plain):
                yield table


@pytest.mark.parametrize(
    ("later", "desk"), [(timedelta(minutes=10), DESK), (timedelta(), "another log-in")]
)
def test_case_28_it_stands_after_ten_minutes_and_at_every_other_desk(
    world: World, later: timedelta, desk: str
) -> None:
    _, card = world.patron()
    world.lend(card, item := world.item())
    here = taken_back(world, item)
    with pytest.raises(Refused) as refused:
        undo(world, here, now=LATER + later, desk=desk)
    assert why(refused) == ["return_stands"]
    assert not Loan.objects.exists()


@pytest.mark.parametrize("capsule", ["", "x", "å", "AAAA", "A" * 400])
def test_what_no_return_gave_undoes_nothing(world: World, capsule: str) -> None:
    with pytest.raises(Refused) as refused:
        undo_return(capsule, desk=DESK, now=NOW, policy=world.policy)
    assert why(refused) == ["return_stands"]


def test_it_is_undone_once(world: World) -> None:
    _, card = world.patron()
    world.lend(card, item := world.item())
    here = taken_back(world, item)
    undo(world, here)
    with pytest.raises(Refused) as refused:
        undo(world, here)
    assert why(refused) == ["return_stands"]
    assert Loan.objects.count() == 1


def test_what_was_lent_since_is_somebody_elses(world: World) -> None:
    _, card = world.patron()
    other, others = world.patron()
    world.lend(card, item := world.item())
    here = taken_back(world, item)
    world.lend(others, item, now=LATER)
    with pytest.raises(Refused) as refused:
        undo(world, here)
    assert why(refused) == ["return_stands"]
    assert Loan.objects.get().patron_id == other


def test_who_has_gone_does_not_come_back(world: World) -> None:
    person, card = world.patron()
    world.lend(card, item := world.item())
    here = taken_back(world, item)
    assert leave(person, policy=world.policy, now=LATER)
    with pytest.raises(Refused) as refused:
        undo(world, here)
    assert why(refused) == ["return_stands"]
    assert not Person.objects.filter(pk=person).exists()
    assert not Loan.objects.exists()


@pytest.mark.django_db
def test_a_fee_that_was_paid_meanwhile_stands() -> None:
    world = make_world(policy_of("kungsbacka"))
    _, card = world.patron()
    world.lend(card, item := world.item())
    here = taken_back(world, item, now=LATE)
    settle_claim(Claim.objects.get().pk, method="cash", now=LATE, policy=world.policy)
    with pytest.raises(Refused) as refused:
        undo(world, here, now=LATE)
    assert why(refused) == ["already_settled"]
    assert not Loan.objects.filter(returned_at=None).exists()


@pytest.mark.django_db
def test_the_fee_of_another_loan_stays() -> None:
    """Two things late by as much: undoing the return of one leaves the other's fee."""
    world = make_world(policy_of("kungsbacka"))
    _, card = world.patron()
    world.lend(card, one := world.item())
    world.lend(card, two := world.item())
    taken_back(world, one, now=LATE)
    (first,) = Claim.objects.all()
    undo(world, taken_back(world, two, now=LATE), now=LATE)
    assert [each.pk for each in Claim.objects.all()] == [first.pk]


@pytest.mark.parametrize("is_lost", [True, False])
def test_nothing_to_undo(world: World, is_lost: bool) -> None:
    """What nobody had, or what was lost and is found by it."""
    item = world.item()
    if is_lost:
        _, card = world.patron()
        world.lend(card, item)
        declare_lost(item.barcode, price_ore=20_000, now=NOW, policy=world.policy)
    assert taken_back(world, item).capsule == ""


def claim(world: World, item: Item, capsule: str = "", *, now: Any = LATER) -> UUID:
    asked = Damage(item.barcode, 15_000, capsule, DESK)
    return claim_damage(asked, branch_id=world.main.pk, now=now, policy=world.policy)


@pytest.mark.django_db
@pytest.mark.parametrize("library", LIBRARIES)
def test_damage_that_is_seen_at_once_is_claimed_from_whoever_returned_it(library: str) -> None:
    """They are told without the title; it stands with the claim where a loan waits for one."""
    world = make_world(policy_of(library))
    person, card = world.patron()
    world.lend(card, item := world.item())
    here = taken_back(world, item)
    claim(world, item, here.capsule)
    (charge,) = charges_of(person, now=LATER, policy=world.policy)
    assert (charge.kind, charge.amount_ore) == (ClaimKind.DAMAGED, 15_000)
    assert charge.title == ("Hest" if world.policy.lending.loan_waits_for_fee else "")
    assert Message.objects.get().template == Template.DAMAGED
    settle_claim(charge.claim_id, method="cash", now=LATER, policy=world.policy)
    if world.policy.period("closed_loan").is_zero:
        assert not Loan.objects.exists()
    assert not Loan.objects.filter(closed_at=None).exists()
    # The copy can go out again at any time.
    world.lend(card, item, now=LATER)


@pytest.mark.django_db
def test_a_fee_for_late_days_is_waited_for_besides() -> None:
    world = make_world(policy_of("kungsbacka"))
    person, card = world.patron()
    world.lend(card, item := world.item())
    here = taken_back(world, item, now=LATE)
    damage = claim(world, item, here.capsule, now=LATE)
    told = {each.kind: each.title for each in charges_of(person, now=LATE, policy=world.policy)}
    assert told == {ClaimKind.OVERDUE: "Hest", ClaimKind.DAMAGED: "Hest"}
    settle_claim(damage, method="cash", now=LATE, policy=world.policy)
    assert Loan.objects.get().closed_at is None
    fee = Claim.objects.get(kind=ClaimKind.OVERDUE)
    settle_claim(fee.pk, method="cash", now=LATE, policy=world.policy)
    assert not Loan.objects.exists()


@pytest.mark.django_db
def test_case_29_damage_that_is_found_later() -> None:
    """Sandnes keeps a returned loan for 72 hours: until then it is claimed, and then never."""
    world = make_world(policy_of("sandnes"))
    person, card = world.patron()
    world.lend(card, item := world.item())
    world.lend(card, another := world.item())
    taken_back(world, item)
    taken_back(world, another)
    limit = LATER + timedelta(hours=72)
    in_time = claim(world, item, now=limit - timedelta(seconds=1))
    assert Claim.objects.get().patron_id == person
    with pytest.raises(Refused) as refused:
        claim(world, another, now=limit)
    assert why(refused) == ["nobody_known"]
    assert [each.pk for each in Claim.objects.all()] == [in_time]


def test_case_29_where_nothing_is_kept_nobody_is_asked(world: World) -> None:
    _, card = world.patron()
    world.lend(card, item := world.item())
    here = taken_back(world, item)
    with pytest.raises(Refused) as refused:
        claim(world, item)
    assert why(refused) == ["nobody_known"]
    with pytest.raises(Refused) as refused:
        claim(world, item, here.capsule, now=LATER + timedelta(minutes=10))
    assert why(refused) == ["return_stands"]
    assert not Claim.objects.exists()


def test_what_is_on_loan_is_taken_back_first(world: World) -> None:
    _, card = world.patron()
    world.lend(card, item := world.item())
    with pytest.raises(Refused) as refused:
        claim(world, item)
    assert why(refused) == ["return_it_first"]


def test_who_has_gone_is_not_asked(world: World) -> None:
    person, card = world.patron()
    world.lend(card, item := world.item())
    here = taken_back(world, item)
    leave(person, policy=world.policy, now=LATER)
    with pytest.raises(Refused) as refused:
        claim(world, item, here.capsule)
    assert why(refused) == ["nobody_known"]


def test_a_history_that_was_turned_off_stays_empty(world: World) -> None:
    """Undoing takes an entry away where there is one, and never writes one (case 22)."""
    _, card = world.patron()
    world.lend(card, item := world.item())
    undo(world, taken_back(world, item))
    assert not History.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("library", ["sandnes", "kungsbacka"])
def test_a_return_that_was_undone_opens_no_loan_again_that_has_ended_since(library: str) -> None:
    """Undone, then lost without a price; the page of the return still claims damage."""
    world = make_world(policy_of(library))
    _, card = world.patron()
    world.lend(card, item := world.item())
    here = taken_back(world, item)
    undo(world, here)
    declare_lost(item.barcode, now=LATER, policy=world.policy)
    claim(world, item, here.capsule)
    assert not Loan.objects.filter(returned_at=None, closed_at=None).exists()


@pytest.mark.django_db
def test_a_loan_waits_for_all_of_two_damages_and_a_fee_in_whatever_order_they_are_paid() -> None:
    world = make_world(policy_of("kungsbacka"))
    _, card = world.patron()
    world.lend(card, item := world.item())
    late = LATER + timedelta(days=60)
    here = taken_back(world, item, now=late)
    first = claim(world, item, here.capsule, now=late)
    second = claim(world, item, here.capsule, now=late)
    (fee,) = Claim.objects.filter(kind=ClaimKind.OVERDUE)
    for each in (first, second):
        settle_claim(each, method="cash", now=late, policy=world.policy)
        (charge,) = (
            one
            for one in charges_of(Loan.objects.get().patron_id, now=late, policy=world.policy)
            if one.claim_id == fee.pk
        )
        assert charge.title == item.record.title
    settle_claim(fee.pk, method="cash", now=late, policy=world.policy)
    assert not Loan.objects.exists()
