"""At the desk: a return is undone, or whoever returned a damaged thing is asked to pay."""

import re
from collections.abc import Callable
from html import unescape

import pytest
from django.test import Client

from hylla.circulation.models import Loan
from hylla.fees.models import Claim
from hylla.privacy.vocabulary import Role
from tests.doors.town import Town

Scan = Callable[..., str]
DAMAGE = "/en/desk/returns/damage/"
UNDO = "/en/desk/returns/undo/"


def capsule_in(page: str) -> str:
    found = re.search(r'name="capsule" value="([^"]+)"', page)
    assert found is not None, "nothing on the page undoes the return"
    return unescape(found[1])


@pytest.fixture
def returned(town: Town, scan: Scan) -> tuple[str, str]:
    """Return the barcode of something that was just returned at the desk, and its page."""
    item = town.item()
    town.lend(town.patron(family_name="Markvik"), item)
    return item.barcode, scan(item.barcode)


def test_a_return_is_undone(desk: Client, returned: tuple[str, str]) -> None:
    barcode, page = returned
    assert "Undo: it is still on loan" in page
    answer = desk.post(UNDO, {"capsule": capsule_in(page)})
    told = answer.content.decode()
    assert "On loan as before:" in told
    assert "Markvik" not in told
    assert Loan.objects.get(returned_at=None).item.barcode == barcode


def test_nothing_to_undo_says_what_to_do(desk: Client) -> None:
    told = desk.post(UNDO, {"capsule": "nothing"}).content.decode()
    assert "This return cannot be undone any more." in told
    assert "lend it again" in told
    assert desk.get(UNDO).status_code == 302


def test_damage_is_claimed_without_a_name(desk: Client, returned: tuple[str, str]) -> None:
    barcode, page = returned
    told = {"barcode": barcode, "capsule": capsule_in(page)}
    asked = desk.post(DAMAGE, told).content.decode()
    assert "Damaged: what does it cost?" in asked
    done = desk.post(DAMAGE, {**told, "amount": "149.50"})
    assert done.status_code == 200
    page = done.content.decode()
    assert "Claimed: 149.50\N{NO-BREAK SPACE}kr." in page
    assert "Markvik" not in asked + page
    assert Claim.objects.get().amount_ore == 14_950


@pytest.mark.parametrize("amount", ["", "0", "-5", "NaN", "1e9", "149,505", "kr"])
def test_an_amount_that_cannot_be_is_asked_for_again(
    desk: Client, returned: tuple[str, str], amount: str
) -> None:
    barcode, page = returned
    told = {"barcode": barcode, "capsule": capsule_in(page), "amount": amount}
    answer = desk.post(DAMAGE, told)
    assert answer.status_code == 422
    # What the desk holds is not lost: the right amount can follow.
    assert capsule_in(answer.content.decode()) == told["capsule"]
    assert not Claim.objects.exists()


def test_case_29_the_page_says_that_nobody_can_be_asked(desk: Client, town: Town) -> None:
    item = town.item()
    page = desk.post("/en/desk/item/", {"barcode": item.barcode}).content.decode()
    assert "Claim for damage" in page
    answer = desk.post(DAMAGE, {"barcode": item.barcode})
    told = answer.content.decode()
    assert answer.status_code == 422
    assert "Nothing here knows any more who had it" in told
    assert 'name="amount"' not in told


def test_a_lent_thing_is_not_claimed_for(desk: Client, town: Town) -> None:
    item = town.item()
    town.lend(town.patron(), item)
    page = desk.post("/en/desk/item/", {"barcode": item.barcode}).content.decode()
    assert "Claim for damage" not in page


def test_only_who_takes_money_claims(
    town: Town, staff_client: Callable[[str], Client], returned: tuple[str, str]
) -> None:
    client = staff_client(town.staff(Role.CATALOGUER))
    answer = client.post(DAMAGE, {"barcode": returned[0], "amount": "10"})
    assert answer.status_code == 403
    assert not Claim.objects.exists()
