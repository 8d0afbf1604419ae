"""From a wish to the day on which the lender has it back."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail

from hylla.catalogue.models import BORROWED, Item, Record
from hylla.catalogue.queries import count_of_titles, newest, record, search
from hylla.circulation.actions import check_out, place_hold, renew
from hylla.circulation.models import Hold, Loan
from hylla.circulation.queries import loans_of
from hylla.fees.models import Claim
from hylla.interlibrary.actions import (
    announce,
    approve,
    confirm,
    decline,
    give_time,
    note_done,
    note_name,
    order,
    refused_there,
    send_back,
    take_back_wish,
    tidy,
    write_to_partners,
)
from hylla.interlibrary.models import NameTask, Order, Partner, Wish
from hylla.interlibrary.queries import every_request, name_tasks, request, requests_of
from hylla.interlibrary.rules import Refusal, Stage, Wanted, Why
from hylla.library.refusals import Refused
from hylla.messages.models import Message
from hylla.patrons.actions import block
from hylla.patrons.models import Person
from hylla.patrons.models.cards import BlockReason
from hylla.privacy.erasure import ask
from hylla.privacy.policy import Interlibrary
from hylla.privacy.removal import remove_due
from tests.circulation.world import NOW, TODAY, World
from tests.interlibrary.ways import BARCODE, BOOK, DUE, asked, ordered, received


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [reason.code for reason in refused.value.reasons]


def stages(world: World) -> list[Stage]:
    return [each.stage for each in every_request(now=NOW, policy=world.policy)]


def test_the_whole_way(world: World, partner: Partner) -> None:
    """Asked, sent, announced, here, lent until the lender wants it, back, and forgotten."""
    person, card = world.patron()
    row = ordered(world, person, partner)
    assert stages(world) == [Stage.SENT]
    announce(row.pk, now=NOW)
    assert stages(world) == [Stage.SHIPPED]
    back = received(world, row)
    assert back.destination.shelf_code
    assert stages(world) == [Stage.WAITING]
    assert Message.objects.get().template == "hold_ready"
    lent = check_out(
        card=card, barcode=BARCODE, branch_id=world.main.pk, now=NOW, policy=world.policy
    )
    assert lent.due_on == DUE
    assert stages(world) == [Stage.LENT]
    with pytest.raises(Refused) as refused:
        send_back(row.pk, now=NOW)
    assert codes(refused) == [Refusal.STILL_OUT]
    world.take_back(Item.objects.get(barcode=BARCODE))
    assert stages(world) == [Stage.BACK]
    send_back(row.pk, now=NOW)
    assert stages(world) == [Stage.SENT_BACK]
    assert not Item.objects.filter(barcode=BARCODE).exists()
    assert not Record.objects.filter(source=BORROWED).exists()
    confirm(row.pk, now=NOW, policy=world.policy)
    assert not Order.objects.exists()
    assert not NameTask.objects.exists()


def test_it_is_renewed_only_as_long_as_the_lender_says(world: World, partner: Partner) -> None:
    person, card = world.patron()
    row = ordered(world, person, partner)
    received(world, row)
    told: dict[str, Any] = {"branch_id": world.main.pk, "now": NOW, "policy": world.policy}
    check_out(card=card, barcode=BARCODE, **told)
    with pytest.raises(Refused) as refused:
        renew(barcode=BARCODE, now=NOW, policy=world.policy)
    assert codes(refused) == ["renewal_gains_nothing"]
    longer = DUE + timedelta(days=14)
    give_time(row.pk, due_on=longer, now=NOW, policy=world.policy)
    assert renew(barcode=BARCODE, now=NOW, policy=world.policy).due_on == longer


def test_it_stands_in_no_catalogue_and_nobody_else_can_wait_for_it(
    world: World, partner: Partner
) -> None:
    person, card = world.patron()
    other, _ = world.patron()
    before = count_of_titles()
    received(world, ordered(world, person, partner))
    title = Record.objects.get(source=BORROWED)
    assert record(title.pk) is None
    assert not search("Sjøens", page=1).rows
    assert count_of_titles() == before
    assert title.pk not in {each.id for each in newest(50)}
    with pytest.raises(Refused) as refused:
        place_hold(
            person_id=other,
            record_id=title.pk,
            pickup_branch_id=world.main.pk,
            now=NOW,
            policy=world.policy,
        )
    assert codes(refused) == ["nothing_to_hold"]
    check_out(card=card, barcode=BARCODE, branch_id=world.main.pk, now=NOW, policy=world.policy)
    (loan,) = loans_of(person, now=NOW, policy=world.policy)
    assert not loan.is_ours


def test_the_mail_has_the_number_and_nobody(world: World, partner: Partner) -> None:
    person, card = world.patron()
    row = ordered(world, person, partner)
    assert write_to_partners(policy=world.policy, now=NOW) == 1
    assert write_to_partners(policy=world.policy, now=NOW) == 0
    (sent,) = mail.outbox
    assert sent.to == ["fjern@nabovik.example.org"]
    assert row.number in sent.body
    assert "9788202180003" in sent.body
    text = f"{sent.subject} {sent.body}"
    assert not [mark for mark in ("Kari", "Prøve", card, str(person)) if mark in text]


def test_another_library_can_say_no_and_the_next_is_asked(world: World, partner: Partner) -> None:
    person, _ = world.patron()
    row = ordered(world, person, partner)
    again = refused_there(row.pk, now=NOW, policy=world.policy)
    assert again is not None
    assert stages(world) == [Stage.APPROVED]
    second = Order.objects.get(pk=order(again, partner_id=partner.pk, now=NOW))
    assert second.number != row.number
    received(world, second)
    with pytest.raises(Refused) as refused:
        refused_there(second.pk, now=NOW, policy=world.policy)
    assert codes(refused) == [Refusal.OUT_OF_TURN]


def test_a_no_is_read_for_a_while_and_goes(world: World) -> None:
    person, _ = world.patron()
    wished = asked(world, person)
    decline(wished, why=Why.NOT_LENT, now=NOW)
    (told,) = requests_of(person, now=NOW, policy=world.policy)
    assert (told.stage, told.reason) == (Stage.DECLINED, "not_lent")
    with pytest.raises(Refused) as refused:
        decline(wished, why=Why.OTHER, now=NOW)
    assert codes(refused) == [Refusal.DECIDED]
    asked(world, person)
    late = NOW + timedelta(days=15)
    assert len(requests_of(person, now=late, policy=world.policy)) == 1
    remove_due(world.policy, now=late)
    assert Wish.objects.count() == 1


def test_a_wish_is_taken_back_by_whose_it_is_until_it_is_sent(
    world: World, partner: Partner
) -> None:
    person, _ = world.patron()
    other, _ = world.patron()
    wished = asked(world, person)
    with pytest.raises(Refused) as refused:
        take_back_wish(wished, person_id=other)
    assert codes(refused) == [Refusal.UNKNOWN_WISH]
    take_back_wish(wished, person_id=person)
    assert not Wish.objects.exists()
    row = ordered(world, person, partner)
    with pytest.raises(Refused):
        take_back_wish(row.pk, person_id=person)
    assert Order.objects.count() == 1


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        (Wanted("  "), Refusal.TITLE_MISSING),
        (Wanted("Hest", isbn="978-82-02-18000-4"), Refusal.ISBN_WRONG),
        (Wanted("Hest", isbn="fem"), Refusal.ISBN_WRONG),
        (Wanted("Hest", year=1066), Refusal.YEAR_WRONG),
        (Wanted("Hest", year=2099), Refusal.YEAR_WRONG),
    ],
)
def test_what_cannot_be_looked_for_is_refused(world: World, wanted: Wanted, code: str) -> None:
    person, _ = world.patron()
    with pytest.raises(Refused) as refused:
        asked(world, person, wanted)
    assert codes(refused) == [code]
    assert not Wish.objects.exists()


def test_the_same_twice_and_too_many(world: World, partner: Partner) -> None:
    """An order counts as a wish does; the same is known by its ISBN, or by title and author."""
    person, _ = world.patron()
    ordered(world, person, partner)
    with pytest.raises(Refused) as refused:
        asked(world, person, Wanted("Et annet navn", isbn="9788202180003"))
    assert codes(refused) == [Refusal.ALREADY_ASKED]
    asked(world, person, Wanted("Fjell"))
    with pytest.raises(Refused) as refused:
        asked(world, person, Wanted("  FJELL "))
    assert codes(refused) == [Refusal.ALREADY_ASKED]
    asked(world, person, Wanted("Elv"))
    with pytest.raises(Refused) as refused:
        asked(world, person, Wanted("Hav"))
    assert codes(refused) == [Refusal.TOO_MANY]
    other, _ = world.patron()
    asked(world, other)


@pytest.mark.parametrize(
    ("terms", "born", "code"),
    [
        (Interlibrary(offered=False), date(1980, 1, 1), Refusal.NOT_OFFERED),
        (Interlibrary(offered=True, min_age=15), date(2014, 1, 1), Refusal.TOO_YOUNG),
        (Interlibrary(offered=True, min_age=15), None, Refusal.AGE_UNKNOWN),
        (
            Interlibrary(offered=True, not_for=("adult",)),
            date(1980, 1, 1),
            Refusal.NOT_FOR_CATEGORY,
        ),
    ],
)
def test_who_may_not_ask(
    world: World, terms: Interlibrary, born: date | None, code: Refusal
) -> None:
    world.policy = replace(world.policy, interlibrary=terms)
    person, _ = world.patron(born=born)
    with pytest.raises(Refused) as refused:
        asked(world, person)
    assert codes(refused) == [code]


def test_who_is_blocked_cannot_ask_but_gets_what_was_ordered(
    world: World, partner: Partner
) -> None:
    person, _ = world.patron()
    row = ordered(world, person, partner)
    block(person, BlockReason.CONDUCT, on=TODAY)
    with pytest.raises(Refused) as refused:
        asked(world, person, Wanted("Hest"))
    assert codes(refused) == ["blocked_conduct"]
    assert received(world, row).destination.shelf_code


def test_every_step_but_the_next_is_refused(world: World, partner: Partner) -> None:
    person, _ = world.patron()
    wished = asked(world, person)
    with pytest.raises(Refused) as refused:
        order(wished, partner_id=partner.pk + 99, now=NOW)
    assert codes(refused) == [Refusal.NOT_APPROVED, Refusal.UNKNOWN_PARTNER]
    approve(wished, policy=world.policy)
    with pytest.raises(Refused) as refused:
        approve(wished, policy=world.policy)
    assert codes(refused) == [Refusal.DECIDED]
    row = Order.objects.get(pk=order(wished, partner_id=partner.pk, now=NOW))
    for act in (
        lambda: send_back(row.pk, now=NOW),
        lambda: confirm(row.pk, now=NOW, policy=world.policy),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert codes(refused) == [Refusal.OUT_OF_TURN]
    with pytest.raises(Refused) as refused:
        received(world, row, due_on=TODAY)
    assert codes(refused) == [Refusal.DUE_PAST]
    taken = world.item()
    with pytest.raises(Refused) as refused:
        received(world, row, barcode=taken.barcode)
    assert codes(refused) == ["barcode_taken"]
    received(world, row)
    for act in (lambda: announce(row.pk, now=NOW), lambda: received(world, row, barcode="NABO-2")):
        with pytest.raises(Refused) as refused:
            act()
        assert codes(refused) == [Refusal.OUT_OF_TURN]
    with pytest.raises(Refused) as refused:
        send_back(row.pk, now=NOW)
    assert codes(refused) == [Refusal.STILL_OUT]
    Hold.objects.all().delete()
    send_back(row.pk, now=NOW)
    confirm(row.pk, now=NOW, policy=world.policy)
    with pytest.raises(Refused) as refused:
        confirm(row.pk, now=NOW, policy=world.policy)
    assert codes(refused) == [Refusal.UNKNOWN_ORDER]


def test_what_it_costs_is_claimed_when_it_has_come(world: World, partner: Partner) -> None:
    terms = replace(world.policy.interlibrary, fee_ore=1500)
    world.policy = replace(world.policy, interlibrary=terms)
    person, _ = world.patron()
    row = ordered(world, person, partner)
    assert not Claim.objects.exists()
    received(world, row)
    claim = Claim.objects.get()
    assert (claim.kind, claim.amount_ore, claim.patron_id) == ("borrowed", 1500, person)


def test_a_title_waits_for_the_fee_of_its_loan_and_goes(world: World, partner: Partner) -> None:
    """A late return keeps the loan, and so the thing's name, until it is paid."""
    person, card = world.patron()
    row = ordered(world, person, partner)
    received(world, row)
    check_out(card=card, barcode=BARCODE, branch_id=world.main.pk, now=NOW, policy=world.policy)
    world.take_back(Item.objects.get(barcode=BARCODE), now=NOW + timedelta(days=60))
    assert Loan.objects.get().closed_at is None
    send_back(row.pk, now=NOW)
    assert Item.objects.filter(barcode=BARCODE).exists()
    assert tidy() == 0
    Loan.objects.all().delete()
    assert tidy() == 1
    assert not Item.objects.filter(barcode=BARCODE).exists()


