"""Someone asks to be erased, and something else still needs a part of them."""

from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID

import pytest
from django.test import Client
from django.utils import timezone

from hylla.circulation.actions import leave, place_hold, settle_claim
from hylla.circulation.models import Hold
from hylla.fees.models import Claim, Voucher
from hylla.library.queries import policy_in_force
from hylla.library.refusals import Refused
from hylla.patrons.actions import Shown, block, give_consent
from hylla.patrons.actions.rights import ask, lift_own, prepare_extract
from hylla.patrons.models import Block, Consent, Guardianship, Person
from hylla.patrons.models.cards import BlockReason
from hylla.patrons.models.consents import ConsentTo
from hylla.privacy import ledger
from hylla.privacy.declarations import NotPersonal
from hylla.privacy.erasure import blockers, complete_all, facets, goes_now
from hylla.privacy.removal import remove_due
from hylla.privacy.rights.prepared import fetch
from hylla.privacy.rights.receipts import receipt_with
from hylla.privacy.rights.terms import Outcome, RequestKind
from hylla.privacy.vocabulary import Language, Role
from tests.builders import a_claim
from tests.circulation.world import NOW, World
from tests.doors.town import PIN, Patron, Town

PatronClient = Callable[[Patron], Client]
StaffClient = Callable[[str], Client]


def leaves(world: World, person: UUID) -> bool:
    """Let someone ask to be erased; return whether they are gone."""
    return leave(person, policy=world.policy, now=NOW).is_done


def is_there(person: UUID) -> bool:
    return Person.objects.filter(pk=person).exists()


def test_case_01_through_the_doors(
    town: Town, patron_client: PatronClient, staff_client: StaffClient
) -> None:
    """On my page the hold goes; at the desk nothing is lent; the last scan erases."""
    patron = town.patron()
    item = town.item("Vinterfjell")
    town.lend(patron, item)
    place_hold(
        person_id=patron.id,
        record_id=town.item("Sommerhav").record_id,
        pickup_branch_id=town.main.pk,
        now=timezone.now(),
        policy=policy_in_force(),
    )
    page = patron_client(patron).post("/en/my/erase/", {"pin": PIN}).content.decode()
    assert "Your request is taken" in page
    assert not Hold.objects.exists()
    desk = staff_client(town.staff(Role.DESK))
    desk.post("/en/desk/", {"entry": patron.card})
    page = desk.post("/en/desk/", {"entry": town.item("Regn").barcode}).content.decode()
    assert "asked to be erased" in page
    assert is_there(patron.id)
    desk.post("/en/desk/close/")
    desk.post("/en/desk/", {"entry": item.barcode})
    assert not is_there(patron.id)


def test_a_membership_that_ends_is_asked_for_though_there_was_no_way_in(world: World) -> None:
    """Without a PIN nothing goes but the card: to the ledger that is no change of mind."""
    person, card = world.patron()
    world.lend(card, world.item())
    leave(person, policy=world.policy, now=NOW, kind=RequestKind.TERMINATION)
    told = ledger.forgotten(ledger.ledger().read().entries)
    assert ledger.ASKED in told[next(iter(ledger.hashes([person])))]


@pytest.mark.parametrize("method", ["cash", "waived"])
def test_case_02_paying_or_waiving_the_last_fee_erases(world: World, method: str) -> None:
    """What waits is told before and after; no second request is needed."""
    person, _ = world.patron()
    one, two = (a_claim(Person.objects.get(pk=person), opened_on=NOW.date()) for _ in range(2))
    assert not leaves(world, person)
    assert [(each.name, each.rows) for each in blockers(person, now=NOW)] == [("fees.Claim", 2)]
    settle_claim(one.pk, method=method, now=NOW, policy=world.policy)
    assert is_there(person)
    settle_claim(two.pk, method=method, now=NOW, policy=world.policy)
    assert not is_there(person)


def test_case_02_the_page_says_what_it_waits_for(town: Town, patron_client: PatronClient) -> None:
    patron = town.patron()
    a_claim(Person.objects.get(pk=patron.id), opened_on=timezone.localdate(), amount_ore=4200)
    mine = patron_client(patron)
    assert "Unpaid fees" in mine.post("/en/my/erase/", {"pin": PIN}).content.decode()
    assert "42" in mine.get("/en/my/").content.decode()


def test_case_03_the_voucher_leads_to_nobody(world: World) -> None:
    """It has no column for a person or a thing, and stays when the payer is gone."""
    assert isinstance(Voucher.personal_data, NotPersonal)
    related = {field.name for field in Voucher._meta.get_fields() if field.is_relation}
    # The other voucher is the payment that a refund gives back.
    assert related == {"branch", "refunds"}
    person, _ = world.patron()
    claim = a_claim(Person.objects.get(pk=person), opened_on=NOW.date(), amount_ore=4200)
    settle_claim(claim.pk, method="card", now=NOW, policy=world.policy)
    left = leave(person, policy=world.policy, now=NOW)
    receipt = receipt_with(left.code, policy=world.policy, now=NOW)
    assert receipt is not None
    assert [each.outcome for each in receipt.lines if each.name == "fees.Voucher"] == [Outcome.KEPT]
    assert not is_there(person)
    assert not Claim.objects.exists()
    assert Voucher.objects.get().amount_ore == 4200


def a_ward(world: World, guardian: UUID) -> UUID:
    """Give someone a child that turns eighteen on 17 May 2030."""
    child, _ = world.patron(category="child", born=date(2012, 5, 17))
    Guardianship.objects.create(
        child_id=child, guardian_id=guardian, since_on=NOW.date(), ends_on=date(2030, 5, 17)
    )
    return child


