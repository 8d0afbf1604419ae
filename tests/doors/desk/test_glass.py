"""Breaking the glass: with a reason, for a quarter of an hour, read by the patron (case 60)."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client
from django.utils import timezone

from hylla.library.models import Staff
from hylla.library.queries import policy_in_force
from hylla.library.refusals import Refused
from hylla.patrons.actions import approve_glass, break_glass, review_glass, say_own_record
from hylla.patrons.actions.glass import Asker
from hylla.patrons.models import AtDesk, GlassBroken
from hylla.patrons.models.glass import GlassReason
from hylla.patrons.queries.glass import glass_alerts, glass_of, glass_to_review
from hylla.privacy.models import AccessEntry
from hylla.privacy.vocabulary import Role
from tests.doors.town import Patron, Town

StaffClient = Callable[[str], Client]
WHY = "Called by the hospital"
ASKED = {"name": "Tjern", "also": "412 34 567", "reason": "emergency", "words": WHY}


def staff_id(username: str) -> int:
    return Staff.objects.get(username=username).pk


def text(client: Client, path: str, **told: str) -> str:
    """Return the page that a form leads to."""
    return client.post(f"/en/desk/{path}/", told).content.decode()


@pytest.fixture
def patron(town: Town) -> Patron:
    """The only one who fits."""
    return town.patron(given_name="Embla")


def test_a_reason_opens_a_record_and_the_patron_reads_it(
    town: Town, patron: Patron, desk: Client, patron_client: Callable[[Patron], Client]
) -> None:
    page = text(desk, "glass", **ASKED)
    assert "Embla Tjernvatn" in page
    assert "Open for 15 minutes" in page
    assert AccessEntry.objects.get().task == "break_glass"
    mine = patron_client(patron).get("/en/my/looked/").content.decode()
    assert "Opened for a special reason" in mine
    assert "Someone is in danger" in mine
    assert WHY not in mine


@pytest.mark.parametrize("words", ["", "short"])
def test_without_words_nothing_opens(patron: Patron, desk: Client, words: str) -> None:
    assert "Embla" not in text(desk, "glass", **{**ASKED, "words": words})
    assert not GlassBroken.objects.exists()
    assert not AccessEntry.objects.exists()


def test_whoever_is_not_the_only_one_is_not_opened(
    town: Town, patron: Patron, desk: Client
) -> None:
    town.patron(given_name="Ask")
    page = text(desk, "glass", **ASKED)
    assert "more than one does" in page
    assert "Embla" not in page


def test_after_a_quarter_of_an_hour_it_closes_however_busy(patron: Patron, desk: Client) -> None:
    text(desk, "glass", **ASKED)
    assert "Embla" in desk.get("/en/desk/").content.decode()
    GlassBroken.objects.update(until_at=timezone.now())
    assert "Embla" not in desk.get("/en/desk/").content.decode()
    assert not AtDesk.objects.exists()


def test_case_36_a_protected_record_needs_two(
    town: Town, desk: Client, staff_client: StaffClient
) -> None:
    town.patron(given_name="Embla", address_protected=True, addresses=())
    page = text(desk, "glass", **ASKED)
    assert "A colleague must say yes" in page
    assert "Embla" not in page
    glass = str(GlassBroken.objects.get().pk)
    assert "Someone else must say yes" in text(desk, "glass/approve", glass=glass)
    assert "Embla" not in text(desk, "glass/open", glass=glass)
    other = staff_client(town.staff(Role.DESK))
    page = other.get("/en/desk/glass/").content.decode()
    assert WHY in page
    assert "Embla" not in page
    assert "Your colleague can open" in text(other, "glass/approve", glass=glass)
    assert "Embla" not in text(other, "glass/open", glass=glass), "only who asked opens it"
    assert "Embla" in text(desk, "glass/open", glass=glass)


def test_nobody_says_yes_after_an_hour_or_twice(town: Town) -> None:
    patron = town.patron(address_protected=True, addresses=())
    one, two = (staff_id(town.staff(Role.DESK)) for _ in range(2))
    now = timezone.now()
    by = Asker(one, Role.DESK, "main")
    late = break_glass(patron.id, by=by, reason=GlassReason.ERROR, words=WHY, now=now)
    with pytest.raises(Refused):
        approve_glass(late.pk, staff_id=two, now=now + timedelta(hours=2))
    approve_glass(late.pk, staff_id=two, now=now)
    with pytest.raises(Refused):
        approve_glass(late.pk, staff_id=two, now=now)


def test_case_60_nobody_opens_their_own_record(town: Town, staff_client: StaffClient) -> None:
    """Not by card, not from a search, and not by breaking the glass: so no fee of one's own."""
    username = town.staff(Role.DESK)
    mine = town.patron(given_name="Embla")
    say_own_record(staff_id(username), mine.id)
    client = staff_client(username)
    page = client.post("/en/desk/", {"entry": mine.card}).content.decode()
    assert "This is your own record" in page
    text(client, "find", name="Embla", also="41234567")
    listed = str(AtDesk.objects.get().pk)
    assert "This is your own record" in text(client, "find/open", listed=listed)
    assert "This is your own record" in text(client, "glass", **ASKED)
    assert not GlassBroken.objects.exists()
    assert not AtDesk.objects.filter(is_open=True).exists()


