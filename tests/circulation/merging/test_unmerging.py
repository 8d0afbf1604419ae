"""For a day two who were made one can be two again, and what must not come back does not."""

from datetime import timedelta

import pytest

from hylla.circulation.actions import (
    leave,
    start_history,
    unmerge,
)
from hylla.circulation.models import History, Hold, Loan
from hylla.library.actions import add_branch
from hylla.patrons.actions import Shown, block, set_protected_address
from hylla.patrons.models import (
    Address,
    Block,
    Card,
    Category,
    Consent,
    Email,
    Identity,
    Person,
    UserName,
)
from hylla.patrons.models.cards import BlockReason
from hylla.patrons.rules import Code
from hylla.privacy import ledger
from hylla.privacy.erasure import is_asked
from hylla.privacy.held import holdable_tables
from hylla.privacy.models import MergeCapsule, Request
from hylla.privacy.removal import remove_due
from hylla.privacy.vocabulary import Language
from hylla.site.copies.settling import settle
from hylla.site.probes.stage import undone
from tests.circulation.merging.two import A_DAY, SHORTLY, made_one, refused, two, waits
from tests.circulation.world import NOW, TODAY, World


@pytest.mark.parametrize("had_by", ["stays", "goes"])
def test_a_history_of_one_alone_ends_and_does_not_come_back(world: World, had_by: str) -> None:
    """An undo brings back no yes that the merge has ended (conflict case 22)."""
    stays, card, goes, other_card = two(world)
    person, used = (stays, card) if had_by == "stays" else (goes, other_card)
    start_history(person, shown=Shown(world.policy, Language.NB), now=NOW)
    item = world.item()
    world.lend(used, item)
    world.take_back(item)
    assert History.objects.exists()
    made_one(world, stays, goes)
    assert not History.objects.exists()
    unmerge(stays, now=NOW + SHORTLY, policy=world.policy)
    assert not History.objects.exists()
    assert not Consent.objects.filter(withdrawn_at=None).exists()


def test_what_is_chosen_is_kept_and_can_be_undone(world: World) -> None:
    """The contact and the card of the one who goes, and all of it back again."""
    stays, card, goes, other_card = two(world)
    Email.objects.create(person_id=stays, address="gammel@example.org")
    Email.objects.create(person_id=goes, address="ny@example.org")
    made_one(world, stays, goes, emails=True, card=True)
    assert Email.objects.get().address == "ny@example.org"
    assert Card.objects.get(status="active").number == other_card
    back = unmerge(stays, now=NOW + SHORTLY, policy=world.policy)
    assert (back.person_id, back.left) == (goes, 0)
    assert dict(Email.objects.values_list("person", "address")) == {
        stays: "gammel@example.org",
        goes: "ny@example.org",
    }
    assert dict(Card.objects.filter(status="active").values_list("person", "number")) == {
        stays: card,
        goes: other_card,
    }


def test_a_block_that_was_lifted_since_does_not_come_back(world: World) -> None:
    """What stood for both is gone, and so is what was one of the two."""
    stays, _, goes, _ = two(world)
    for person in (stays, goes):
        block(person, reason=BlockReason.CONDUCT, on=TODAY)
    made_one(world, stays, goes)
    Block.objects.all().delete()
    unmerge(stays, now=NOW + SHORTLY, policy=world.policy)
    assert not Block.objects.exists()


def test_what_has_happened_since_stays_with_who_stayed(world: World) -> None:
    """A loan since, and one that is back: the undo neither moves the one nor brings the other."""
    stays, card, goes, other_card = two(world)
    back, kept = world.item(), world.item()
    world.lend(other_card, back)
    world.lend(other_card, kept)
    made_one(world, stays, goes)
    world.take_back(back)
    fresh = world.item()
    world.lend(card, fresh, now=NOW + SHORTLY)
    undone = unmerge(stays, now=NOW + 2 * SHORTLY, policy=world.policy)
    assert undone.left == 0
    told = Loan.objects.filter(returned_at=None).values_list("item", "patron")
    assert dict(told) == {kept.pk: goes, fresh.pk: stays}
    assert not ledger.is_forgotten(goes)


