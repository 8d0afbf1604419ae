"""What somebody says they have returned, from My page to the list at the desk."""

from collections.abc import Callable

import pytest
from django.test import Client

from hylla.circulation.models import Loan
from hylla.messages.models import Message, Template
from hylla.privacy.vocabulary import Role
from tests.doors.town import Patron, Town

Send = Callable[..., str]


@pytest.fixture
def my_page(town: Town, patron_client: Callable[[Patron], Client]) -> Callable[..., str]:
    """Log somebody in who has a late loan, and return what sends a form of My page."""
    patron = town.patron(given_name="Embla")
    town.lend(patron, town.item("Vinterfjell"), days_ago=40)
    client = patron_client(patron)

    def send(where: str, **told: str) -> str:
        return str(client.post(f"/en/my/{where}/", told).content.decode())

    return send


def test_said_on_my_page_and_found_at_the_desk(my_page: Send, desk: Client, act: Send) -> None:
    loan = Loan.objects.get()
    page = my_page("said-returned", item=loan.item.barcode)
    assert "You say that you have returned Vinterfjell. We search for it." in page
    assert "Searched for" in page
    listed = desk.get("/en/desk/to-find/").content.decode()
    assert "Vinterfjell" in listed
    assert "Embla" not in listed
    assert "Vinterfjell" not in desk.get("/en/desk/overdue/").content.decode()
    page = act("to-find/found", item=loan.item.barcode)
    assert "Returned: Vinterfjell." in page
    assert "the fee is" not in page
    assert "Back on its shelf" in page
    assert not Loan.objects.exists()
    assert desk.post("/en/desk/to-find/found/", {"item": loan.item.barcode}).status_code == 422


def test_not_found_is_told_and_the_patron_may_take_it_back(my_page: Send, act: Send) -> None:
    loan = Loan.objects.get()
    for answer in (
        lambda: my_page("said-returned/not", item=loan.item.barcode),
        lambda: act("to-find/not-found", item=loan.item.barcode),
    ):
        my_page("said-returned", item=loan.item.barcode)
        answer()
        loan.refresh_from_db()
        assert loan.said_returned_on is None
    assert Message.objects.get(template=Template.NOT_FOUND).day == loan.due_on


def test_said_at_the_desk(town: Town, scan: Send, act: Send) -> None:
    patron = town.patron()
    town.lend(patron, item := town.item("Vinterfjell"), days_ago=40)
    scan(patron.card)
    assert "Noted as said to be returned: Vinterfjell." in act("said-returned", item=item.barcode)
    assert "On loan as before: Vinterfjell." in act("said-returned/not", item=item.barcode)
    assert "This is not searched for any more." in act("said-returned/not", item=item.barcode)
    town.lend(town.patron(), other := town.item())
    assert "This is on loan to someone else." in act("said-returned", item=other.barcode)


def test_who_does_not_see_loans_does_not_see_the_list(
    town: Town, staff_client: Callable[[str], Client]
) -> None:
    cataloguer = staff_client(town.staff(Role.CATALOGUER))
    assert cataloguer.get("/en/desk/to-find/").status_code == 403
