"""The list of blocks to be looked at, and the page on which a person decides."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client
from django.utils import timezone

from hylla.circulation.actions import ask_review
from hylla.fees.actions import open_claim
from hylla.fees.models import ClaimKind
from hylla.library.queries import policy_in_force
from hylla.library.rules import STAFF_ROLES
from hylla.patrons.models import Reprieve
from hylla.privacy.models import AccessEntry, Request
from hylla.privacy.rights.terms import Asked
from hylla.privacy.vocabulary import Role
from tests.doors.town import Patron, Town

DECIDE = {Role.DESK, Role.INVOICE}
StaffClient = Callable[[str], Client]


@pytest.fixture
def stopped(town: Town) -> Patron:
    """Somebody who owes so much that the program stops them."""
    patron = town.patron(given_name="Markname")
    most, on = policy_in_force().fees.block_at_ore, timezone.localdate()
    kind = ClaimKind.LOST
    open_claim(patron.id, branch_id=town.main.pk, kind=kind, amount_ore=most, on=on)
    return patron


@pytest.fixture
def request_id(stopped: Patron) -> UUID:
    asked, now = Asked(words="Markwords"), timezone.now()
    return ask_review(stopped.id, asked=asked, policy=policy_in_force(), now=now)


@pytest.mark.parametrize("role", STAFF_ROLES)
def test_only_who_decides_on_blocks_sees_them(
    town: Town, staff_client: StaffClient, request_id: UUID, role: Role
) -> None:
    client = staff_client(town.staff(role))
    listed = client.get("/en/desk/reviews/")
    page = client.get(f"/en/desk/reviews/{request_id}/")
    assert (listed.status_code == 200) == (page.status_code == 200) == (role in DECIDE)
    text = page.content.decode()
    assert ("Markname" in text) == ("Markwords" in text) == (role in DECIDE)
    assert "Markname" not in listed.content.decode()
    logged = AccessEntry.objects.filter(task="block_review")
    assert [each.role for each in logged] == ([role] if role in DECIDE else [])


def test_lifting_it(desk: Client, stopped: Patron, request_id: UUID) -> None:
    until = timezone.localdate() + timedelta(days=14)
    where = f"/en/desk/reviews/{request_id}/"
    told = {"do": "lift", "until_on": until.isoformat(), "while_no_more": "on"}
    page = desk.post(where, told).content.decode()
    assert "Decided: they may borrow." in page
    assert "Nobody has asked." in page
    row = Reprieve.objects.get(person=stopped.id)
    assert (row.until_on, row.up_to_ore) == (until, policy_in_force().fees.block_at_ore)
    again = desk.post(where, told)
    assert again.status_code == 422
    assert "There is no such request any more, or it is answered." in again.content.decode()
    assert "It is decided already" in desk.get(where).content.decode()


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"do": "keep"}, "This field is required."),
        ({"do": "keep", "ground": "unfounded"}, "Select a valid choice."),
        ({"do": "lift", "until_on": ""}, "This field is required."),
        ({"do": "lift", "until_on": "2001-01-01"}, "This day is past."),
        ({"do": "lift", "until_on": "2199-01-01"}, "then somebody looks again."),
    ],
)
def test_what_is_wrong_is_told_beside_its_field(
    desk: Client, request_id: UUID, told: dict[str, str], said: str
) -> None:
    answer = desk.post(f"/en/desk/reviews/{request_id}/", told)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert Request.objects.get().answered_at is None


def test_from_my_page_to_the_answer(
    desk: Client, stopped: Patron, patron_client: Callable[[Patron], Client]
) -> None:
    mine = patron_client(stopped)
    assert "Ask that somebody looks at it" in mine.get("/en/my/").content.decode()
    page = mine.post("/en/my/rights/review/", {"words": ""}).content.decode()
    assert "You get the answer by" in page
    assert "Ask that somebody looks at it" not in page
    number = Request.objects.get().pk
    desk.get(f"/en/desk/reviews/{number}/")
    desk.post(f"/en/desk/reviews/{number}/", {"do": "keep", "ground": "still_owed"})
    page = mine.get("/en/my/").content.decode()
    assert "Somebody has looked at the debt, and it is right." in page
    assert "Ask again that somebody looks at it" in page
    assert "because you asked" in mine.get("/en/my/looked/").content.decode()
    mine.post("/en/my/rights/review/", {"words": "I pay on Friday"})
    number = Request.objects.get(answered_at=None).pk
    until = timezone.localdate().isoformat()
    desk.post(f"/en/desk/reviews/{number}/", {"do": "lift", "until_on": until})
    page = mine.get("/en/my/").content.decode()
    assert "It does not stop you from borrowing until" in page
    assert "You cannot borrow now" not in page


def test_whom_nothing_stops_has_nothing_to_ask(
    town: Town, patron_client: Callable[[Patron], Client]
) -> None:
    mine = patron_client(town.patron())
    assert "Ask that somebody" not in mine.get("/en/my/").content.decode()
    answer = mine.post("/en/my/rights/review/", {"words": "x"})
    assert answer.status_code == 422
    assert "Nothing that the program decided alone" in answer.content.decode()
    assert mine.post("/en/my/rights/review/", {"words": "x" * 501}).status_code == 422
    assert not Request.objects.exists()


def test_at_the_desk_against_something_shown(desk: Client, stopped: Patron, town: Town) -> None:
    desk.post("/en/desk/", {"entry": stopped.card})
    told = {"kind": "review", "proof": "passport", "words": "Half is paid"}
    page = desk.post("/en/desk/rights/", told).content.decode()
    assert "A colleague looks at it within a month" in page
    row = Request.objects.get()
    assert (row.kind, row.words, row.what) == ("review", "Half is paid", "")


def test_the_officer_is_sent_to_the_desk(
    town: Town, staff_client: StaffClient, request_id: UUID
) -> None:
    officer = staff_client(town.staff(Role.PRIVACY_OFFICER))
    where = f"/en/office/requests/{request_id}/"
    assert "This is decided at the desk" in officer.get(where).content.decode()
    answer = officer.post(f"{where}answer/", {"answer": "granted"})
    assert "Words do not answer this" in answer.content.decode()
    assert Request.objects.get().answered_at is None
