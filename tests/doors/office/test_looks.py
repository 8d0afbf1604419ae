"""What is to be looked at: broken glass, looks that nothing explains, removals that wait."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from hylla.library.queries import policy_in_force
from hylla.patrons.actions import Asker, break_glass, say_own_record
from hylla.patrons.models import GlassBroken
from hylla.patrons.models.glass import GlassReason
from hylla.patrons.queries.glass import glass_of
from hylla.privacy.access import record
from hylla.privacy.approving import Sort, is_agreed, propose
from hylla.privacy.models import AccessEntry, HeldRemoval
from hylla.privacy.vocabulary import Kind, Role
from tests.doors.office.conftest import staff_id
from tests.doors.town import Patron, Town

Read = Callable[..., str]
WHY = "Called by the hospital"
CLOCK = "patrons.Person:inactive_patron"


@pytest.fixture
def patron(town: Town) -> Patron:
    return town.patron(given_name="Embla")


@pytest.fixture
def held(db: None) -> str:
    """Return the clock of a removal that waits."""
    now = timezone.now()
    HeldRemoval.objects.create(clock=CLOCK, why="part_of_table", rows=60, of_rows=200, held_at=now)
    propose(Sort.REMOVAL, CLOCK, now=now)
    return CLOCK


def test_a_broken_glass_is_looked_at(town: Town, patron: Patron, read: Read, press: Read) -> None:
    by = Asker(staff_id(town.staff(Role.DESK)), Role.DESK, "main")
    glass = break_glass(
        patron.id, by=by, reason=GlassReason.EMERGENCY, words=WHY, now=timezone.now()
    )
    page = read("looks/")
    assert WHY in page
    assert "Embla" not in page
    assert "Noted" in press("looks/glass/", glass=str(glass.pk))
    assert GlassBroken.objects.get().reviewed_by_id == staff_id("officer")
    assert WHY not in read("looks/")


def test_what_an_authority_asked_for_is_told_when_the_officer_says_so(
    town: Town, patron: Patron, read: Read, press: Read
) -> None:
    by = Asker(staff_id(town.staff(Role.DESK)), Role.DESK, "main")
    now = timezone.now()
    glass = break_glass(patron.id, by=by, reason=GlassReason.AUTHORITY, words=WHY, now=now)
    page = read("looks/")
    assert "Looks that people do not read of yet" in page
    assert "Embla" not in page
    assert not glass_of(patron.id, policy=policy_in_force(), now=now)
    assert "they read it from now on" in press("looks/deferred/", glass=str(glass.pk))
    assert len(glass_of(patron.id, policy=policy_in_force(), now=now)) == 1
    press("looks/deferred/", 422, glass=str(glass.pk))


def test_whose_it_was_is_shown_with_a_row_in_the_read_log(
    town: Town, patron: Patron, read: Read, press: Read
) -> None:
    say_own_record(staff_id(town.staff(Role.DESK)), patron.id)
    record(
        patron.id,
        at=timezone.now(),
        role=Role.DESK,
        unit="main",
        task="card",
        kinds={Kind.NAME},
    )
    entry = AccessEntry.objects.get()
    page = read("looks/")
    assert "The patron works here" in page
    assert "Embla" not in page
    assert AccessEntry.objects.count() == 1
    assert "Embla" in press("looks/whose/", entry=str(entry.pk))
    assert AccessEntry.objects.filter(task="look_review", person=patron.id).exists()


def test_no_other_record_is_opened_by_its_number(patron: Patron, press: Read) -> None:
    record(
        patron.id,
        at=timezone.now(),
        role=Role.PATRON,
        unit="",
        task="card",
        kinds={Kind.NAME},
    )
    entry = AccessEntry.objects.get()
    page = press("looks/whose/", 422, entry=str(entry.pk))
    assert "Embla" not in page
    assert AccessEntry.objects.count() == 1


def test_a_removal_runs_when_two_have_said_yes(
    held: str, press: Read, read: Read, administrator: Client
) -> None:
    assert "A large removal" in read()
    assert "One more person" in press("looks/removal/", clock=held)
    assert "You have said yes" in read("looks/")
    assert not is_agreed(Sort.REMOVAL, held)
    answer = administrator.post("/en/office/looks/removal/", {"clock": held})
    assert "coming night" in answer.content.decode()
    assert is_agreed(Sort.REMOVAL, held)


def test_what_does_not_wait_is_not_confirmed(press: Read) -> None:
    assert "No removal of that name waits" in press("looks/removal/", 422, clock="none")


def test_who_goes_is_told_in_numbers(patron: Patron, read: Read) -> None:
    assert "0 patrons go in the coming night" in read("looks/")


def test_an_administrator_sees_removals_and_no_looks(held: str, administrator: Client) -> None:
    page = administrator.get("/en/office/looks/").content.decode()
    assert CLOCK in page
    assert "Looks that nothing explains" not in page
    assert administrator.post("/en/office/looks/whose/", {"entry": "1"}).status_code == 403