def test_a_request_that_was_inherited_goes_back_with_its_owner(world: World) -> None:
    """Who has not asked to leave stays."""
    stays, _, goes, other_card = two(world)
    world.lend(other_card, world.item())
    leave(goes, policy=world.policy, now=NOW)
    made_one(world, stays, goes)
    unmerge(stays, now=NOW + SHORTLY, policy=world.policy)
    assert (is_asked(stays), is_asked(goes)) == (False, True)
    told = ledger.forgotten(ledger.ledger().read().entries)
    mine = next(iter(ledger.hashes([stays])))
    assert ledger.ASKED not in told.get(mine, ())


@pytest.mark.parametrize(
    ("after", "is_undone"), [(A_DAY - timedelta(seconds=1), True), (A_DAY, False)]
)
def test_a_day_long_it_can_be_undone(world: World, after: timedelta, is_undone: bool) -> None:
    """After that no reader finds the capsule, and the night removes it."""
    stays, _, goes, _ = two(world)
    made_one(world, stays, goes)
    if is_undone:
        unmerge(stays, now=NOW + after, policy=world.policy)
        assert Person.objects.count() == 2
        return
    with refused(Code.MERGE_OVER):
        unmerge(stays, now=NOW + after, policy=world.policy)
    assert MergeCapsule.objects.exists()
    remove_due(world.policy, now=NOW + after)
    assert not MergeCapsule.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_who_stood_on_what_is_gone_is_not_brought_back(world: World) -> None:
    """The database asks where a key leads when all is done; nothing is left half undone."""
    stays, _, goes, other_card = two(world)
    category = Category.objects.create(code="gone", name="Gone")
    Person.objects.filter(pk=goes).update(category=category)
    world.lend(other_card, world.item())
    made_one(world, stays, goes)
    category.delete()
    with refused(Code.MERGE_OVER):
        unmerge(stays, now=NOW + SHORTLY, policy=world.policy)
    assert Loan.objects.get().patron_id == stays


@pytest.mark.django_db(transaction=True)
def test_a_place_in_a_queue_that_is_gone_is_not_brought_back(world: World) -> None:
    """The rest is."""
    stays, _, goes, _ = two(world)
    branch = add_branch("gone", name="Gone")
    item = world.item()
    for person in (stays, goes):
        waits(world, person, item.record_id)
    Hold.objects.filter(patron=goes).update(pickup_branch=branch)
    made_one(world, stays, goes)
    branch.delete()
    undone = unmerge(stays, now=NOW + SHORTLY, policy=world.policy)
    assert (undone.person_id, undone.left) == (goes, 1)
    assert Hold.objects.get().patron_id == stays


def test_a_capsule_tells_nobody_who_was_there(world: World) -> None:
    """Neither the id nor the name stands in the row."""
    stays, _, goes, other_card = two(world)
    Identity.objects.filter(pk=goes).update(family_name="Tjernvatn")
    made_one(world, stays, goes)
    row = MergeCapsule.objects.get()
    sealed = bytes(row.sealed)
    assert not any(each in sealed for each in (goes.bytes, b"Tjernvatn", other_card.encode()))


def test_a_merge_of_a_merge(world: World) -> None:
    """Three entries for one person become one, and the last step can be undone."""
    first, _, second, second_card = two(world)
    third, _ = world.patron()
    world.lend(second_card, world.item())
    made_one(world, first, second)
    made_one(world, third, first, now=NOW + SHORTLY)
    assert Loan.objects.get().patron_id == third
    unmerge(third, now=NOW + 2 * SHORTLY, policy=world.policy)
    assert Loan.objects.get().patron_id == first
    unmerge(first, now=NOW + 3 * SHORTLY, policy=world.policy)
    assert Loan.objects.get().patron_id == second


