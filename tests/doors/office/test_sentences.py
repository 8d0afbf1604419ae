"""How each promise stands, and what people confirm about it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from hylla.privacy.models import Attestation, CheckAsked, SentenceCheck
from hylla.privacy.verify import check_asked, take_check
from tests.doors.office.conftest import staff_id

Read = Callable[..., str]
CONFIRMED = "loans-are-told-to-you"
LOOKED = "Stood at the desk of both branches for an hour"


def test_what_is_not_kept_comes_first(read: Read) -> None:
    now = timezone.now()
    for sentence, state in (("access-log-goes", "kept"), ("former-staff-go", "late")):
        SentenceCheck.objects.create(sentence=sentence, state=state, rows=1, checked_at=now)
    page = read("promises/")
    places = [
        page.index(f's-{each}"') for each in ("former-staff-go", CONFIRMED, "access-log-goes")
    ]
    assert places == sorted(places)
    assert "1 late" in page
    assert "What was looked at" in page


def test_a_promise_is_confirmed_with_what_was_looked_at(read: Read, press: Read) -> None:
    until = timezone.localdate() + timedelta(days=90)
    page = press(f"promises/{CONFIRMED}/", looked_at=LOOKED, until_on=until.isoformat())
    assert LOOKED in page
    assert "Officer" in page
    row = Attestation.objects.get()
    assert (row.staff_id, row.until_on) == (staff_id("officer"), until)
    assert check_asked() is not None
    assert "is being made" in read("promises/")


def test_nobody_confirms_for_longer_than_the_promise_allows(press: Read) -> None:
    press(f"promises/{CONFIRMED}/", looked_at=LOOKED, until_on="2999-01-01")
    assert Attestation.objects.get().until_on < timezone.localdate() + timedelta(days=400)


def test_who_looked_at_nothing_confirms_nothing(press: Read) -> None:
    page = press(f"promises/{CONFIRMED}/", 422, looked_at="fine")
    assert "Say in a few words" in page
    assert not Attestation.objects.exists()


def test_another_role_does_not_confirm(administrator: Client) -> None:
    told = {"looked_at": LOOKED}
    page = administrator.post(f"/en/office/promises/{CONFIRMED}/", told).content.decode()
    assert "Another role confirms" in page
    assert not Attestation.objects.exists()


def test_what_the_program_looks_at_nobody_confirms(office: Client) -> None:
    answer = office.get("/en/office/promises/access-log-goes/")
    assert answer.status_code == 302


def test_only_what_people_confirm(read: Read) -> None:
    page = read("promises/?only=confirmed")
    assert f"s-{CONFIRMED}" in page
    assert "s-access-log-goes" not in page


def test_asking_for_a_check_twice_is_one_check(press: Read) -> None:
    press("promises/check/")
    press("promises/check/")
    assert CheckAsked.objects.count() == 1
    assert take_check()
    assert not take_check()


@pytest.mark.parametrize("path", ["", "promises/", "looks/"])
def test_administrators_come_in(path: str, administrator: Client) -> None:
    answer = administrator.get(f"/en/office/{path}")
    assert answer.status_code == 200
    assert "Take a request in" not in answer.content.decode()
