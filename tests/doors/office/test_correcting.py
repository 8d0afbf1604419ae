"""A correction that somebody asked for: put right in the office, or refused, and told onward."""

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from hylla.library.queries import policy_in_force
from hylla.patrons.actions.rights import ask
from hylla.patrons.models import Address, Identity
from hylla.privacy.models import AccessEntry, OnwardNotice, Request, Statement
from hylla.privacy.rights.terms import Asked, RequestKind
from tests.doors.town import Patron, Town, change_policy

Read = Callable[..., str]
ADDRESS = {"line_1": "Gata 9", "postcode": "5003", "city": "Bergen"}


@pytest.fixture
def patron(town: Town) -> Patron:
    change_policy(('purposes = ["messages"]', 'purposes = ["messages", "membership"]'))
    return town.patron(given_name="Embla")


def asked_for(patron: Patron, what: str) -> str:
    """Return the number of a correction that somebody has asked for."""
    taken = ask(
        RequestKind.RECTIFICATION,
        person_id=patron.id,
        policy=policy_in_force(),
        now=timezone.now(),
        asked=Asked(what=what, words="It is otherwise"),
    )
    return str(taken.pk)


def test_the_field_that_was_asked_about_is_put_right(
    patron: Patron, press: Read, read: Read
) -> None:
    asked = asked_for(patron, "birth_date")
    page = read(f"requests/{asked}/")
    assert 'name="birth_date"' in page
    assert 'name="given_name"' not in page
    told = {"birth_date": "1990-05-15", "given_name": "Otherwise", "answer": "granted"}
    assert "Put right" in press(f"requests/{asked}/correct/", **told)
    kept = Identity.objects.get(person=patron.id)
    assert (kept.birth_date, kept.given_name) == (date(1990, 5, 15), "Embla")
    row = Request.objects.get()
    assert (row.answer, row.words) == ("granted", "")


def test_what_stands_there_is_shown_and_that_it_was_is_logged(patron: Patron, read: Read) -> None:
    for field, value, kind in (
        ("given_name", "Embla", "name"),
        ("birth_date", "14 May 1985", "birth_date"),
        ("address", "Gata 1", "address"),
        ("school_class", "Nothing", "school_class"),
    ):
        page = read(f"requests/{asked_for(patron, field)}/")
        told = page.partition("Stands there now")[2][:200]
        assert value in told, field
        latest = AccessEntry.objects.filter(person=patron.id).latest("pk")
        assert kind in latest.kinds.split()
    page = read(f"requests/{asked_for(patron, 'national_id')}/")
    assert "Stands there now" not in page


def test_a_correction_is_not_answered_without_being_made(patron: Patron, press: Read) -> None:
    asked = asked_for(patron, "birth_date")
    page = press(f"requests/{asked}/answer/", 422, answer="granted")
    assert "Words do not answer this" in page
    assert Request.objects.get().answered_at is None


def test_an_address_is_put_right_whole(patron: Patron, press: Read) -> None:
    asked = asked_for(patron, "address")
    press(f"requests/{asked}/correct/", answer="partly", **ADDRESS)
    assert Address.objects.get(person=patron.id).line_1 == "Gata 9"
    assert Request.objects.get().answer == "partly"


@pytest.mark.parametrize(
    ("value", "said"),
    [("", "This field is required"), ("2090-01-01", "Nobody alive was born on this day")],
)
def test_what_is_not_in_order_is_said_beside_its_field(
    value: str, said: str, patron: Patron, press: Read
) -> None:
    asked = asked_for(patron, "birth_date")
    page = press(f"requests/{asked}/correct/", 422, birth_date=value, answer="granted")
    assert said in page
    assert f'value="{value}"' in page
    assert Request.objects.get().answered_at is None


def test_whoever_has_the_data_is_told_late_ones_first(
    patron: Patron, press: Read, read: Read
) -> None:
    asked = asked_for(patron, "family_name")
    page = press(f"requests/{asked}/correct/", family_name="Tjern", answer="granted")
    assert "I have told Fjordvik IKT AS" in page
    assert "Fjordvik IKT AS" in read()
    notice = OnwardNotice.objects.get()
    OnwardNotice.objects.update(asked_at=notice.asked_at - timedelta(days=15))
    assert re.search(r">\s*late\s*<", read())
    assert "they have been told" in press(f"requests/{asked}/told/", notice=str(notice.pk))
    assert Request.objects.get().closed_at is not None
    assert "Fjordvik IKT AS" not in read()
    press(f"requests/{asked}/told/", 422, notice="0")


def test_the_reasons_to_refuse_are_in_the_officers_language(
    patron: Patron, read: Read, office: Client
) -> None:
    asked = asked_for(patron, "birth_date")
    english = "GDPR art. 16: We have found that what we keep is correct."
    assert english in read(f"requests/{asked}/")
    assert english not in office.get(f"/nb/office/requests/{asked}/").content.decode()


def test_a_refusal_keeps_their_own_words_beside_the_field(patron: Patron, press: Read) -> None:
    asked = asked_for(patron, "birth_date")
    page = press(f"requests/{asked}/refuse/", ground="is_correct")
    assert "What they say of fields that were not corrected" in page
    assert "It is otherwise" in page
    assert Statement.objects.get().what == "birth_date"
