"""A patron rates and reviews from the title's page, sees where it stands, and takes it back."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from hylla.catalogue.models import Record
from hylla.library.queries import policy_in_force
from hylla.reviews.actions import refuse_review
from hylla.reviews.models import Rating, Review, Reviewer
from hylla.reviews.rules import Why
from tests.builders import a_record
from tests.doors.town import PIN, Patron, Town, change_policy

PatronClient = Callable[[Patron], Client]
PAGE = "/en/my/reviews/"
TEXT = "A quiet book about a horse, and what it costs to keep one."
FULL = {"stars": "4", "text": TEXT, "language": "en", "name": "Bokorm"}


@pytest.fixture
def title(db: None) -> Record:
    """A title to speak of."""
    return a_record("Hesteliv")


def test_from_the_title_by_log_in_and_back(town: Town, visitor: Client, title: Record) -> None:
    """Nobody is logged in: the way leads through the log-in, as for a hold."""
    patron = town.patron()
    assert f"{PAGE}{title.pk}/" in visitor.get(f"/en/record/{title.pk}/").content.decode()
    page = visitor.get(f"{PAGE}{title.pk}/").content.decode()
    assert "Log in" in page
    after = {"card": patron.card, "pin": PIN, "after": f"{PAGE}{title.pk}/"}
    told = visitor.post("/en/my/log-in/", after)
    assert told.headers["Location"] == f"{PAGE}{title.pk}/"
    page = visitor.get(f"{PAGE}{title.pk}/").content.decode()
    assert "You choose a user name for it." in page
    assert "Somebody who works here reads a review before others do" in page


def test_said_changed_and_deleted(town: Town, patron_client: PatronClient, title: Record) -> None:
    client = patron_client(town.patron())
    assert "You have rated and reviewed nothing" in client.get(PAGE).content.decode()
    page = client.post(f"{PAGE}{title.pk}/", FULL).content.decode()
    assert "We read a review before others do" in page
    assert "Waits to be read by us" in page
    assert "4 of 5 stars" in page
    page = client.get(f"{PAGE}{title.pk}/").content.decode()
    assert TEXT in page
    assert "User name, which everybody reads" not in page
    page = client.post(f"{PAGE}{title.pk}/", {"stars": "5", "text": ""}).content.decode()
    assert "5 of 5 stars" in page
    assert not Review.objects.exists()
    client.post(f"{PAGE}{title.pk}/", FULL)
    review = Review.objects.get().pk
    assert client.post(f"{PAGE}forget/", {"review": review}).status_code == 200
    assert client.post(f"{PAGE}forget/", {"review": review}).status_code == 422
    assert client.post(f"{PAGE}forget/", {"rating": title.pk}).status_code == 200
    assert not Rating.objects.exists()
    page = client.post(f"{PAGE}forget-all/").content.decode()
    assert "deleted for good" in page
    assert not Reviewer.objects.exists()


def test_what_was_wrong_stands_beside_each_field(
    town: Town, patron_client: PatronClient, title: Record
) -> None:
    """All at once, and what was written stays."""
    client = patron_client(town.patron(given_name="Kari", family_name="Nordvann"))
    wrong = {"stars": "4", "text": "Write me@example.org", "language": "en", "name": "Nordvann"}
    answer = client.post(f"{PAGE}{title.pk}/", wrong)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "by which somebody could be reached" in page
    assert "This tells who you are" in page
    assert "Write me@example.org" in page
    assert client.post(f"{PAGE}{title.pk}/", {"stars": "7"}).status_code == 422
    assert client.post(f"{PAGE}{title.pk}/", {"stars": "0"}).status_code == 422
    assert not Reviewer.objects.exists()


def test_why_not_is_read_and_it_is_written_anew(
    town: Town, patron_client: PatronClient, title: Record
) -> None:
    client = patron_client(town.patron())
    client.post(f"{PAGE}{title.pk}/", FULL)
    review = Review.objects.get().pk
    refuse_review(
        review, why=Why.OFF_TOPIC, staff_id=0, now=timezone.now(), policy=policy_in_force()
    )
    page = client.get(PAGE).content.decode()
    assert "Not published" in page
    assert "It is not about this title." in page
    client.post(f"{PAGE}{title.pk}/", FULL)
    assert Review.objects.get().state == "waiting"


def test_another_user_name(town: Town, patron_client: PatronClient, title: Record) -> None:
    client = patron_client(town.patron())
    client.post(f"{PAGE}{title.pk}/", FULL)
    assert client.post(f"{PAGE}name/", {"name": "x"}).status_code == 422
    page = client.post(f"{PAGE}name/", {"name": "Hestehviskeren"}).content.decode()
    assert "under the new user name" in page
    Reviewer.objects.update(refused_on=timezone.localdate())
    assert "Your user name cannot be shown" in client.get(PAGE).content.decode()


def test_a_child_is_told_before_they_write(
    town: Town, patron_client: PatronClient, title: Record
) -> None:
    client = patron_client(town.child(age=12))
    page = client.get(f"{PAGE}{title.pk}/").content.decode()
    assert "You can rate and review from the age of 13." in page
    assert "<textarea" not in page
    assert client.post(f"{PAGE}{title.pk}/", FULL).status_code == 422
    assert not Reviewer.objects.exists()


def test_what_is_no_form_and_no_title(
    town: Town, patron_client: PatronClient, title: Record
) -> None:
    client = patron_client(town.patron())
    for place in ("name", "forget", "forget-all"):
        assert client.get(f"{PAGE}{place}/").status_code == 302
    assert client.get(f"{PAGE}{title.pk + 1}/").status_code == 404
    assert client.post(f"{PAGE}forget/", {"review": uuid4()}).status_code == 422
    assert client.post(f"{PAGE}forget/", {"rating": "x", "review": "y"}).status_code == 422


def test_a_library_without_reviews_has_no_page(
    town: Town, patron_client: PatronClient, title: Record
) -> None:
    client = patron_client(town.patron())
    client.post(f"{PAGE}{title.pk}/", FULL)
    change_policy(("offered = true\nmoderated", "moderated"))
    assert client.get(f"{PAGE}{title.pk}/").status_code == 404
    assert client.get(PAGE).status_code == 200, "what is left is theirs to see until the night"
    assert f"{PAGE}{title.pk}/" not in client.get(f"/en/record/{title.pk}/").content.decode()
    client.post(f"{PAGE}forget-all/")
    assert client.get(PAGE).status_code == 404
