"""What is wrong with a copy is noted by ticks, and told to whoever borrows or returns it."""

from collections.abc import Callable

import pytest
from django.test import Client

from hylla.catalogue.models import ItemFlaw
from hylla.catalogue.rules.conditions import Flaw
from hylla.doors.desk.flaws import WORDS
from hylla.privacy.vocabulary import Role
from tests.doors.town import Town


def note(desk: Client, barcode: str, *flaws: str) -> str:
    """Tick these and save."""
    answer = desk.post("/en/desk/item/condition/", {"barcode": barcode, "flaws": flaws})
    assert answer.status_code == 200
    return answer.content.decode()


def test_every_flaw_has_a_word() -> None:
    assert set(WORDS) == set(Flaw)


def test_what_was_noted_is_told_at_the_next_loan_and_return(
    town: Town, desk: Client, scan: Callable[..., str]
) -> None:
    item, patron = town.item(), town.patron()
    page = note(desk, item.barcode, "pages_torn", "part_missing")
    assert "The condition of the item is noted." in page
    assert "Torn pages (since " in page
    scan(patron.card)
    assert "Noted before: Torn pages (since " in scan(item.barcode)
    desk.post("/en/desk/close/")
    page = scan(item.barcode)
    assert "Torn pages (since " in page
    assert "Note its condition" in page


def test_what_is_mended_goes_and_the_rest_keeps_its_day(
    town: Town, desk: Client, scan: Callable[..., str]
) -> None:
    item = town.item()
    note(desk, item.barcode, "stained", "wet")
    ItemFlaw.objects.update(noted_on="2020-01-01")
    assert "Stains (since 1 January 2020)" in note(desk, item.barcode, "stained", "scratched")
    assert sorted(ItemFlaw.objects.values_list("flaw", flat=True)) == ["scratched", "stained"]
    note(desk, item.barcode)
    assert not ItemFlaw.objects.exists()
    assert "Noted before" not in scan(item.barcode)


@pytest.mark.parametrize(
    ("barcode", "flaw"), [("", "wet"), ("nothing", "wet"), (None, "drunk"), (None, "wet drunk")]
)
def test_what_cannot_be_is_refused(
    town: Town, desk: Client, barcode: str | None, flaw: str
) -> None:
    told = {"barcode": town.item().barcode if barcode is None else barcode, "flaws": flaw}
    assert desk.post("/en/desk/item/condition/", told).status_code == 422
    assert not ItemFlaw.objects.exists()


def test_nothing_of_whoever_had_it_is_kept(
    town: Town, desk: Client, staff_client: Callable[[str], Client]
) -> None:
    item = town.item()
    note(desk, item.barcode, "wet")
    assert set(ItemFlaw.objects.values().get()) == {"id", "item_id", "flaw", "noted_on"}
    officer = staff_client(town.staff(Role.PRIVACY_OFFICER))
    told = {"barcode": item.barcode, "flaws": "wet"}
    assert officer.post("/en/desk/item/condition/", told).status_code == 403
