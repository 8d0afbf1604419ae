"""Conflict case 66: nobody is shown what is past its date, also where no night has removed it."""

from datetime import date

import pytest

from hylla.privacy.registry import clocks, name_of
from tests.builders import a_person, policy_of
from tests.privacy.past_dates import AT_ONCE, NOW, READERS, Look, problem_of

pytestmark = pytest.mark.django_db
NOT_SO = {
    "patrons.Session:stay_logged_in": "the session ends with it: tests/doors/mypage/test_ways_in",
    "patrons.AtKiosk:ended_session": "a visit is over after minutes: tests/doors/kiosk",
    "patrons.ApplicantReading:access_log": "read in the extract alone, which says what is kept",
    "patrons.Person:inactive_patron": "using the card ends that clock: they may come back",
    "privacy.LegalHold:deferred_reading": "what it hides is shown when it is over",
    "privacy.Incident:closed_incident": "counts and moments; the officer's list shows them all",
    "patrons.GlassBroken:deferred_reading": "what it hides is shown when it is over",
    "privacy.AccessEntry:deferred_reading": "what it hides is shown when it is over",
}


def test_every_clock_has_its_reader() -> None:
    """Whoever adds a period says here who reads what it ends."""
    every = {name_of(*clock) for clock in clocks()}
    assert every <= {*READERS, *AT_ONCE, *NOT_SO}
    assert {*READERS, *AT_ONCE} <= every


@pytest.mark.parametrize("name", READERS)
def test_no_reader_shows_what_is_past_its_date(name: str) -> None:
    assert problem_of(name) == ""


@pytest.mark.parametrize("name", AT_ONCE)
def test_what_ends_at_once_is_read_no_more(name: str) -> None:
    person = a_person(born=date(1980, 1, 1))
    AT_ONCE[name].plant(person)
    assert not AT_ONCE[name].shows(Look(person, policy_of("fjordvik"), NOW))
