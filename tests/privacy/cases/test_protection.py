"""An address becomes protected, and later it no longer is."""

from collections.abc import Callable
from datetime import UTC, datetime

from django.test import Client
from django.utils import timezone

from hylla.library.queries import policy_in_force
from hylla.messages.actions import enqueue
from hylla.messages.models import Message, Template
from hylla.messages.queries.rendering import rendered
from hylla.messages.rules import Channel
from hylla.patrons.actions import change_details, set_protected_address
from hylla.patrons.models import Address, Identity
from hylla.patrons.queries import matching
from hylla.patrons.rules import Changes
from hylla.privacy.vocabulary import Role
from tests.doors.town import Patron, Town

StaffClient = Callable[[str], Client]
NOW = datetime(2026, 11, 3, 11, tzinfo=UTC)


def protect(patron: Patron, *, protected: bool) -> None:
    """Tell the desk that an address is protected, or is not any more."""
    changes = Changes(address_protected=protected)
    change_details(patron.id, changes=changes, by=Role.DESK, policy=policy_in_force(), now=NOW)


def test_case_36_what_tells_where_they_are_goes_at_once(
    town: Town, staff_client: StaffClient
) -> None:
    """Address and class; no list finds them; letters are made for no address."""
    patron = town.patron(given_name="Embla", family_name="Skjold")
    assert matching(name="Skjold", also="412 34 567").hits
    protect(patron, protected=True)
    assert not Address.objects.filter(person=patron.id).exists()
    assert Identity.objects.get(person=patron.id).school_class == ""
    for clue in ("412 34 567", "0001", "14.05.1985", patron.card):
        assert not matching(name="Skjold", also=clue).hits
    desk = staff_client(town.staff(Role.DESK))
    page = desk.post("/en/desk/find/", {"name": "Skjold", "also": "412 34 567"}).content.decode()
    assert "Embla" not in page
    enqueue(Template.OVERDUE, person_id=patron.id, now=timezone.now(), number=1)
    made = rendered(Message.objects.get(), policy=policy_in_force(), now=timezone.now())
    assert made.channel is Channel.EMAIL
    assert made.addressee.lines == ()


def test_case_37_nothing_fills_in_again(town: Town) -> None:
    patron = town.patron()
    protect(patron, protected=True)
    protect(patron, protected=False)
    assert not Address.objects.filter(person=patron.id).exists()
    other = town.patron()
    set_protected_address(other.id, protected=True)
    set_protected_address(other.id, protected=False)
    assert not Address.objects.filter(person=other.id).exists()
    assert not Identity.objects.get(person=other.id).address_protected
