"""What a title looks like: the picture that staff send in, and its name where there is none."""

import re
from collections.abc import Callable
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from hylla.catalogue.models import Cover, Record
from hylla.privacy.vocabulary import Role
from tests.doors.town import Town


@pytest.fixture
def office(town: Town, staff_client: Callable[[str], Client]) -> Client:
    """A browser in which a cataloguer is logged in."""
    return staff_client(town.staff(Role.CATALOGUER))


@pytest.fixture
def record(town: Town) -> Record:
    """A title with a copy."""
    return town.item("Vinterfjell").record


def sent(colour: str = "teal") -> SimpleUploadedFile:
    held = BytesIO()
    Image.new("RGB", (300, 450), colour).save(held, "PNG")
    return SimpleUploadedFile("cover.png", held.getvalue())


def page_of(record: Record) -> str:
    return f"/en/cataloguing/cover/{record.pk}/"


def shown(visitor: Client, record: Record) -> str | None:
    """Return the address of the picture on the title's page."""
    page = visitor.get(f"/en/record/{record.pk}/").content.decode()
    found = re.search(r'src="(/[^"]+\.webp)"', page)
    return found[1] if found else None


def test_a_title_without_one_has_its_name(visitor: Client, record: Record) -> None:
    page = visitor.get(f"/en/record/{record.pk}/").content.decode()
    assert re.search(r'class="cover cover-\d cover-large" aria-hidden="true"', page)
    assert shown(visitor, record) is None


def test_a_picture_is_sent_in_shown_replaced_and_taken_away(
    office: Client, visitor: Client, record: Record
) -> None:
    assert "Saved." in office.post(page_of(record), {"picture": sent()}).content.decode()
    first = shown(visitor, record)
    assert first is not None
    answer = visitor.get(first)
    assert answer.headers["Content-Type"] == "image/webp"
    assert "immutable" in answer.headers["Cache-Control"]
    assert not answer.cookies
    office.post(page_of(record), {"picture": sent("maroon")})
    assert shown(visitor, record) != first
    assert visitor.get(first).status_code == 404
    assert "The picture is gone." in office.post(page_of(record), {"do": "remove"}).content.decode()
    assert shown(visitor, record) is None
    assert not Cover.objects.exists()


def test_the_lists_have_it_too(office: Client, visitor: Client, record: Record) -> None:
    office.post(page_of(record), {"picture": sent()})
    for address in ("/en/", "/en/search/?q=vinterfjell"):
        assert "/small/" in visitor.get(address).content.decode()


def test_what_is_no_picture_is_told_beside_the_field(office: Client, record: Record) -> None:
    for file in (SimpleUploadedFile("x.png", b"no"), SimpleUploadedFile("x.png", b"")):
        answer = office.post(page_of(record), {"picture": file})
        assert answer.status_code == 422
        assert "Send a JPEG, PNG or WebP." in answer.content.decode()
    assert office.post(page_of(record), {}).status_code == 422
    assert not Cover.objects.exists()


def test_only_cataloguers_and_only_for_titles(
    town: Town, staff_client: Callable[[str], Client], office: Client, record: Record
) -> None:
    assert office.get("/en/cataloguing/cover/999999/").status_code == 404
    clerk = staff_client(town.staff(Role.DESK))
    assert clerk.post(page_of(record), {"picture": sent()}).status_code == 403
    assert not Cover.objects.exists()
