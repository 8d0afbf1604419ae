"""Case 10: whose loans are its own now is asked how it is reached, and not through a guardian."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from dateutil.relativedelta import relativedelta
from django.test import Client
from django.utils import timezone

from hylla.library.queries import policy_in_force
from hylla.patrons.models import Email, Guardianship, Identity, Phone
from tests.doors.town import Patron, Town

AgedPatron = Callable[[int], Patron]
ASKED = "Your loans are your own now"
SHARED = "parent@example.org"


@pytest.fixture
def child(town: Town) -> Patron:
    """A child that has its birthday today, reached as its guardian is."""
    guardian = town.patron(emails=(SHARED,))
    own_from = policy_in_force().ages.guardian_sees_loans_below
    child = town.child(age=own_from, guardian=guardian)
    birthday = timezone.localdate() - relativedelta(years=own_from)
    Identity.objects.filter(person=child.id).update(birth_date=birthday)
    Phone.objects.filter(person=child.id).delete()
    Email.objects.filter(person=child.id).delete()
    Email.objects.create(person_id=child.id, address=SHARED.upper())
    return child


def is_asked(client: Client) -> bool:
    """Say whether the first page asks."""
    page = client.get("/en/my/")
    assert page.status_code == 200
    return ASKED in page.content.decode()


def test_case_10_the_child_is_asked_at_log_in_until_it_has_answered(
    child: Patron, patron_client: Callable[[Patron], Client]
) -> None:
    client = patron_client(child)
    assert is_asked(client)
    Email.objects.create(person_id=child.id, address="own@example.org", rank=1)
    assert not is_asked(client)


def test_case_10_not_the_day_before(
    child: Patron, patron_client: Callable[[Patron], Client]
) -> None:
    client = patron_client(child)
    born = Identity.objects.get(person=child.id).birth_date
    assert born is not None
    Identity.objects.filter(person=child.id).update(birth_date=born + timedelta(days=1))
    assert not is_asked(client)


def test_nor_who_has_no_guardian(child: Patron, patron_client: Callable[[Patron], Client]) -> None:
    Guardianship.objects.all().delete()
    assert not is_asked(patron_client(child))
