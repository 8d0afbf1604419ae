"""Who presses Reserve and has no card yet comes back to the title when they have one."""

from datetime import UTC, datetime

import pytest
from django.core import mail
from django.test import Client

from hylla.library.queries import policy_in_force
from hylla.messages.actions import write_to_applicants
from hylla.patrons.models import Session
from tests.doors.joining.conftest import Press, hidden_in, reference_in
from tests.doors.town import PIN, Town

START = "/en/register/"
NEW = "/en/register/new/"


@pytest.fixture
def wanted(town: Town) -> str:
    """The number of the title that is wanted."""
    return str(town.record("Vinterfjell & vår").pk)


def test_the_title_comes_along_from_the_log_in_to_the_form(visitor: Client, wanted: str) -> None:
    asked = visitor.get(f"/en/my/holds/{wanted}/").content.decode()
    assert f'href="{START}?title={wanted}"' in asked
    start = visitor.get(START, {"title": wanted}).content.decode()
    assert "You want to wait for “Vinterfjell &amp; vår”." in start
    for way in ("number", "desk"):
        assert f'href="{NEW}?way={way}&amp;title={wanted}"' in start
    first = visitor.get(NEW, {"way": "desk", "title": wanted}).content.decode()
    assert hidden_in(first, "title") == wanted
    assert not visitor.cookies
    assert not Session.objects.exists()


def test_whoever_waits_for_the_desk_is_shown_the_way_back(
    visitor: Client, wanted: str, town: Town, register: Press
) -> None:
    """With the card from the desk they log in, and stand where they reserve."""
    page = register(title=wanted)
    back = f'href="/en/my/holds/{wanted}/"'
    assert back in page
    write_to_applicants(policy=policy_in_force(), now=datetime.now(UTC))
    code = str(mail.outbox[0].body).partition("code is ")[2][:9]
    told = {"reference": reference_in(page), "code": code, "title": hidden_in(page, "title")}
    confirmed = visitor.post("/en/register/code/", told).content.decode()
    assert "Your e-mail is confirmed." in confirmed
    assert back in confirmed
    log_in = visitor.get(f"/en/my/holds/{wanted}/").content.decode()
    told = {"card": town.patron().card, "pin": PIN, "after": hidden_in(log_in, "after")}
    answer = visitor.post("/en/my/log-in/", told, follow=True)
    assert "Pick-up branch" in answer.content.decode()


@pytest.mark.parametrize(
    "told", ["", "0", "987654", "x", "-1", "٣", "1" * 30, "//elsewhere.example", "1/../.."]
)
def test_what_is_no_title_of_ours_leads_nowhere(
    visitor: Client, wanted: str, told: str, register: Press
) -> None:
    for page in (visitor.get(START, {"title": told}).content.decode(), register(title=told)):
        assert "wait for" not in page
        assert "/my/holds/" not in page
        assert 'href="//' not in page


def test_a_registration_without_a_title_speaks_of_none(visitor: Client, town: Town) -> None:
    page = visitor.get(START).content.decode()
    assert "title=" not in page.replace("<title", "")
    assert "First the card" not in page
