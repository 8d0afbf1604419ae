"""Letters to people whose data may only be stored: printed in the office, nowhere else."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from hylla.library.queries import policy_in_force
from hylla.messages.actions import enqueue
from hylla.messages.models import Message, Template
from hylla.messages.rules import Channel
from hylla.patrons.actions.rights import restrict
from hylla.privacy.access import pseudonym
from hylla.privacy.models import AccessEntry
from tests.doors.office.conftest import staff_id
from tests.doors.town import Patron, Town

Read = Callable[..., str]


@pytest.fixture
def letter(town: Town) -> tuple[Patron, str]:
    """Return somebody whose data is restricted, and the answer that waits for a printer."""
    patron, now = town.patron(given_name="Embla"), timezone.now()
    restrict(patron.id, policy=policy_in_force(), now=now)
    sent = enqueue(Template.REQUEST_ANSWERED, person_id=patron.id, now=now)
    Message.objects.filter(pk=sent).update(channel=Channel.LETTER)
    return patron, str(sent)


def test_the_officer_prints_it_and_takes_it_off_the_list(
    letter: tuple[Patron, str], read: Read, press: Read, office: Client
) -> None:
    patron, number = letter
    assert "1 letter that only you print" in read("requests/")
    page = read("letters/")
    assert "1 letter waits" in page
    assert "Embla" not in page
    file = office.post("/en/office/letters/print/", {"letter": number})
    assert file.headers["content-type"] == "application/pdf"
    row = AccessEntry.objects.get(person=patron.id)
    assert (row.role, row.task) == ("privacy_officer", "letter")
    assert row.by == pseudonym(staff_id("officer"), patron.id)
    assert "1 letter is done" in press("letters/posted/", letter=number)
    assert "No letters wait" in read("letters/")
    assert Message.objects.get(pk=number).closed_at is not None


def test_what_is_not_named_is_not_printed(letter: tuple[Patron, str], office: Client) -> None:
    answer = office.post("/en/office/letters/print/", {"letter": "nothing"})
    assert answer.headers["location"] == "/en/office/letters/"
    assert not AccessEntry.objects.exists()