def restored(world: World, *, after: timedelta = A_DAY) -> list[str]:
    """Settle the database that is here as a backup from before; return what was told."""
    said: list[str] = []
    settle(
        taken_at=NOW - timedelta(hours=3), policy=world.policy, now=NOW + after, tell=said.append
    )
    return said


def test_a_restored_backup_makes_them_one_again_and_loses_no_loan(world: World) -> None:
    """The ledger says as whom they stay: what was theirs does not go with them."""
    stays, _, goes, card = two(world)
    lent = world.lend(card, world.item())
    with undone():
        made_one(world, stays, goes)
    assert Loan.objects.get().patron_id == goes
    assert "1 entries are made one again with another" in restored(world)
    assert Loan.objects.get(pk=lent.loan_id).patron_id == stays
    assert not Person.objects.filter(pk=goes).exists()
    assert not MergeCapsule.objects.exists()


def test_a_restored_backup_leaves_those_two_who_were_made_two_again(world: World) -> None:
    """The undo is the last word of the ledger."""
    stays, _, goes, _ = two(world)
    with undone():
        made_one(world, stays, goes)
        unmerge(stays, now=NOW + SHORTLY, policy=world.policy)
    assert "0 entries are made one again with another" in restored(world)
    assert Person.objects.count() == 2


def test_what_somebody_else_has_by_now_is_counted_and_left(world: World) -> None:
    """A user name that was free for an hour."""
    stays, _, goes, _ = two(world)
    third, _ = world.patron()
    UserName.objects.create(person_id=stays, name="kari")
    UserName.objects.create(person_id=goes, name="kari-to")
    made_one(world, stays, goes)
    assert list(UserName.objects.values_list("name", flat=True)) == ["kari"]
    UserName.objects.create(person_id=third, name="kari-to")
    undone = unmerge(stays, now=NOW + SHORTLY, policy=world.policy)
    assert undone.left == 1
    assert not UserName.objects.filter(person=goes).exists()
    assert Card.objects.filter(person=goes).exists()


def test_one_restriction_of_two_is_in_force_and_both_are_after_an_undo(world: World) -> None:
    """With the earlier of the two dates by which it is to be answered."""
    stays, _, goes, _ = two(world)
    for person, day in ((stays, TODAY), (goes, TODAY - A_DAY)):
        Request.objects.create(
            person_id=person, kind="restriction", what="fees", came_by="desk", proof="passport",
            role="desk", requested_at=NOW, due_on=day,
        )  # fmt: skip
    made_one(world, stays, goes)
    assert Request.objects.get().due_on == TODAY - A_DAY
    unmerge(stays, now=NOW + SHORTLY, policy=world.policy)
    assert dict(Request.objects.values_list("person", "due_on")) == {
        stays: TODAY,
        goes: TODAY - A_DAY,
    }


def test_no_law_holds_a_capsule_back() -> None:
    """A day is a day."""
    assert MergeCapsule._meta.label not in holdable_tables()


@pytest.mark.parametrize("since", [True, False])
def test_protection_that_came_since_is_of_both(world: World, since: bool) -> None:
    """Nobody knows for whom of the two it was; what was so before is of the one alone."""
    stays, _, goes, _ = two(world)
    Address.objects.create(
        person_id=goes, kind="registered", line_1="Gate 1", postcode="0001", city="By", country="NO"
    )
    if not since:
        set_protected_address(stays, protected=True)
    made_one(world, stays, goes)
    if since:
        set_protected_address(stays, protected=True)
    unmerge(stays, now=NOW + SHORTLY, policy=world.policy)
    protected = dict(Identity.objects.values_list("person", "address_protected"))
    assert protected == {stays: True, goes: since}
    assert Address.objects.filter(person=goes).exists() is not since
