"""Two entries for one person become one (conflict cases 41 and 42)."""

from datetime import date

from hylla.circulation.actions import (
    leave,
    start_history,
    unmerge,
)
from hylla.circulation.models import History, Hold, Loan
from hylla.fees.models import Claim
from hylla.patrons.actions import Shown, add_guardian, block, set_national_id
from hylla.patrons.models import (
    Address,
    Block,
    Card,
    Consent,
    Email,
    Guardianship,
    Identity,
    Person,
    Session,
)
from hylla.patrons.models.cards import BlockReason
from hylla.patrons.models.consents import ConsentTo
from hylla.patrons.queries import national_id_of
from hylla.privacy import ledger
from hylla.privacy.erasure import blockers, is_asked
from hylla.privacy.models import AccessEntry, MergeCapsule
from hylla.privacy.rights.terms import RequestKind
from hylla.privacy.vocabulary import Language
from tests.builders import a_claim
from tests.circulation.merging.two import (
    A_DAY,
    NUMBER,
    SHORTLY,
    agrees,
    left_of,
    made_one,
    two,
    waits,
)
from tests.circulation.world import NOW, TODAY, World


def test_case_41_what_either_owes_and_has_is_theirs_and_what_both_agreed_to(world: World) -> None:
    """Obligations and protection union, consents intersect, and nobody is left behind."""
    stays, card, goes, other_card = two(world)
    world.lend(card, world.item())
    lent = world.lend(other_card, world.item())
    claim = a_claim(Person.objects.get(pk=goes), opened_on=TODAY)
    block(goes, reason=BlockReason.CONDUCT, on=TODAY)
    hold = waits(world, stays, world.item().record_id)
    Identity.objects.filter(pk=goes).update(address_protected=True)
    Address.objects.create(
        person_id=stays,
        kind="registered",
        line_1="Gate 1",
        postcode="0001",
        city="By",
        country="NO",
    )
    for person in (stays, goes):
        agrees(world, person, ConsentTo.FAMILY)
    agrees(world, goes, ConsentTo.TALKING_BOOKS)
    made_one(world, stays, goes)
    assert not Person.objects.filter(pk=goes).exists()
    assert left_of(goes) == []
    assert set(Loan.objects.values_list("patron", flat=True)) == {stays}
    assert Loan.objects.filter(pk=lent.loan_id).exists()
    assert Claim.objects.get(pk=claim.pk).patron_id == stays
    assert Block.objects.get().person_id == stays
    assert Hold.objects.get() == hold
    assert Identity.objects.get().address_protected
    assert not Address.objects.exists()
    in_force = Consent.objects.filter(withdrawn_at=None)
    assert list(in_force.values_list("what", "person")) == [(ConsentTo.FAMILY, stays)]
    assert dict(Card.objects.values_list("number", "status")) == {
        card: "active",
        other_card: "replaced",
    }


def test_case_42_a_request_to_be_erased_is_inherited(world: World) -> None:
    """What must wait for a loan of the other waits for both, and then both are gone."""
    stays, card, goes, other_card = two(world)
    item = world.item()
    world.lend(other_card, item)
    waits(world, stays, world.item().record_id)
    leave(goes, policy=world.policy, now=NOW)
    assert not made_one(world, stays, goes)
    assert is_asked(stays)
    assert not Hold.objects.exists()
    assert [each.name for each in blockers(stays, now=NOW)] == ["circulation.Loan"]
    world.take_back(item)
    assert not Person.objects.exists()
    told = ledger.forgotten(ledger.ledger().read().entries)
    assert all(ledger.AWAY in told[each] for each in ledger.hashes([stays, goes]))


def test_case_42_nothing_waits_and_both_are_gone_at_once(world: World) -> None:
    """The one who stays has asked, and what held only the other does not."""
    stays, card, goes, _ = two(world)
    item = world.item()
    world.lend(card, item)
    leave(stays, policy=world.policy, now=NOW, kind=RequestKind.TERMINATION)
    made_one(world, stays, goes)
    assert Person.objects.get().pk == stays
    world.take_back(item)
    assert not Person.objects.exists()
    assert not MergeCapsule.objects.exists()


def test_of_two_places_in_a_queue_the_earlier_stays(world: World) -> None:
    """And whoever stands behind moves up by one."""
    stays, _, goes, _ = two(world)
    third, _ = world.patron()
    record = world.item().record_id
    early = waits(world, goes, record)
    behind = waits(world, third, record, now=NOW + SHORTLY)
    waits(world, stays, record, now=NOW + 2 * SHORTLY)
    made_one(world, stays, goes, now=NOW + A_DAY)
    queue = Hold.objects.order_by("placed_at")
    assert list(queue.values_list("pk", "patron")) == [(early.pk, stays), (behind.pk, third)]