def test_case_60_a_colleague_opens_by_breaking_the_glass(
    town: Town, desk: Client, patron: Patron
) -> None:
    say_own_record(staff_id(town.staff(Role.DESK)), patron.id)
    page = desk.post("/en/desk/", {"entry": patron.card}).content.decode()
    assert "This is a colleague" in page
    assert "Embla" not in page
    assert "Embla" in text(desk, "glass", **{**ASKED, "reason": "colleague"})


def test_who_has_left_is_a_patron_like_others(town: Town, desk: Client, patron: Patron) -> None:
    former = staff_id(town.staff(Role.DESK))
    say_own_record(former, patron.id)
    Staff.objects.filter(pk=former).update(left_on=timezone.localdate())
    assert "Embla" in desk.post("/en/desk/", {"entry": patron.card}).content.decode()


def _break(patron_id: UUID, by: int, *, times: int) -> None:
    for _ in range(times):
        asker = Asker(by, Role.DESK, "main")
        now = timezone.now()
        break_glass(patron_id, by=asker, reason=GlassReason.ERROR, words=WHY, now=now)


def test_each_is_reviewed_by_somebody_else(town: Town, patron: Patron) -> None:
    one, two = (staff_id(town.staff(Role.DESK)) for _ in range(2))
    _break(patron.id, one, times=1)
    told = {"policy": policy_in_force(), "now": timezone.now()}
    (glass,) = glass_to_review(**told)
    assert glass.words == WHY
    with pytest.raises(Refused):
        review_glass(glass.id, staff_id=one, now=timezone.now())
    review_glass(glass.id, staff_id=two, now=timezone.now())
    assert glass_to_review(**told) == ()
    assert [each.reviewed_by_id for each in glass_of(patron.id, **told)] == [two]


def test_more_than_three_in_a_week_alert(town: Town, patron: Patron) -> None:
    often, seldom = (staff_id(town.staff(Role.DESK)) for _ in range(2))
    _break(patron.id, often, times=4)
    _break(patron.id, seldom, times=3)
    assert glass_alerts(now=timezone.now()) == (often,)
    assert glass_alerts(now=timezone.now() + timedelta(days=8)) == ()


def test_a_childrens_librarian_breaks_no_glass(town: Town, staff_client: StaffClient) -> None:
    town.patron(given_name="Embla")
    answer = staff_client(town.staff(Role.CHILDREN)).post("/en/desk/glass/", ASKED)
    assert answer.status_code == 403
