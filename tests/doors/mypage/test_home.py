"""Loans, holds, fees and messages on the patron's own page."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from hylla.catalogue.models import Item
from hylla.circulation.actions import Cancelled, SetWish, place_hold, place_set, return_item
from hylla.circulation.models import Hold, Loan
from hylla.doors.mypage import holds
from hylla.doors.parts.writing import day_text
from hylla.fees.actions import open_claim
from hylla.fees.models import ClaimKind
from hylla.library.queries import policy_in_force
from hylla.patrons.actions import block
from hylla.patrons.models.cards import BlockReason
from hylla.privacy.models import AccessEntry
from tests.doors.town import Patron, Town

Press = Callable[..., str]


def test_nothing_at_all(mine: Client) -> None:
    page = mine.get("/en/my/").content.decode()
    for text in ("You have nothing on loan", "You have no holds", "You owe nothing"):
        assert text in page


def test_loans_stand_with_the_first_due_first(town: Town, patron: Patron, mine: Client) -> None:
    town.lend(patron, town.item("Sommerhav"))
    town.lend(patron, town.item("Vinterfjell"), days_ago=40)
    page = mine.get("/en/my/").content.decode()
    assert page.index("Vinterfjell") < page.index("Sommerhav")
    loans = page[page.index('id="loans"') :]
    assert loans.index("Vinterfjell") < loans.index("Sommerhav")
    assert loans.count("Overdue") == 1


def test_anothers_loans_are_not_there(town: Town, mine: Client) -> None:
    town.lend(town.patron(), town.item("Vinterfjell"))
    assert "Vinterfjell" not in mine.get("/en/my/").content.decode()


def test_what_is_returned_is_gone(town: Town, patron: Patron, mine: Client) -> None:
    town.lend(patron, item := town.item("Vinterfjell"))
    return_item(
        barcode=item.barcode,
        branch_id=town.main.pk,
        now=timezone.now(),
        policy=policy_in_force(),
    )
    assert "Vinterfjell" not in mine.get("/en/my/").content.decode()


def test_renewing_one(town: Town, patron: Patron, press: Press) -> None:
    loan = town.lend(patron, item := town.item("Vinterfjell"), days_ago=10)
    page = press("renew", item=item.barcode)
    assert "<title>Renewed" in page
    assert "Vinterfjell: Renewed, now due" in page
    assert Loan.objects.get(pk=loan.pk).renewals == 1


def test_renewing_what_another_waits_for(town: Town, patron: Patron, press: Press) -> None:
    town.lend(patron, item := town.item(), days_ago=10)
    town_hold(town, town.patron(), item.record_id)
    page = press("renew", item=item.barcode)
    assert "<title>Not renewed" in page
    assert "Someone else is waiting for this." in page


@pytest.mark.parametrize("told", ["", "404"])
def test_renewing_what_is_not_on_loan(press: Press, told: str) -> None:
    assert "This is not on loan." in press("renew", item=told)


def test_renewing_all(town: Town, patron: Patron, press: Press) -> None:
    town.lend(patron, town.item(), days_ago=10)
    town.lend(patron, town.item())
    page = press("renew-all")
    assert "1 of 2 loans are renewed" in page
    assert "renewing today gives no more time" in page


def test_a_hold_is_placed_from_the_title(town: Town, mine: Client, press: Press) -> None:
    item = town.item("Vinterfjell")
    town.lend(town.patron(), item)
    where = f"holds/{item.record_id}"
    assert "Vinterfjell" in mine.get(f"/en/my/{where}/").content.decode()
    page = press(where, branch=str(town.west.pk))
    assert "You wait for Vinterfjell, as number 1 in the queue." in page
    assert "Perhaps within 4 weeks, if copies come back in time" in page
    assert "Western branch" in page
    again = press(where, branch=str(town.west.pk))
    assert "<title>Hold not placed" in again
    assert "There is a hold on this already." in again


def test_a_set_for_a_group_is_given_up(
    town: Town, patron: Patron, mine: Client, press: Press
) -> None:
    item, other = town.item("Vinterfjell"), town.item()
    Item.objects.filter(pk=other.pk).update(record=item.record)
    key = place_set(
        SetWish(item.record_id, 2, timezone.localdate() + timedelta(days=9)),
        person_id=patron.id,
        pickup_branch_id=town.main.pk,
        now=timezone.now(),
        policy=policy_in_force(),
    )
    assert "0 of 2 copies are there" in mine.get("/en/my/").content.decode()
    assert "This hold does not exist any more." in press("sets/settle", hold=str(key))
    assert "The set is cancelled" in press("sets/cancel", hold=str(key))
    assert not Hold.objects.exists()


def test_one_copy_is_chosen(town: Town, mine: Client, press: Press) -> None:
    item = town.item("Vinterfjell")
    where = f"holds/{item.record_id}"
    assert 'name="only"' not in mine.get(f"/en/my/{where}/").content.decode()
    other = town.item("Vinterfjell")
    Item.objects.filter(pk=other.pk).update(record=item.record)
    assert other.barcode in mine.get(f"/en/my/{where}/").content.decode()
    page = press(where, branch=str(town.west.pk), only=str(other.pk))
    assert re.search(rf"Only the copy [^<]*{other.barcode}", page)
    assert Hold.objects.get().only_item == other


@pytest.mark.parametrize("branch", ["", "0", "main"])
def test_a_pick_up_branch_that_is_none(town: Town, press: Press, branch: str) -> None:
    item = town.item()
    page = press(f"holds/{item.record_id}", branch=branch)
    assert 'id="id_branch_error"' in page
    assert not Hold.objects.exists()


def test_a_title_that_is_not_there(mine: Client) -> None:
    assert mine.get("/en/my/holds/987654/").status_code == 404


def test_a_hold_on_the_shelf_shows_its_code(town: Town, patron: Patron, mine: Client) -> None:
    ready(town, patron, town.item())
    code = Hold.objects.get().shelf_code
    assert code
    page = mine.get("/en/my/").content.decode()
    assert re.search(rf"Ready to fetch.*{code}", page, re.DOTALL)


def test_cancelling_a_hold(town: Town, patron: Patron, press: Press) -> None:
    town_hold(town, patron, town.item().record_id)
    page = press("holds/cancel", hold=str(Hold.objects.get().pk))
    assert "we have forgotten it" in page
    assert not Hold.objects.exists()


def test_a_cancelled_hold_comes_back_at_its_place(town: Town, patron: Patron, press: Press) -> None:
    item = town.item("Vinterfjell")
    town_hold(town, patron, item.record_id)
    town_hold(town, town.patron(), item.record_id)
    before = Hold.objects.get(patron=patron.id)
    page = press("holds/cancel", hold=str(before.pk))
    assert "Undo: wait for Vinterfjell again" in page
    page = press("holds/undo", undo=token_in(page))
    assert "The hold is back, as number 1 in the queue." in page
    after = Hold.objects.get(patron=patron.id)
    assert (after.placed_at, after.pickup_branch) == (before.placed_at, before.pickup_branch)


def test_a_hold_that_is_back_is_not_there_twice(town: Town, patron: Patron, press: Press) -> None:
    town_hold(town, patron, town.item().record_id)
    token = token_in(press("holds/cancel", hold=str(Hold.objects.get().pk)))
    press("holds/undo", undo=token)
    assert "There is a hold on this already." in press("holds/undo", undo=token)
    assert Hold.objects.count() == 1


def test_undoing_is_for_the_one_who_cancelled_and_for_ten_minutes(
    town: Town, patron: Patron, press: Press
) -> None:
    cancelled = Cancelled(patron.id, town.item().record_id, town.main.pk, timezone.now())
    for told in (
        holds._token(cancelled, until=timezone.now() - timedelta(seconds=1)),
        holds._token(replace(cancelled, person_id=town.patron().id), until=LATER),
        "nonsense",
    ):
        assert "<title>Not undone" in press("holds/undo", undo=told)
    assert not Hold.objects.exists()


def test_fetching_at_another_branch(town: Town, patron: Patron, press: Press) -> None:
    town_hold(town, patron, town.item().record_id)
    hold = Hold.objects.get()
    page = press("holds/move", hold=str(hold.pk), branch=str(town.west.pk))
    assert "You fetch it at Western branch now." in page
    hold.refresh_from_db()
    assert hold.pickup_branch == town.west


@pytest.mark.parametrize("branch", ["", "999999", "west"])
def test_fetching_nowhere(town: Town, patron: Patron, press: Press, branch: str) -> None:
    town_hold(town, patron, town.item().record_id)
    hold = Hold.objects.get()
    assert "<title>Not changed" in press("holds/move", hold=str(hold.pk), branch=branch)
    hold.refresh_from_db()
    assert hold.pickup_branch == town.main


def test_a_copy_that_is_set_aside_stays_where_it_is(
    town: Town, patron: Patron, press: Press
) -> None:
    ready(town, patron, town.item())
    hold = Hold.objects.get()
    page = press("holds/move", hold=str(hold.pk), branch=str(town.west.pk))
    assert "A copy is on its way already" in page


def test_anothers_hold_is_not_moved(town: Town, press: Press) -> None:
    town_hold(town, town.patron(), town.item().record_id)
    hold = Hold.objects.get()
    press("holds/move", hold=str(hold.pk), branch=str(town.west.pk))
    hold.refresh_from_db()
    assert hold.pickup_branch == town.main


def test_pausing_a_hold_and_taking_the_pause_away(town: Town, patron: Patron, press: Press) -> None:
    town_hold(town, patron, town.item("Vinterfjell").record_id)
    hold = str(Hold.objects.get().pk)
    day = timezone.localdate() + timedelta(days=20)
    page = press("holds/pause", hold=hold, until=day.isoformat())
    assert "<title>Hold paused" in page
    assert f"back in the queue on {day_text(day)}, at the same place." in page
    assert f"until {day_text(day)}. Number 1 in the queue" in page
    assert 'Remove the pause<span class="hidden"> Vinterfjell' in page
    page = press("holds/resume", hold=hold)
    assert "The pause is removed." in page
    assert Hold.objects.get().pause is None


def test_a_pause_to_come_is_told(town: Town, patron: Patron, press: Press) -> None:
    town_hold(town, patron, town.item().record_id)
    first, last = (timezone.localdate() + timedelta(days=each) for each in (5, 9))
    told = {"from": first.isoformat(), "until": last.isoformat()}
    page = press("holds/pause", hold=str(Hold.objects.get().pk), **told)
    assert f"Paused from {day_text(first)} until {day_text(last)}" in page
    assert "Number 1 in the queue" in page


@pytest.mark.parametrize("until", ["", "soon", "2026-02-30", "2020-01-01", "9999-12-31"])
def test_a_pause_that_cannot_be(town: Town, patron: Patron, press: Press, until: str) -> None:
    town_hold(town, patron, town.item().record_id)
    page = press("holds/pause", hold=str(Hold.objects.get().pk), until=until)
    assert "<title>Not paused" in page
    assert Hold.objects.get().pause is None


@pytest.mark.parametrize("act", ["pause", "resume"])
def test_anothers_hold_is_not_paused(town: Town, press: Press, act: str) -> None:
    town_hold(town, town.patron(), town.item().record_id)
    day = timezone.localdate() + timedelta(days=2)
    told = {"hold": str(Hold.objects.get().pk), "until": day.isoformat()}
    assert "This hold does not exist any more." in press(f"holds/{act}", **told)
    assert Hold.objects.get().pause is None


def test_an_undone_cancellation_brings_the_pause_back(
    town: Town, patron: Patron, press: Press
) -> None:
    town_hold(town, patron, town.item().record_id)
    day = timezone.localdate() + timedelta(days=20)
    press("holds/pause", hold=str(Hold.objects.get().pk), until=day.isoformat())
    before = Hold.objects.get().pause
    press("holds/undo", undo=token_in(press("holds/cancel", hold=str(Hold.objects.get().pk))))
    assert Hold.objects.get().pause == before


def test_what_needs_doing_stands_first_and_most_urgent_first(
    town: Town, patron: Patron, mine: Client
) -> None:
    page = mine.get("/en/my/").content.decode()
    assert "Nothing needs doing now." in page
    town.lend(patron, town.item("Sen"), days_ago=40)
    town.lend(patron, town.item("Snart"), days_ago=27)
    ready(town, patron, town.item("Vinterfjell"))
    open_claim(
        patron.id,
        branch_id=town.main.pk,
        kind=ClaimKind.CARD,
        amount_ore=5000,
        on=timezone.localdate(),
    )
    page = mine.get("/en/my/").content.decode()
    needs = page[page.index('class="needs"') : page.index('id="loans"')]
    words = ("Overdue", "Vinterfjell at Main library: shelf code", "Due soon", "You owe 50")
    places = [needs.index(each) for each in words]
    assert places == sorted(places)


def test_why_one_cannot_borrow(town: Town, patron: Patron, mine: Client) -> None:
    assert "You cannot borrow now" not in mine.get("/en/my/").content.decode()
    block(patron.id, BlockReason.INVOICE, on=timezone.localdate())
    page = mine.get("/en/my/").content.decode()
    assert "You cannot borrow now" in page
    assert re.search(r"Since \d+ \w+ \d{4}\.", page), "BER-29: the reason and the date"
    assert "an unpaid invoice" in page


def test_the_day_of_the_next_reminder(town: Town, patron: Patron, mine: Client) -> None:
    loan = town.lend(patron, town.item())
    page = mine.get("/en/my/").content.decode()
    day = loan.due_on - timedelta(days=2)
    assert f"Our next reminder goes out on {day.day} {day:%B %Y}." in page


LATER = timezone.now() + timedelta(days=9)


def token_in(page: str) -> str:
    """Return what the button sends that undoes."""
    found = re.search(r'name="undo" value="([^"]+)"', page)
    assert found is not None
    return found[1]


def ready(town: Town, patron: Patron, item: Item) -> None:
    """Let a copy stand on the hold shelf for someone."""
    town_hold(town, patron, item.record_id)
    return_item(
        barcode=item.barcode,
        branch_id=town.main.pk,
        now=timezone.now(),
        policy=policy_in_force(),
    )


def test_anothers_hold_stays(town: Town, press: Press) -> None:
    town_hold(town, town.patron(), town.item().record_id)
    assert "Not cancelled" in press("holds/cancel", hold=str(Hold.objects.get().pk))
    assert Hold.objects.exists()


def test_what_is_owed(town: Town, patron: Patron, mine: Client) -> None:
    open_claim(
        patron.id,
        branch_id=town.main.pk,
        kind=ClaimKind.OVERDUE,
        amount_ore=1250,
        on=timezone.localdate(),
    )
    page = mine.get("/en/my/").content.decode()
    assert "Late return" in page
    assert "You owe 12.50" in page


def test_a_fee_names_its_title_to_the_patron_while_the_loan_waits(
    town: Town, patron: Patron, mine: Client
) -> None:
    assert policy_in_force().lending.loan_waits_for_fee
    town.lend(patron, item := town.item("Vinterfjell"), days_ago=40)
    return_item(
        barcode=item.barcode,
        branch_id=town.main.pk,
        now=timezone.now(),
        policy=policy_in_force(),
    )
    assert "Late return: Vinterfjell" in mine.get("/en/my/").content.decode()


def test_ones_own_reading_is_not_logged(mine: Client) -> None:
    for page in ("", "details/", "kept/", "looked/", "card/", "history/", "messages/", "erase/"):
        assert mine.get(f"/en/my/{page}").status_code == 200
    assert not AccessEntry.objects.exists()


def town_hold(town: Town, patron: Patron, record_id: int) -> None:
    place_hold(
        person_id=patron.id,
        record_id=record_id,
        pickup_branch_id=town.main.pk,
        now=timezone.now(),
        policy=policy_in_force(),
    )
