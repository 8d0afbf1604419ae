"""Who comes to the cataloguers' pages."""

from collections.abc import Callable

import pytest
from django.test import Client

from hylla.privacy.vocabulary import Role
from tests.doors.town import Town

HOME = "/en/cataloguing/"


def test_a_cataloguer_comes_in_and_finds_the_way_from_the_desk(cataloguer: Client) -> None:
    assert cataloguer.get(HOME).status_code == 200
    assert f'href="{HOME}"' in cataloguer.get("/en/desk/item/").content.decode()


@pytest.mark.parametrize("role", [Role.DESK, Role.ADMINISTRATOR, Role.PRIVACY_OFFICER])
def test_others_are_told_whom_it_is_open_to(
    role: Role, town: Town, staff_client: Callable[[str], Client]
) -> None:
    answer = staff_client(town.staff(role)).get(HOME)
    assert answer.status_code == 403
    assert "This is open to: cataloguers." in answer.content.decode()


def test_nobody_logs_in_first_and_comes_back(visitor: Client) -> None:
    answer = visitor.get(HOME)
    assert answer.headers["Location"] == "/en/desk/log-in/?after=%2Fen%2Fcataloguing%2F"


@pytest.mark.parametrize(
    "path",
    [
        "titles/{}/", "titles/{}/copies/labels/", "titles/{}/copies/withdraw/", "cover/{}/",
        "headings/{}/", "headings/1/{}/", "headings/{}/run/", "authorities/{}/merge/",
    ],
)  # fmt: skip
def test_a_number_too_large_for_any_table_is_of_nothing(path: str, cataloguer: Client) -> None:
    address = HOME + path.format("9" * 19)
    assert cataloguer.get(address).status_code == 404
    assert cataloguer.post(address).status_code == 404


@pytest.mark.parametrize("number", ["9" * 19, "9" * 5000, "٣", "-1"])
def test_what_is_sent_as_a_number_and_is_none_is_no_fault(number: str, cataloguer: Client) -> None:
    told = {"stays": number, "goes": number, "keep": number, "take": number, "profile": number}
    for path in ("duplicates/merge/", "duplicates/apart/", "elsewhere/lay-over/"):
        assert cataloguer.post(HOME + path, told).status_code in {302, 422}
    assert cataloguer.get(f"{HOME}titles/new/?copy={number}").status_code == 200
