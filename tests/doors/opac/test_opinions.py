"""What everybody reads of what readers think, and what nobody does."""

import json
import re
from collections.abc import Callable
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from hylla.catalogue.models import MergedTitle, Record, Stamp
from hylla.patrons.models import Person
from hylla.reviews.models import Rating, Review
from tests.builders import a_person, a_record, a_review
from tests.doors.town import Patron, Town

TEXT = "A quiet book, and <b>long</b>."


@pytest.fixture
def title(town: Town) -> Record:
    """A title that three have rated and two reviewed, one of whom waits to be read."""
    record, on = a_record("Hesteliv"), timezone.localdate()
    Stamp.objects.create(pk=record.pk, kind="book", changed_on=on)
    a_review(a_person(), written_on=on, record=record, name="Bokorm", text=TEXT)
    a_review(a_person(), written_on=on, record=record, name="Venter", state="waiting")
    Rating.objects.create(patron=a_person(), record=record, stars=5, rated_on=on)
    return record


def test_a_title_shows_its_average_and_its_reviews(visitor: Client, title: Record) -> None:
    """On every edition, as text, under the user name and nothing else."""
    other = a_record("Horse life")
    Record.objects.filter(pk=other.pk).update(work_key=title.work_key)
    Stamp.objects.create(pk=other.pk, kind="book", changed_on=timezone.localdate())
    for address in (
        f"/en/record/{title.pk}/",
        f"/en/record/{other.pk}/",
        f"/en/work/{title.work_key}/",
        f"/en/reviews/{title.pk}/",
    ):
        page = visitor.get(address).content.decode()
        # The one who rated alone has no user name, and does not count.
        assert "of 5 stars, by" not in page
        assert "Bokorm" in page
        assert "&lt;b&gt;long&lt;/b&gt;" in page
        assert "Venter" not in page
        assert not any(str(each.pk) in page for each in Person.objects.all())


def test_the_average_stands_there_from_three_on(visitor: Client, title: Record) -> None:
    a_review(a_person(), written_on=timezone.localdate(), record=title, state="waiting")
    for address in (f"/en/record/{title.pk}/", f"/en/work/{title.work_key}/"):
        page = visitor.get(address).content.decode()
        assert "4 of 5 stars, by 3 readers" in page
        told = json.loads(re.findall(r"ld\+json\">(.*?)</script>", page)[0])
        assert told["aggregateRating"] == {
            "@type": "AggregateRating",
            "ratingValue": 4.0,
            "ratingCount": 3,
            "bestRating": 5,
            "worstRating": 1,
        }
        assert "Bokorm" not in str(told), "search engines are told nobody's name"
    Rating.objects.all().delete()
    page = visitor.get(f"/en/record/{title.pk}/").content.decode()
    assert "aggregateRating" not in page


def test_more_than_a_few_stand_on_a_page_of_their_own(visitor: Client, title: Record) -> None:
    """Which search engines are asked not to list: beside each other the names would tell."""
    for number in range(12):
        a_review(a_person(), written_on=timezone.localdate(), record=title, name=f"Leser {number}")
    page = visitor.get(f"/en/record/{title.pk}/").content.decode()
    assert page.count('class="opinion"') == 3
    assert "All 13 reviews" in page
    first = visitor.get(f"/en/reviews/{title.pk}/").content.decode()
    last = visitor.get(f"/en/reviews/{title.pk}/?page=2").content.decode()
    assert (first.count('class="opinion"'), last.count('class="opinion"')) == (10, 3)
    assert '<meta name="robots" content="noindex">' in first
    for odd in ("0", "-1", "x", "99999999999"):
        assert visitor.get(f"/en/reviews/{title.pk}/?page={odd}").status_code == 200
    assert visitor.get(f"/en/reviews/{title.pk + 99}/").status_code == 404


def test_a_title_that_is_part_of_another_leads_there(
    town: Town, patron_client: Callable[[Patron], Client], title: Record
) -> None:
    gone = {"source": "x", "control_number": "x", "merged_on": timezone.localdate()}
    MergedTitle.objects.create(number=999, into=title.pk, **gone)
    client = patron_client(town.patron())
    for place in ("reviews", "my/reviews"):
        answer = client.get(f"/en/{place}/999/")
        assert answer.headers["Location"] == f"/en/{place}/{title.pk}/"


def test_a_review_is_reported_by_nobody(visitor: Client, title: Record) -> None:
    """No log-in, no cookie, no note of who; so often from one place, and then not for a while."""
    review = Review.objects.get(state="published")
    place = f"/en/reviews/{review.pk}/report/"
    assert "We do not note who asks." in visitor.get(place).content.decode()
    assert visitor.post(place, {"why": "boring"}).status_code == 422
    page = visitor.post(place, {"why": "copied"}).content.decode()
    assert "reads the review again" in page
    assert not visitor.cookies
    review.refresh_from_db()
    assert (review.reported_for, review.state) == ("copied", "published")
    answers = [visitor.post(place, {"why": "copied"}).status_code for _ in range(5)]
    assert answers == [200] * 4 + [429]
    waiting = Review.objects.get(state="waiting")
    for odd in (waiting.pk, uuid4()):
        assert visitor.post(f"/en/reviews/{odd}/report/", {"why": "copied"}).status_code == 404
