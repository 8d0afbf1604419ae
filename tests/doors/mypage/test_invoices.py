"""A patron's own invoice on My page, as a paper."""

import re
from datetime import UTC, date, datetime

import pytest
from django.test import Client

from hylla.fees.models import Claim
from hylla.patrons.models import Address, Person
from tests.builders import an_invoice
from tests.doors.town import Patron, Town
from tests.formats.paper.reading import text_of


@pytest.fixture
def person(patron: Patron) -> Person:
    return Person.objects.get(pk=patron.id)


def test_it_stands_under_fees_and_is_fetched_as_a_paper(
    mine: Client, town: Town, person: Person
) -> None:
    made = an_invoice(person, made_on=date(2026, 3, 2), due_on=date(2026, 4, 1))
    Claim.objects.create(
        patron=person,
        branch=town.main,
        kind="lost",
        amount_ore=35_000,
        opened_on=date(2026, 3, 2),
        invoice=made,
    )
    page = mine.get("/en/my/").content.decode()
    told = f"Invoice {made.number}, 350 kr, to be paid by 1 April 2026"
    assert told in re.sub(r"\s", " ", page)
    answer = mine.get(f"/en/my/invoices/{made.pk}/")
    assert answer.headers["Cache-Control"] == "no-store"
    text = text_of(answer.content)
    assert made.reference in text
    assert "0000 00 00000" in text


def test_a_guardians_address_does_not_stand_on_it(mine: Client, town: Town, person: Person) -> None:
    guardian = Person.objects.get(pk=town.patron(given_name="Ask").id)
    told = {"line_1": "Granveien 1", "postcode": "0001", "city": "Oslo"}
    Address.objects.update_or_create(person=guardian, kind="registered", defaults=told)
    made = an_invoice(person, made_on=date(2026, 3, 2), addressee=guardian)
    text = text_of(mine.get(f"/en/my/invoices/{made.pk}/").content)
    assert "Ask" in text
    assert "Granveien" not in text


def test_a_settled_one_is_told_and_anothers_is_not_there(
    mine: Client, town: Town, person: Person
) -> None:
    day = date(2026, 3, 2)
    moment = datetime(2026, 11, 3, tzinfo=UTC)
    an_invoice(person, made_on=day, settled_at=moment)
    an_invoice(person, made_on=day, settled_at=moment, cancelled_for="wrong")
    page = mine.get("/en/my/").content.decode()
    assert ": paid" in page
    assert ": taken back" in page
    other = an_invoice(Person.objects.get(pk=town.patron().id), made_on=day)
    assert mine.get(f"/en/my/invoices/{other.pk}/").status_code == 404
