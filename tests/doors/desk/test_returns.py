"""Many returns at once, on a page: one field, a list of what to do, and paper."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from hylla.circulation.actions import declare_lost, place_hold
from hylla.circulation.models import Hold, Loan
from hylla.doors.desk.many import lines_of
from hylla.doors.desk.returns import MOST
from hylla.library.queries import policy_in_force
from hylla.privacy.vocabulary import Role
from tests.doors.town import Town

Send = Callable[..., str]


@pytest.fixture
def give_back(desk: Client) -> Send:
    """Return what opens the page, sends lines and returns the answer."""

    def send(*lines: str, **more: str) -> str:
        form = desk.get("/en/desk/returns/").context["form"]
        told = {"barcodes": "\r\n".join(lines), "sheet": form.initial["sheet"], **more}
        return desk.post("/en/desk/returns/", told).content.decode()

    return send


def test_a_list_of_what_to_do_and_no_names(town: Town, give_back: Send) -> None:
    held, plain = town.item("Vinterfjell"), town.item("Vårbekk", shelf_mark="839.82 NYG")
    town.lend(town.patron(given_name="Embla"), plain, days_ago=30)
    place_hold(
        person_id=town.patron(given_name="Torbjørg").id,
        record_id=held.record_id,
        pickup_branch_id=town.main.pk,
        now=timezone.now(),
        policy=policy_in_force(),
    )
    page = give_back(plain.barcode, "", held.barcode, "404404")
    code = Hold.objects.get().shelf_code
    order = [f"Hold shelf: {code}", "Back on its shelf", "Unknown barcode"]
    assert sorted(order, key=page.index) == order
    for told in "2 items are taken back.", "the fee is", "Nobody had it.", "839.82 NYG":
        assert told in page, told
    assert "Embla" not in page
    assert "Torbjørg" not in page


def test_what_becomes_of_the_price_of_something_lost(town: Town, give_back: Send) -> None:
    open_price, paid = town.item(), town.item()
    for item, ore in (open_price, 30_000), (paid, 0):
        town.lend(town.patron(), item)
        policy = policy_in_force()
        declare_lost(item.barcode, price_ore=ore, now=timezone.now(), policy=policy)
    page = give_back(open_price.barcode, paid.barcode).replace("\xa0", " ")
    assert page.count("What was claimed for it is waived: 300 kr.") == 1
    assert page.count("If its price was paid, the money can go back.") == 1


def test_the_same_form_twice(town: Town, desk: Client, give_back: Send) -> None:
    item = town.item()
    town.lend(town.patron(), item)
    sheet = desk.get("/en/desk/returns/").context["form"].initial["sheet"]
    give_back(item.barcode, sheet=sheet)
    loan = town.lend(town.patron(), item)
    page = give_back(item.barcode, sheet=sheet)
    assert "it is done once" in page
    assert Loan.objects.filter(pk=loan.pk, returned_at=None).exists()


@pytest.mark.parametrize("sheet", ["", "made:up"])
def test_a_page_that_is_not_ours_or_too_old_does_nothing(
    town: Town, give_back: Send, sheet: str
) -> None:
    item = town.item()
    town.lend(town.patron(), item)
    page = give_back(item.barcode, sheet=sheet)
    assert "Nothing was done." in page
    assert item.barcode in page, "what was scanned is not lost"
    assert Loan.objects.exists()


def test_after_an_hour_a_page_does_nothing(
    town: Town, give_back: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = town.item()
    town.lend(town.patron(), item)
    monkeypatch.setattr("hylla.doors.desk.returns.GOOD_FOR", timedelta(seconds=-1))
    assert "Nothing was done." in give_back(item.barcode)
    assert Loan.objects.exists()


def test_on_paper_nothing_is_returned(town: Town, desk: Client) -> None:
    item = town.item("Vinterfjell")
    town.lend(town.patron(), item)
    page = desk.post("/en/desk/returns/print/", {"barcodes": item.barcode}).content.decode()
    assert "Vinterfjell" in page
    assert Loan.objects.exists()


@pytest.mark.parametrize("lines", [[], ["", "  "], [str(each) for each in range(MOST + 1)]])
def test_nothing_or_too_much_is_told_beside_the_field(
    give_back: Send, desk: Client, lines: list[str]
) -> None:
    assert 'id="id_barcodes_error"' in give_back(*lines)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("1001\n1002", ["1001", "1002"]),
        ("1001\r\n\r\n 1002 \n1001", ["1001", "1002"]),
        ("1001;1002,1003\t1004", ["1001", "1002", "1003", "1004"]),
        ("3010 0000 01\n", ["3010 0000 01"]),
        ("\x001001\x1b\n", ["1001"]),
        ("", []),
    ],
)
def test_lines(text: str, first: list[str]) -> None:
    assert [each[0] for each in lines_of(text)] == first


def test_lines_are_read_as_scanners_send_them() -> None:
    (line,) = lines_of("]C13010000001")
    assert "3010000001" in line


def test_a_drop_box_counts_here_too(town: Town, desk: Client, give_back: Send) -> None:
    today: Any = timezone.now().astimezone(policy_in_force().zone).date()
    item = town.item()
    loan = town.lend(town.patron(), item)
    Loan.objects.filter(pk=loan.pk).update(due_on=today - timedelta(days=1))
    desk.post("/en/desk/drop-box/", {"returned_on": str(today - timedelta(days=1))})
    page = give_back(item.barcode)
    assert "Items that are scanned count as returned on" in page
    assert "the fee is" not in page


def test_who_comes_home_from_a_round_takes_all_of_it_back(
    town: Town, staff_client: Callable[[str], Client]
) -> None:
    """With no other role: no patron is opened for it, and nobody's name stands there."""
    client = staff_client(town.staff(Role.OUTREACH))
    one, other = town.item("Vinterfjell"), town.item("Vårbekk")
    for each in (one, other):
        town.lend(town.patron(given_name="Embla"), each)
    page = client.get("/en/desk/returns/")
    assert 'href="/en/desk/returns/"' in client.get("/en/desk/rounds/").content.decode()
    told = {
        "barcodes": f"{one.barcode}\n{other.barcode}",
        "sheet": page.context["form"].initial["sheet"],
    }
    answer = client.post("/en/desk/returns/", told).content.decode()
    assert "2 items are taken back." in answer
    assert "Embla" not in answer
    assert not Loan.objects.exists()
    assert 'href="/en/desk/drop-box/"' not in answer
    assert client.get("/en/desk/drop-box/").status_code == 403
    printed = client.post("/en/desk/returns/print/", {"barcodes": one.barcode})
    assert "Vinterfjell" in printed.content.decode()


def test_nobody_else_takes_back(town: Town, staff_client: Callable[[str], Client]) -> None:
    for role in (Role.CATALOGUER, Role.INVOICE, Role.ADMINISTRATOR, Role.PRIVACY_OFFICER):
        assert staff_client(town.staff(role)).get("/en/desk/returns/").status_code == 403
