"""A title's copies on their page: added, labelled, withdrawn."""

import re

import pypdfium2
import pytest
from django.test import Client

from hylla.catalogue.models import Item, ItemStatus
from tests.doors.town import Town


@pytest.fixture
def place(town: Town) -> str:
    """Where the copies of a title are."""
    return f"/en/cataloguing/titles/{town.item('Blåmåned').record_id}/copies/"


def told(town: Town, **values: str) -> dict[str, str]:
    usual = {"count": "2", "barcode": "", "branch_id": str(town.main.pk), "item_type": "book"}
    return {**usual, "collection": "", "shelf_mark": "82 Mån", **values}


def test_copies_are_added_with_numbers_labelled_and_withdrawn(
    cataloguer: Client, town: Town, place: str
) -> None:
    said = cataloguer.post(place, told(town)).content.decode()
    new = list(Item.objects.filter(shelf_mark="82 Mån").values_list("barcode", flat=True))
    assert len(new) == 2
    assert all(f'value="{each}" checked' in said for each in new)
    answer = cataloguer.post(f"{place}labels/", {"barcode": new, "sheet": "a4-24", "skip": "3"})
    assert answer.headers["Content-Type"] == "application/pdf"
    assert cataloguer.post(f"{place}labels/", {}).status_code == 422
    said = cataloguer.post(f"{place}withdraw/", {"barcode": new[:1]}).content.decode()
    assert f"Withdrawn: {new[0]}." in said
    assert Item.objects.get(barcode=new[0]).status == ItemStatus.WITHDRAWN
    assert cataloguer.post(f"{place}withdraw/", {"barcode": "else"}).status_code == 422


def test_a_barcode_that_is_taken_is_told_beside_its_field(
    cataloguer: Client, town: Town, place: str
) -> None:
    taken = Item.objects.values_list("barcode", flat=True)[0]
    answer = cataloguer.post(place, told(town, barcode=taken))
    assert answer.status_code == 422
    assert "Another copy has this barcode." in answer.content.decode()


def test_a_copy_on_loan_stays(cataloguer: Client, town: Town) -> None:
    item = town.item("Blåmåned")
    place = f"/en/cataloguing/titles/{item.record_id}/copies/"
    town.lend(town.patron(), item)
    answer = cataloguer.post(f"{place}withdraw/", {"barcode": item.barcode})
    assert answer.status_code == 422
    assert item.barcode in answer.content.decode()
    assert Item.objects.get(barcode=item.barcode).status == ItemStatus.IN_SERVICE


def test_the_labels_of_a_branch_are_remembered(cataloguer: Client, town: Town, place: str) -> None:
    """Also for the label of one copy at the desk; a sheet has no more labels than it has."""
    barcode = Item.objects.values_list("barcode", flat=True)[0]
    one = {"barcode": [barcode], "sheet": "a4-40", "skip": "40"}
    answer = cataloguer.post(f"{place}labels/", one)
    assert answer.status_code == 422
    assert "There are 40 labels on a sheet." in answer.content.decode()
    assert f'value="{barcode}" checked' in answer.content.decode()
    answer = cataloguer.post(f"{place}labels/", {**one, "skip": "39"})
    assert answer.headers["Content-Type"] == "application/pdf"
    said = cataloguer.get(place).content.decode()
    assert re.search('value="a4-40"[^>]*selected', said)
    assert "A4 with 65 labels, 38.1 × 21.2 mm" in said
    cataloguer.post(f"{place}labels/", {"barcode": barcode, "sheet": "roll-57", "skip": "0"})
    label = cataloguer.post("/en/desk/label/", {"item": barcode}).content
    (page,) = pypdfium2.PdfDocument(label)
    assert [round(each / 72 * 25.4) for each in page.get_size()] == [57, 32]
    odd = cataloguer.post(f"{place}labels/", {"barcode": barcode, "sheet": "a0", "skip": "0"})
    assert odd.status_code == 422
