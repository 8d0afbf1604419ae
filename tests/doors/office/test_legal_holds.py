"""Data that a law holds back, in the office: asked for by one, agreed to by another."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from hylla.circulation.models import Loan
from hylla.privacy.models import AccessEntry, LegalHold
from tests.builders import ask_to_be_erased
from tests.doors.town import Patron, Town

HELD = "/en/office/held/"


@pytest.fixture
def patron(town: Town) -> Patron:
    """Somebody with a book on loan."""
    patron = town.patron(given_name="Embla")
    town.lend(patron, town.item("Vinterfjell"))
    return patron


def asked(patron: Patron, **more: Any) -> dict[str, Any]:
    """Return what an officer writes who wants loans to be held."""
    return {
        "card": patron.card,
        "tables": ["circulation.Loan"],
        "reason": "crime",
        "law": "RB 27 kap. 16 §",
        "until_on": (timezone.localdate() + timedelta(days=90)).isoformat(),
        **more,
    }


def made(office: Client, patron: Patron, **more: Any) -> str:
    """Ask for a hold; return its address."""
    answer = office.post(HELD, asked(patron, **more))
    assert answer.status_code == 302, answer.content.decode()
    return str(answer.headers["Location"])


def agree(browser: Client, address: str) -> str:
    """Say yes to what stands on the page; return what comes then."""
    page = browser.get(address).content.decode()
    found = re.search('name="until" value="([^"]+)"', page)
    return browser.post(f"{address}agree/", {"until": found[1] if found else ""}).content.decode()


def test_two_people_put_it_in_force_and_the_officer_reads_it(
    patron: Patron, office: Client, administrator: Client
) -> None:
    """The list names nobody; once it is in force the administrator reads no name and no row."""
    address = made(office, patron)
    assert "Embla" not in office.get(HELD).content.decode()
    assert "Embla" in office.get(address).content.decode()
    assert f'href="{address}"' in administrator.get("/en/office/").content.decode()
    assert office.post(f"{address}rows/").status_code == 302
    page = agree(administrator, address)
    assert "Two people have said yes" in page
    assert "Embla" not in page
    assert "RB 27 kap." not in page
    assert administrator.post(f"{address}rows/").status_code == 403
    rows = office.post(f"{address}rows/").content.decode()
    assert Loan.objects.get().item.barcode in rows
    assert str(patron.id) not in rows
    row = AccessEntry.objects.filter(person=patron.id, task="legal_hold").latest("pk")
    assert "borrowed" in row.kinds.split()
    assert row.deferred_at is None


def test_the_second_person_reads_all_that_they_say_yes_to(
    patron: Patron, office: Client, administrator: Client
) -> None:
    """Whose, which tables and rows, why, on which law, until when, and why they are not told."""
    silence = "RB 27 kap. 16 a §"
    address = made(office, patron, silence_law=silence)
    AccessEntry.objects.all().delete()
    page = administrator.get(address).content.decode()
    for told in (
        "Embla",
        "Loans",
        "looks into a crime",
        "RB 27 kap. 16 §",
        silence,
        "at the latest",
    ):
        assert told in page, told
    assert "With your yes nothing of this goes before the end of" in page
    (look,) = AccessEntry.objects.filter(person=patron.id)
    assert (look.role, look.task, look.kinds) == ("administrator", "legal_hold", "name request")
    assert look.deferred_at is not None


def test_nobody_says_yes_to_an_end_that_they_have_not_read(
    patron: Patron, office: Client, administrator: Client
) -> None:
    address = made(office, patron)
    other = (timezone.now() + timedelta(days=3)).isoformat()
    said = administrator.post(f"{address}agree/", {"until": other})
    assert said.status_code == 422
    assert administrator.post(f"{address}agree/").status_code == 302
    assert LegalHold.objects.get().in_force_at is None


def test_whose_data_may_only_be_stored_is_named_to_the_officer_alone(
    patron: Patron, office: Client, administrator: Client
) -> None:
    address = made(office, patron)
    ask_to_be_erased(patron.id, kind="restriction", answered_at=timezone.now())
    page = administrator.get(address).content.decode()
    assert "may only be stored" in page
    assert "Embla" not in page
    assert "Two people have said yes" in agree(administrator, address)


def test_what_may_not_be_told_is_not(patron: Patron, office: Client, administrator: Client) -> None:
    """Nor does the person read that somebody looked, before they may read why."""
    address = made(office, patron, silence_law="RB 27 kap. 16 a §")
    agree(administrator, address)
    office.post(f"{address}rows/")
    looks = AccessEntry.objects.filter(person=patron.id, task="legal_hold")
    assert looks.exists()
    assert not looks.filter(deferred_at=None).exists()
    assert "is not told for now" in office.get(address).content.decode()
    office.post(f"{address}change/", {"act": "tell"})
    assert "reads it in the extract" in office.get(address).content.decode()
    assert not looks.exclude(deferred_at=None).exists()


def test_it_is_prolonged_taken_over_and_ended(
    patron: Patron, office: Client, administrator: Client
) -> None:
    soon = (timezone.localdate() + timedelta(days=5)).isoformat()
    address = made(office, patron, until_on=soon)
    agree(administrator, address)
    before = LegalHold.objects.get().until_at
    longer = {"act": "longer", "until_on": asked(patron)["until_on"]}
    assert "A second person must" in office.post(f"{address}change/", longer).content.decode()
    agree(administrator, address)
    assert LegalHold.objects.get().until_at > before
    assert office.post(f"{address}change/", {"act": "longer"}).status_code == 422
    office.post(f"{address}change/", {"act": "take_over"})
    assert "Ended" in office.post(f"{address}change/", {"act": "end"}).content.decode()
    assert office.post(f"{address}change/", {"act": "end"}).status_code == 422


def test_what_was_asked_for_is_taken_back(patron: Patron, office: Client) -> None:
    address = made(office, patron)
    assert office.post(f"{address}change/", {"act": "end"}).status_code == 302
    assert not LegalHold.objects.exists()
    assert office.get(address).status_code == 404


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"law": ""}, "This field is required"),
        ({"until_on": ""}, "This field is required"),
        ({"until_on": "2020-01-01"}, "at most 90 days"),
        ({"tables": []}, "This field is required"),
        ({"tables": ["circulation.History"]}, "Select a valid choice"),
        ({"card": "nothing"}, "Nobody here has this card"),
        ({"reason": "legal_claim", "silence_law": "RB 27 kap."}, "Only where a court"),
    ],
)
def test_what_is_missing_is_said(
    wrong: dict[str, Any], said: str, patron: Patron, office: Client
) -> None:
    answer = office.post(HELD, asked(patron, **wrong))
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not LegalHold.objects.exists()
