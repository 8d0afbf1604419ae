"""The desk reads reviews before others do, and does not see whose they are."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from hylla.patrons.models import Identity
from hylla.privacy.models import AccessEntry
from hylla.privacy.vocabulary import Role
from hylla.reviews.models import Review
from hylla.reviews.queries import opinions_of
from tests.builders import a_person, a_record, a_review, policy_of
from tests.doors.town import Town, change_policy

StaffClient = Callable[[str], Client]
PAGE = "/en/desk/moderate/"


@pytest.fixture
def review(town: Town) -> Review:
    """A review that waits."""
    told = {"name": "Bokorm", "text": "A quiet book about a horse.", "state": "waiting"}
    return a_review(a_person(), written_on=timezone.localdate(), record=a_record("Elv"), **told)


def test_read_without_a_name_and_published(
    town: Town, staff_client: StaffClient, review: Review
) -> None:
    client = staff_client(town.staff(Role.DESK))
    page = client.get(PAGE).content.decode()
    assert "A quiet book about a horse." in page
    assert "Elv" in page
    who = Identity.objects.get(person=review.patron_id)
    assert not any(
        each in page for each in ("Bokorm", who.family_name, who.given_name, str(who.pk))
    )
    assert "The user name is not one to show" not in page, "nobody sees it, so nobody judges it"
    assert (
        "It is published." in client.post(f"{PAGE}{review.pk}/", {"step": "pass"}).content.decode()
    )
    shown = opinions_of(review.record_id, policy=policy_of("fjordvik")).rows
    assert [each.by for each in shown] == ["Bokorm"]
    assert "Nothing waits to be read" in client.get(PAGE).content.decode()
    assert not AccessEntry.objects.exists(), "nobody was looked at"


def test_refused_with_a_reason_and_one_after_the_other(
    town: Town, staff_client: StaffClient, review: Review
) -> None:
    later = a_review(
        a_person(), written_on=timezone.localdate(), record=a_record("Hav"), state="waiting"
    )
    client = staff_client(town.staff(Role.CHILDREN))
    page = client.get(f"{PAGE}{later.pk}/").content.decode()
    assert "2 wait to be read." in page
    answer = client.post(f"{PAGE}{later.pk}/", {"step": "refuse"})
    assert answer.status_code == 422
    assert "say what is wrong with it" in answer.content.decode()
    told = {"step": "refuse", "why": "off_topic"}
    page = client.post(f"{PAGE}{later.pk}/", told).content.decode()
    assert "Whoever wrote it reads why." in page
    assert "Elv" in page, "the next one"
    assert client.post(f"{PAGE}{later.pk}/", told).status_code == 422
    assert client.get(f"{PAGE}{later.pk}/").status_code == 422
    later.refresh_from_db()
    assert (later.state, later.reason) == ("refused", "off_topic")


def test_what_was_reported_says_so_and_a_name_is_read(
    town: Town, staff_client: StaffClient, review: Review
) -> None:
    on = timezone.localdate()
    reported = {"reported_for": "bad_user_name", "reported_on": on}
    Review.objects.update(state="published", published_on=on, is_looked_at=True, **reported)
    client = staff_client(town.staff(Role.DESK))
    page = client.get(PAGE).content.decode()
    assert "A reader has reported this" in page
    assert "Bokorm" in page
    assert "Leave it published" in page
    told = {"step": "refuse", "why": "bad_user_name"}
    client.post(f"{PAGE}{review.pk}/", told)
    assert not opinions_of(review.record_id, policy=policy_of("fjordvik")).rows
    review.refresh_from_db()
    assert review.state == "published"


@pytest.mark.parametrize("role", [Role.CATALOGUER, Role.INVOICE, Role.PRIVACY_OFFICER])
def test_it_is_open_to_those_who_answer_for_it(
    town: Town, staff_client: StaffClient, review: Review, role: Role
) -> None:
    client = staff_client(town.staff(role))
    assert client.get(PAGE).status_code == 403
    assert client.post(f"{PAGE}{review.pk}/", {"step": "pass"}).status_code == 403


def test_the_menu_has_it_where_there_are_reviews(town: Town, staff_client: StaffClient) -> None:
    client = staff_client(town.staff(Role.DESK))
    assert PAGE in client.get("/en/desk/").content.decode()
    change_policy(("offered = true\nmoderated", "moderated"))
    assert PAGE not in client.get("/en/desk/").content.decode()
