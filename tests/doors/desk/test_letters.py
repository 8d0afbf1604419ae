"""Letters are printed in one go, seen by nobody unlogged, and closed when they are on paper."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from hylla.library.queries import policy_in_force
from hylla.messages.actions import deliver_due, enqueue
from hylla.messages.models import Message, Template
from hylla.patrons.rules import Channel
from hylla.privacy.access import readings_of
from hylla.privacy.vocabulary import Language, Role
from tests.doors.town import Patron, Town
from tests.formats.paper.reading import roles, text_of

NOW = datetime.now(UTC)


@pytest.fixture
def reader(town: Town) -> Patron:
    """Someone without e-mail, who reads Swedish and is to be told something."""
    patron = town.patron(
        given_name="Embla", emails=(), channel=Channel.LETTER, language=Language.SV
    )
    town_wide = {"branch_id": town.main.pk, "day": NOW.date(), "number": 2}
    enqueue(Template.OVERDUE, person_id=patron.id, now=NOW - timedelta(hours=1), **town_wide)
    deliver_due(policy=policy_in_force(), now=NOW)
    return patron


def test_a_letter_is_printed_for_its_envelope(desk: Client, reader: Patron) -> None:
    page = desk.get("/en/desk/letters/").content.decode()
    assert "1 letter waits." in page
    assert "Embla" not in page
    letter = Message.objects.get()
    answer = desk.post("/en/desk/letters/print/", {"letter": [str(letter.pk)]})
    assert answer["Content-Type"] == "application/pdf"
    text = text_of(answer.content)
    assert "Embla Tjernvatn\nGata 1\n0001 Fjordvik" in text
    assert "2 av dina lån" in text
    assert roles(answer.content).count("Document") == 1
    looked = readings_of(reader.id, policy=policy_in_force(), now=datetime.now(UTC))
    assert [entry.task for entry in looked] == ["letter"]


def test_a_letter_that_was_printed_is_closed(desk: Client, reader: Patron) -> None:
    letter = str(Message.objects.get().pk)
    page = desk.post("/en/desk/letters/done/", {"letter": [letter, "nonsense"]}).content.decode()
    assert "1 letter is done." in page
    assert "No letters wait." in page
    assert Message.objects.get().closed_at is not None


def test_only_the_letters_of_the_page_are_meant(desk: Client, reader: Patron, town: Town) -> None:
    """What came in since the page was made waits for the next time."""
    answer = desk.post("/en/desk/letters/print/", {"letter": []})
    assert answer.status_code == 302
    desk.post("/en/desk/letters/done/", {"letter": []})
    assert Message.objects.get().closed_at is None


def test_not_every_role_prints_letters(
    town: Town, staff_client: Callable[[str], Client], reader: Patron
) -> None:
    cataloguer = staff_client(town.staff(Role.CATALOGUER))
    assert cataloguer.get("/en/desk/letters/").status_code == 403
    assert cataloguer.post("/en/desk/letters/print/", {}).status_code == 403