def test_a_search_finds_by_every_word(world: World, partner: Partner) -> None:
    person, _ = world.patron()
    row = ordered(world, person, partner)
    asked(world, person, Wanted("Fjell"))

    def found(words: str) -> list[str]:
        every = every_request(now=NOW, policy=world.policy, words=words)
        return [each.wanted.title for each in every]

    assert found("tang SJØENS") == [BOOK.title]
    assert found(row.number.lower()) == [BOOK.title]
    assert found("tang fjell") == []
    assert len(found("")) == 2
    assert request(row.pk, now=NOW, policy=world.policy) is not None


@pytest.mark.django_db
def test_whoever_leaves_with_a_wish_alone_is_gone_at_once(world: World) -> None:
    person, _ = world.patron()
    asked(world, person)
    assert ask(person, policy=world.policy, now=NOW)
    assert not Person.objects.filter(pk=person).exists()


def test_a_name_that_was_told_is_asked_to_be_deleted(world: World, partner: Partner) -> None:
    person, _ = world.patron()
    row = ordered(world, person, partner)
    note_name(row.pk)
    write_to_partners(policy=world.policy, now=NOW)
    refused_there(row.pk, now=NOW, policy=world.policy)
    write_to_partners(policy=world.policy, now=NOW)
    assert row.number in mail.outbox[-1].body
    (task,) = name_tasks()
    note_done(task.id, on=TODAY)
    assert not name_tasks()
    with pytest.raises(Refused) as refused:
        note_done(task.id, on=TODAY)
    assert codes(refused) == [Refusal.UNKNOWN_TASK]
