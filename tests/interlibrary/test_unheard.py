"""Nothing is heard of an order: its lender is asked, and in the end waited for no longer."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from hylla.circulation.actions import cancel_hold, leave
from hylla.circulation.models import Hold
from hylla.interlibrary.actions import (
    add_partner,
    announce,
    ask_again,
    change_partner,
    close_unheard,
    consign,
    end_consignment,
    note_name,
    refused_there,
    remove_partner,
    send_back,
    settle_closed,
    take_back_wish,
)
from hylla.interlibrary.actions.mailing import made
from hylla.interlibrary.models import NameTask, Order, Partner, Unconfirmed, Wish
from hylla.interlibrary.queries import closed_unheard, every_request, partner_facts
from hylla.interlibrary.rules import Refusal, Status, Unheard, is_quiet
from hylla.library.refusals import Refused
from hylla.patrons.models import Person
from tests.circulation.world import NOW, TODAY, World
from tests.interlibrary.ways import ordered, received


def after(days: int) -> datetime:
    return NOW + timedelta(days=days)


def sent_back(world: World, partner: Partner) -> Order:
    """Order something for somebody new, let it come, and send it back unread."""
    row = ordered(world, world.patron()[0], partner)
    received(world, row)
    cancel_hold(Hold.objects.get(patron=row.patron_id).pk, now=NOW)
    send_back(row.pk, now=NOW)
    row.refresh_from_db()
    return row


@pytest.mark.parametrize(
    ("status", "days", "quiet"),
    [
        (Status.SENT, 29, False),
        (Status.SENT, 30, True),
        (Status.SHIPPED, 20, False),
        (Status.SHIPPED, 21, True),
        (Status.RECEIVED, 999, False),
        (Status.SENT_BACK, 29, False),
        (Status.SENT_BACK, 30, True),
    ],
)
def test_how_long_is_long(status: Status, days: int, quiet: bool) -> None:
    on = date(2026, 11, 3)
    assert is_quiet(status, heard_on=on - timedelta(days=days), on=on) is quiet


def test_case_18_an_order_that_is_never_confirmed_does_not_hold_its_patron_for_ever(
    world: World, partner: Partner
) -> None:
    row = sent_back(world, partner)
    leave(row.patron_id, policy=world.policy, now=NOW)
    assert Person.objects.filter(pk=row.patron_id).exists(), "WAIT(the lender confirms)"
    with pytest.raises(Refused, match=Refusal.NOT_QUIET):
        close_unheard(row.pk, why=Unheard.NO_ANSWER, now=after(29), policy=world.policy)
    close_unheard(row.pk, why=Unheard.NO_ANSWER, now=after(30), policy=world.policy)
    assert not Order.objects.exists()
    assert not Person.objects.filter(pk=row.patron_id).exists()
    (left,) = closed_unheard()
    assert (left.number, left.reason, left.partner) == (row.number, Unheard.NO_ANSWER, "Nabovik")
    assert left.closed_on == TODAY + timedelta(days=30)
    settle_closed(left.id)
    assert not Unconfirmed.objects.exists()
    with pytest.raises(Refused, match=Refusal.UNKNOWN_CLOSED):
        settle_closed(left.id)


def test_a_name_that_was_told_is_to_be_deleted_all_the_same(world: World, partner: Partner) -> None:
    row = sent_back(world, partner)
    note_name(row.pk)
    close_unheard(row.pk, why=Unheard.LIBRARY_GONE, now=after(40), policy=world.policy)
    assert NameTask.objects.get().number == row.number


def test_asking_begins_the_time_anew_and_says_what_it_is_about(
    world: World, partner: Partner
) -> None:
    row = ordered(world, world.patron()[0], partner)
    first = made(row, world.policy).text
    with pytest.raises(Refused, match=Refusal.NOT_QUIET):
        ask_again(row.pk, now=after(29), policy=world.policy)
    assert not every_request(now=after(29), policy=world.policy)[0].is_quiet
    assert every_request(now=after(30), policy=world.policy)[0].is_quiet
    ask_again(row.pk, now=after(30), policy=world.policy)
    assert not every_request(now=after(59), policy=world.policy)[0].is_quiet
    row.refresh_from_db()
    assert row.write_at == after(30)
    texts = [first, made(row, world.policy).text]
    announce(row.pk, now=after(31))
    row.refresh_from_db()
    texts.append(made(row, world.policy).text)
    row.status = Status.SENT_BACK
    texts.append(made(row, world.policy).text)
    assert len(set(texts)) == 4
    assert all(row.number in each for each in texts)


def test_what_was_not_sent_back_is_refused_or_comes_but_does_not_end_so(
    world: World, partner: Partner
) -> None:
    row = ordered(world, world.patron()[0], partner)
    with pytest.raises(Refused, match=Refusal.OUT_OF_TURN):
        close_unheard(row.pk, why=Unheard.NO_ANSWER, now=after(90), policy=world.policy)
    received(world, row)
    with pytest.raises(Refused, match=Refusal.NOT_QUIET):
        ask_again(row.pk, now=after(90), policy=world.policy)


def test_a_partner_is_changed(world: World, partner: Partner) -> None:
    add_partner("Fjernvik", email="a@fjernvik.example.org")
    change_partner(partner.pk, name=" Nye  Nabovik ", email="ny@nabovik.example.org")
    assert [(each.name, each.email) for each in partner_facts()] == [
        ("Fjernvik", "a@fjernvik.example.org"),
        ("Nye Nabovik", "ny@nabovik.example.org"),
    ]
    for name, email, code in (
        ("Fjernvik", "x@example.org", Refusal.PARTNER_TAKEN),
        ("", "x@example.org", Refusal.PARTNER_NAMELESS),
        ("Nabovik", "nobody", Refusal.PARTNER_NAMELESS),
    ):
        with pytest.raises(Refused, match=code):
            change_partner(partner.pk, name=name, email=email)
    with pytest.raises(Refused, match=Refusal.UNKNOWN_PARTNER):
        change_partner(404, name="Nabovik", email="x@example.org")


def test_a_partner_goes_when_nothing_is_open_with_it(world: World, partner: Partner) -> None:
    def stays() -> None:
        with pytest.raises(Refused, match=Refusal.PARTNER_IN_USE):
            remove_partner(partner.pk)

    at: dict[str, Any] = {"now": NOW, "policy": world.policy}
    ours = consign(world.item().barcode, partner_id=partner.pk, number="N-1", **at)
    stays()
    end_consignment(ours, branch_id=world.main.pk, **at)
    row = ordered(world, world.patron()[0], partner)
    note_name(row.pk)
    stays()
    refused_there(row.pk, **at)
    take_back_wish(Wish.objects.get().pk)
    stays()
    NameTask.objects.update(done_on=TODAY)
    remove_partner(partner.pk)
    assert not partner_facts()
    with pytest.raises(Refused, match=Refusal.UNKNOWN_PARTNER):
        remove_partner(partner.pk)


def test_a_number_that_is_not_settled_keeps_its_partner(world: World, partner: Partner) -> None:
    close_unheard(
        sent_back(world, partner).pk, why=Unheard.SETTLED, now=after(40), policy=world.policy
    )
    with pytest.raises(Refused, match=Refusal.PARTNER_IN_USE):
        remove_partner(partner.pk)
