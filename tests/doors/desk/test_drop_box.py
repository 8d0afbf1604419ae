"""Emptying the drop box: a mode that stays, and is seen, until it is turned off."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from hylla.circulation.models import Loan
from hylla.doors.desk.back_dating import DROP_BOX
from hylla.fees.models import Claim
from hylla.library.queries import policy_in_force
from hylla.privacy.vocabulary import Role
from tests.doors.town import Town

Send = Callable[..., str]
NOTICE = "Items that are scanned count as returned on"


@pytest.fixture
def emptying(town: Town, desk: Client) -> date:
    """Yesterday, for which the desk counts returns."""
    on = yesterday()
    assert desk.post("/en/desk/drop-box/", {"returned_on": on.isoformat()}).status_code == 200
    return on


def yesterday() -> date:
    return timezone.now().astimezone(policy_in_force().zone).date() - timedelta(days=1)


def test_the_last_open_day_is_offered(town: Town, desk: Client) -> None:
    page = desk.get("/en/desk/drop-box/").content.decode()
    assert f'value="{yesterday().isoformat()}"' in page


def test_it_stays_visibly_until_it_is_turned_off(emptying: date, desk: Client) -> None:
    for path in "", "shelf/", "find/", "":
        assert NOTICE in desk.get(f"/en/desk/{path}").content.decode(), path
    page = desk.post("/en/desk/drop-box/done/").content.decode()
    assert "Returns count for today again." in page
    assert NOTICE not in page
    assert NOTICE not in desk.get("/en/desk/").content.decode()


def test_what_is_scanned_is_taken_back_and_counts_for_that_day(
    town: Town, emptying: date, scan: Send
) -> None:
    """Two days late, and one of them in the box: also where a patron is open."""
    item, patron = town.item("Vinterfjell"), town.patron()
    loan = town.lend(patron, item)
    Loan.objects.filter(pk=loan.pk).update(due_on=emptying - timedelta(days=1))
    scan(town.patron().card)
    page = scan(item.barcode)
    assert "the fee is" in page
    assert Claim.objects.get().amount_ore == 300
    assert "It counts as returned on" in page
    assert not Loan.objects.filter(returned_at=None).exists()


@pytest.mark.parametrize("days", [-1, 15])
def test_a_day_that_may_not_be_is_refused_beside_its_field(
    town: Town, desk: Client, days: int
) -> None:
    on = yesterday() + timedelta(days=1 - days)
    answer = desk.post("/en/desk/drop-box/", {"returned_on": on.isoformat()})
    assert answer.status_code == 422
    assert 'id="id_returned_on_error"' in answer.content.decode()
    assert NOTICE not in desk.get("/en/desk/").content.decode()


def test_it_ends_with_the_day(town: Town, emptying: date, desk: Client) -> None:
    session = desk.session
    session[DROP_BOX] = [emptying.isoformat(), emptying.isoformat()]
    session.save()
    assert NOTICE not in desk.get("/en/desk/").content.decode()


def test_it_is_of_one_log_in(
    town: Town, emptying: date, staff_client: Callable[[str], Client]
) -> None:
    assert NOTICE not in staff_client(town.staff(Role.DESK)).get("/en/desk/").content.decode()
