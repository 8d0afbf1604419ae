"""A loan is called back from the page of its item, which names nobody."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.test import Client
from django.utils import timezone

from hylla.circulation.actions import place_hold, set_loan_rule
from hylla.circulation.models import Loan
from hylla.library.queries import policy_in_force
from hylla.messages.models import Message
from hylla.privacy.vocabulary import Role
from tests.doors.town import ANYONE, Town


@pytest.fixture
def waited_for(town: Town) -> str:
    """The barcode of a copy on loan to Embla that somebody waits for."""
    set_loan_rule(replace(ANYONE, recall_after_days=10))
    town.lend(town.patron(given_name="Embla"), item := town.item("Vinterfjell"))
    place_hold(
        person_id=town.patron().id,
        record_id=item.record_id,
        pickup_branch_id=town.main.pk,
        now=timezone.now(),
        policy=policy_in_force(),
    )
    return item.barcode


def test_whoever_waits_gets_it_sooner(desk: Client, waited_for: str) -> None:
    page = desk.post("/en/desk/item/", {"barcode": waited_for}).content.decode()
    assert "Call it back" in page
    assert "Embla" not in page
    before = Loan.objects.get().due_on
    page = desk.post("/en/desk/item/recall/", {"barcode": waited_for}).content.decode()
    assert "Called back, now due" in page
    assert "Call it back" not in page
    assert Loan.objects.get().due_on < before
    assert Message.objects.filter(template="recalled").count() == 1
    again = desk.post("/en/desk/item/recall/", {"barcode": waited_for})
    assert again.status_code == 422
    assert "it cannot be called back sooner." in again.content.decode()


def test_only_who_sees_what_is_overdue_calls_back(
    town: Town, staff_client: Callable[[str], Client], waited_for: str
) -> None:
    cataloguer = staff_client(town.staff(Role.CATALOGUER))
    page = cataloguer.post("/en/desk/item/", {"barcode": waited_for}).content.decode()
    assert "Call it back" not in page
    assert cataloguer.post("/en/desk/item/recall/", {"barcode": waited_for}).status_code == 403
