"""Inventories at the desk: pages with things on them, and nobody."""

import re
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from hylla.catalogue.models import Item
from hylla.circulation.models import Inventory, Loan
from hylla.doors.desk import inventories
from hylla.privacy.vocabulary import Role
from tests.doors.town import Town

StaffClient = Callable[[str], Client]


@pytest.fixture
def begun(town: Town, desk: Client) -> str:
    """The address of an inventory of the main branch."""
    answer = desk.post("/en/desk/inventory/", {"branch": town.main.pk})
    assert answer.status_code == 302
    return str(answer.headers["Location"])


def test_read_found_taken_in_and_ended(town: Town, desk: Client, begun: str) -> None:
    """The whole way, with somebody's loan on it whose name stands nowhere."""
    here, out, gone = town.item("Vinterfjell"), town.item("Vårbekk"), town.item("Isbjørn")
    town.lend(town.patron(given_name="Embla"), out, days_ago=40)
    told = {"barcodes": f"{here.barcode}\r\n{out.barcode}\r\n404404\r\n"}
    page = desk.post(begun, told).content.decode()
    for said in (
        "3 lines were read, 3 of them new.",
        "Here, but on loan (1)",
        "Unknown barcodes (1)",
    ):
        assert said in page
    assert "Should be here, and was not seen (1)" in page
    assert "Embla" not in page
    form = desk.get(begun)
    sheet = form.context["page_word"]
    listed = desk.post("/en/desk/returns/", {"barcodes": out.barcode, "sheet": sheet})
    assert "Back on its shelf" in listed.content.decode()
    assert not Loan.objects.filter(returned_at=None).exists()
    assert "Here, but on loan" not in desk.get(begun).content.decode()
    preview = desk.get(f"{begun}end/")
    assert "1 copy should stand there and was not seen." in preview.content.decode()
    version = preview.context["form"].initial["version"]
    page = desk.post(f"{begun}end/", {"mark": "missing", "version": version}).content.decode()
    assert "1 item is marked." in page
    assert Item.objects.get(pk=gone.pk).status == "missing"


def test_what_is_missing_by_now_is_looked_at_again(town: Town, desk: Client, begun: str) -> None:
    version = desk.get(f"{begun}end/").context["form"].initial["version"]
    town.item()
    page = desk.post(f"{begun}end/", {"mark": "lost", "version": version}).content.decode()
    assert "Something else is missing by now." in page
    assert Inventory.objects.get().ended_at is None


def test_a_file_from_a_scanner_with_a_memory(town: Town, desk: Client, begun: str) -> None:
    item = town.item()
    text = f"\ufeff{item.barcode}\r\n\r\n{item.barcode};404\n".encode() + b"\xff\n"
    page = desk.post(begun, {"file": SimpleUploadedFile("read.txt", text)}).content.decode()
    assert "3 lines were read, 3 of them new." in page
    assert "Where they should be" in page


def test_a_file_that_is_too_large(
    desk: Client, begun: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inventories, "LARGEST", 3)
    answer = desk.post(begun, {"file": SimpleUploadedFile("read.txt", b"1234")})
    assert answer.status_code == 422
    assert 'id="id_file_error"' in answer.content.decode()


def test_a_cataloguer_looks_and_the_desk_takes_in(town: Town, staff_client: StaffClient) -> None:
    client = staff_client(town.staff(Role.CATALOGUER))
    item = town.item()
    town.lend(town.patron(), item)
    begun = client.post("/en/desk/inventory/", {"branch": town.main.pk}).headers["Location"]
    page = client.post(begun, {"barcodes": item.barcode}).content.decode()
    assert "The desk of this branch takes them in." in page
    assert client.post("/en/desk/returns/", {"barcodes": item.barcode}).status_code == 403
    assert Loan.objects.filter(returned_at=None).exists()


def test_it_looks_as_the_other_pages_do(desk: Client, begun: str) -> None:
    """What a view calls its own must not take the place of what every page has."""
    pages = [desk.get(path).content.decode() for path in ("/en/desk/inventory/", begun)]
    sheets = [re.findall(r'rel="stylesheet" href="([^"]+)"', page) for page in pages]
    assert sheets[0]
    assert sheets[0] == sheets[1]


@pytest.mark.parametrize("path", ["", "end/"])
def test_one_that_is_not_there_leads_to_the_list(desk: Client, path: str) -> None:
    assert desk.get(f"/en/desk/inventory/99999999999/{path}").status_code in {302, 404}
    assert desk.get(f"/en/desk/inventory/7/{path}").headers["Location"] == "/en/desk/inventory/"


def test_just_the_same_is_not_begun_twice(town: Town, desk: Client, begun: str) -> None:
    answer = desk.post("/en/desk/inventory/", {"branch": town.main.pk})
    assert answer.status_code == 422
    assert "goes on already" in answer.content.decode()