def test_a_copy_that_is_given_up_goes_to_who_waits_next(world: World) -> None:
    """Both entries had a copy on the shelf: one is enough."""
    stays, _, goes, _ = two(world)
    third, _ = world.patron()
    record = world.record()
    copies = [world.item(record=record) for _ in range(2)]
    mine = waits(world, stays, record.pk)
    theirs = waits(world, goes, record.pk, now=NOW + SHORTLY)
    last = waits(world, third, record.pk, now=NOW + 2 * SHORTLY)
    for copy in copies:
        world.take_back(copy)
    assert Hold.objects.get(pk=theirs.pk).item_id is not None
    made_one(world, stays, goes)
    assert not Hold.objects.filter(pk=theirs.pk).exists()
    assert {Hold.objects.get(pk=each.pk).item_id for each in (mine, last)} == {
        each.pk for each in copies
    }


def test_a_history_stays_only_where_both_asked_for_one(world: World) -> None:
    """With the newer yes, to which what rested on the older hangs now."""
    stays, card, goes, other_card = two(world)
    shown = Shown(world.policy, Language.NB)
    for number, person in enumerate((stays, goes)):
        start_history(person, shown=shown, now=NOW + number * SHORTLY)
    for each in (card, other_card):
        item = world.item()
        world.lend(each, item, now=NOW + A_DAY)
        world.take_back(item, now=NOW + A_DAY)
    newer = Consent.objects.get(person=goes).pk
    made_one(world, stays, goes, now=NOW + A_DAY)
    consent = Consent.objects.get()
    assert (consent.pk, consent.person_id) == (newer, stays)
    assert History.objects.filter(consent=consent).count() == 2
    unmerge(stays, now=NOW + A_DAY + SHORTLY, policy=world.policy)
    assert History.objects.filter(consent__person=stays).count() == 1
    assert History.objects.filter(consent__person=goes).count() == 1


def test_without_a_choice_what_is_missing_is_taken(world: World) -> None:
    """Who has no e-mail address gets the other's."""
    stays, _, goes, _ = two(world)
    Email.objects.create(person_id=goes, address="ny@example.org")
    made_one(world, stays, goes)
    assert Email.objects.get().person_id == stays


def test_a_national_id_comes_along_sealed_anew(world: World) -> None:
    """Sealed for one it does not open for another; undone, it is where it was."""
    stays, _, goes, _ = two(world)
    Identity.objects.update(birth_date=None)
    set_national_id(goes, national_id=NUMBER, policy=world.policy, now=NOW)
    made_one(world, stays, goes)
    assert national_id_of(stays) == NUMBER
    unmerge(stays, now=NOW + SHORTLY, policy=world.policy)
    assert (national_id_of(stays), national_id_of(goes)) == (None, NUMBER)


def test_who_was_logged_in_is_not_any_more(world: World) -> None:
    """Both: whoever sits there may be the one who is not meant."""
    stays, _, goes, _ = two(world)
    for person in (stays, goes):
        Session.objects.create(
            session_key=str(person)[:20], session_data="", expire_date=NOW + A_DAY, person_id=person
        )
    made_one(world, stays, goes)
    assert not Session.objects.exists()


def test_the_log_of_looks_tells_of_both(world: World) -> None:
    """Who has looked at either has looked at them."""
    stays, _, goes, _ = two(world)
    for person in (stays, goes):
        AccessEntry.objects.create(
            person_id=person, at=NOW, role="desk", unit="main", task="card", kinds="name"
        )
    made_one(world, stays, goes)
    assert AccessEntry.objects.filter(person=stays).count() == 2


def test_one_block_for_a_reason_with_the_first_day_and_the_last(world: World) -> None:
    """And undone, each has its own."""
    stays, _, goes, _ = two(world)
    Block.objects.create(
        person_id=stays, reason="conduct", since_on=date(2026, 5, 1), until_on=date(2027, 1, 1)
    )
    Block.objects.create(person_id=goes, reason="conduct", since_on=date(2026, 4, 1))
    made_one(world, stays, goes)
    row = Block.objects.get()
    assert (row.person_id, row.since_on, row.until_on) == (stays, date(2026, 4, 1), None)
    unmerge(stays, now=NOW + SHORTLY, policy=world.policy)
    assert set(Block.objects.values_list("person", "until_on")) == {
        (stays, date(2027, 1, 1)),
        (goes, None),
    }


def test_guardians_of_both_are_guardians(world: World) -> None:
    """One child, entered twice, with one guardian in common and one alone."""
    stays, _ = world.patron(category="child", born=date(2018, 1, 1))
    goes, _ = world.patron(category="child", born=date(2018, 1, 1))
    both, _ = world.patron()
    alone, _ = world.patron()
    for child, guardian in ((stays, both), (goes, both), (goes, alone)):
        add_guardian(child, guardian=guardian, policy=world.policy, now=NOW)
    made_one(world, stays, goes)
    assert set(Guardianship.objects.values_list("child", "guardian")) == {
        (stays, both),
        (stays, alone),
    }
