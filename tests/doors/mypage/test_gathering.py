"""A teacher gathers a set for a group on My page, where the library has named the category."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from hylla.circulation.models import Hold
from tests.doors.town import Patron, Town, change_policy


def in_days(number: int) -> str:
    return (timezone.localdate() + timedelta(days=number)).isoformat()


@pytest.fixture
def teachers(town: Town) -> None:
    """Let adults gather sets: a library names the categories that do."""
    change_policy(("pin_at_kiosk = true", 'pin_at_kiosk = true\nsets_for = ["adult"]'))


def test_a_teacher_gathers_a_set_alone(
    town: Town, patron: Patron, mine: Client, teachers: None
) -> None:
    first = town.item("Vinterfjell")
    town.item(record=first.record)
    where = f"/en/my/holds/{first.record_id}/"
    assert "For a group: how many copies" in mine.get(where).content.decode()
    told = {"branch": str(town.main.pk), "copies": "2", "needed_on": in_days(9)}
    page = mine.post(where, told).content.decode()
    assert "2 copies of Vinterfjell are gathered for the group." in page
    rows = Hold.objects.filter(patron=patron.id, set_key__isnull=False)
    assert rows.values("set_key").distinct().count() == 1
    assert rows.count() == 2
    ordinary = town.item("Sommerhav").record_id
    mine.post(f"/en/my/holds/{ordinary}/", {"branch": str(town.main.pk)})
    assert Hold.objects.get(record=ordinary).set_key is None


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"copies": "2"}, "Say how many copies, and on which day."),
        ({"needed_on": "2199-01-01"}, "Say how many copies, and on which day."),
        ({"copies": "3", "needed_on": "soon"}, "There are 2 copies"),
        ({"copies": "2", "needed_on": "2001-01-01"}, "The day"),
        ({"copies": "1", "needed_on": "soon"}, "greater than or equal to 2"),
    ],
)
def test_what_is_no_set_is_told_beside_its_field(
    town: Town, mine: Client, teachers: None, told: dict[str, str], said: str
) -> None:
    first = town.item()
    town.item(record=first.record)
    if told.get("needed_on") == "soon":
        told = {**told, "needed_on": in_days(9)}
    answer = mine.post(f"/en/my/holds/{first.record_id}/", {"branch": str(town.main.pk), **told})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Hold.objects.exists()


def test_whose_category_is_not_named_asks_at_the_desk(town: Town, mine: Client) -> None:
    first = town.item()
    town.item(record=first.record)
    where = f"/en/my/holds/{first.record_id}/"
    assert "For a group" not in mine.get(where).content.decode()
    told = {"branch": str(town.main.pk), "copies": "2", "needed_on": in_days(9)}
    mine.post(where, told)
    assert Hold.objects.get().set_key is None, "one copy, as anybody waits"