@pytest.mark.parametrize("how", ["of age", "erased"])
def test_case_05_when_the_child_needs_them_no_more_they_go(world: World, how: str) -> None:
    guardian, _ = world.patron()
    child = a_ward(world, guardian)
    assert not leaves(world, guardian)
    assert complete_all(policy=world.policy, now=NOW) == 0
    assert is_there(guardian)
    if how == "erased":
        assert leaves(world, child)
    else:
        complete_all(policy=world.policy, now=NOW.replace(year=2030))
    assert not is_there(guardian)


def test_case_34_an_erased_id_is_known_as_forgotten(world: World) -> None:
    """Whoever comes with news of that very id is told so; nobody else is meant."""
    person, stays = world.patron()[0], world.patron()[0]
    assert leaves(world, person)
    assert ledger.is_forgotten(person)
    assert not ledger.is_forgotten(stays)


def test_case_57_first_the_extract_then_the_erasure(world: World) -> None:
    """Nothing goes before it is made, not even a consent; fetched, it all goes at once."""
    person, _ = world.patron()
    a_consent(world, person)
    asked = ask(RequestKind.EXTRACT, person_id=person, policy=world.policy, now=NOW)
    assert not leaves(world, person)
    assert [each.name for each in blockers(person, now=NOW)] == ["privacy.Request"]
    assert {each.outcome for each in facets(person, now=NOW)} == {Outcome.WAITS}
    assert goes_now(person, now=NOW) == ()
    assert Consent.objects.exists()
    word = prepare_extract(asked.pk, policy=world.policy, now=NOW, language=Language.NB)
    assert is_there(person)
    packed = fetch(word, policy=world.policy, now=NOW)
    assert packed is not None
    assert packed.startswith(b"PK")
    assert not is_there(person)


def test_case_57_unless_they_do_without(world: World) -> None:
    """Taking the first request back is enough."""
    person, _ = world.patron()
    asked = ask(RequestKind.EXTRACT, person_id=person, policy=world.policy, now=NOW)
    assert not leaves(world, person)
    lift_own(asked.pk, person_id=person, policy=world.policy, now=NOW)
    assert not is_there(person)


def test_case_57_with_a_loan_out_as_well(world: World) -> None:
    """Fetched, what served only them goes, and the rest waits for the loan."""
    person, card = world.patron()
    a_consent(world, person)
    world.lend(card, item := world.item())
    asked = ask(RequestKind.EXTRACT, person_id=person, policy=world.policy, now=NOW)
    left = leave(person, policy=world.policy, now=NOW)
    word = prepare_extract(asked.pk, policy=world.policy, now=NOW, language=Language.NB)
    fetch(word, policy=world.policy, now=NOW)
    assert is_there(person)
    assert not Consent.objects.exists()
    receipt = receipt_with(left.code, policy=world.policy, now=NOW)
    assert receipt is not None
    told = {each.name: each.outcome for each in receipt.lines}
    assert told["patrons.Consent"] is Outcome.NOW
    assert told["circulation.Loan"] is Outcome.WAITS
    world.take_back(item)
    assert not is_there(person)


def test_case_57_what_nobody_fetches_holds_nobody_for_ever(world: World) -> None:
    """After the week of the link the night goes on."""
    person, _ = world.patron()
    asked = ask(RequestKind.EXTRACT, person_id=person, policy=world.policy, now=NOW)
    prepare_extract(asked.pk, policy=world.policy, now=NOW, language=Language.NB)
    assert not leaves(world, person)
    for days, gone in ((6, 0), (8, 1)):
        night = NOW + timedelta(days=days)
        remove_due(world.policy, now=night)
        assert complete_all(policy=world.policy, now=night) == gone


def a_consent(world: World, person: UUID) -> None:
    """Let someone have their loans remembered."""
    shown = Shown(world.policy, Language.NB)
    give_consent(person, ConsentTo.LOAN_HISTORY, shown=shown, now=NOW)


def test_case_69_an_old_block_or_debt_does_not_come_back(town: Town) -> None:
    policy, now = policy_in_force(), timezone.now()
    first = town.patron(given_name="Embla", family_name="Retur")
    block(first.id, reason=BlockReason.CONDUCT, on=now.date())
    claim = a_claim(Person.objects.get(pk=first.id), opened_on=now.date())
    settle_claim(claim.pk, method="cash", now=now, policy=policy)
    assert leave(first.id, policy=policy, now=now)
    again = town.patron(given_name="Embla", family_name="Retur")
    assert again.id != first.id
    assert again.card != first.card
    assert not Block.objects.exists()
    assert not Claim.objects.exists()
    town.lend(again, town.item())


def test_case_70_a_claim_makes_the_blocked_wait(world: World) -> None:
    """Until it is paid they are there, and blocked."""
    person, card = world.patron()
    block(person, reason=BlockReason.INVOICE, on=NOW.date())
    claim = a_claim(Person.objects.get(pk=person), opened_on=NOW.date())
    assert not leaves(world, person)
    assert Block.objects.filter(person=person).exists()
    with pytest.raises(Refused) as refused:
        world.lend(card, world.item())
    assert {"blocked_invoice", "erasure_asked"} <= {each.code for each in refused.value.reasons}
    settle_claim(claim.pk, method="card", now=NOW, policy=world.policy)
    assert not is_there(person)
