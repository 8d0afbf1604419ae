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
