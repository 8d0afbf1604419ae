"""Who looked is told apart for one person only, later where the law says so, and never oneself."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from hylla.library.models import Staff
from hylla.library.queries import policy_in_force
from hylla.patrons.actions import Asker, break_glass, end_deferral, say_own_record
from hylla.patrons.models import GlassBroken, OwnRecord
from hylla.patrons.models.glass import GlassReason
from hylla.patrons.queries.glass import glass_deferred, glass_of
from hylla.privacy.access import pseudonym, readings_of
from hylla.privacy.extract import sections
from hylla.privacy.models import AccessEntry
from hylla.privacy.removal import remove_due
from hylla.privacy.vocabulary import Role
from tests.doors.town import PIN, Patron, Town

WORDS = "Somebody asked for it at the counter"


def number_of(username: str) -> int:
    return Staff.objects.get(username=username).pk


def by(patron: Patron) -> list[str]:
    rows = AccessEntry.objects.filter(person=patron.id).order_by("pk")
    return list(rows.values_list("by", flat=True))


def test_the_same_one_has_one_word_for_one_patron_and_another_for_the_next(
    town: Town, staff_client: Callable[[str], Client], patron_client: Callable[[Patron], Client]
) -> None:
    """CJEU C-579/21: the employee is not told, but whether it is the same one can be seen."""
    one, two = town.patron(), town.patron()
    first, second = town.staff(Role.DESK), town.staff(Role.DESK)
    for desk in (staff_client(first), staff_client(first), staff_client(second)):
        for each in (one, two):
            desk.post("/en/desk/", {"entry": each.card})
    (again, same, other), theirs = by(one), by(two)
    assert again == same == pseudonym(number_of(first), one.id)
    assert other == pseudonym(number_of(second), one.id) != same
    assert not set(theirs) & {same, other}
    assert same in patron_client(one).get("/en/my/looked/").content.decode()


def broken(town: Town, patron: Patron, reason: GlassReason, username: str) -> GlassBroken:
    return break_glass(
        patron.id,
        by=Asker(number_of(username), Role.DESK, "main"),
        reason=reason,
        words=WORDS,
        now=timezone.now(),
    )


def seen_by_patron(patron: Patron) -> tuple[int, int, int]:
    """Count what the patron reads of looks, of broken glasses, and of both in the extract."""
    policy, now = policy_in_force(), timezone.now()
    kept = {each.name: len(each.rows) for each in sections(patron.id, policy=policy)}
    return (
        len(readings_of(patron.id, policy=policy, now=now)),
        len(glass_of(patron.id, policy=policy, now=now)),
        kept["privacy.AccessEntry"] + kept["patrons.GlassBroken"],
    )


@pytest.mark.parametrize("ended_by", ["officer", "time"])
def test_what_an_authority_asked_for_is_read_later(
    town: Town, staff_client: Callable[[str], Client], ended_by: str
) -> None:
    """Neither on the page nor in the extract, until its time is over or it is no longer needed."""
    patron, username = town.patron(given_name="Embla"), town.staff(Role.DESK)
    desk = staff_client(username)
    told = {"name": "Embla", "also": "14.05.1985", "reason": "authority", "words": WORDS}
    assert "Embla" in desk.post("/en/desk/glass/", told).content.decode()
    desk.post("/en/desk/contact/", {})
    desk.get("/en/desk/details/")
    assert AccessEntry.objects.filter(person=patron.id).count() > len(["glass", "contact"])
    assert seen_by_patron(patron) == (0, 0, 0)
    (glass,) = glass_deferred()
    if ended_by == "officer":
        end_deferral(glass.id, now=timezone.now())
    else:
        remove_due(policy_in_force(), now=timezone.now() + timedelta(days=29))
        assert glass_deferred()
        remove_due(policy_in_force(), now=timezone.now() + timedelta(days=31))
    assert not glass_deferred()
    looks, glasses, rows = seen_by_patron(patron)
    assert (looks > 0, glasses, rows) == (True, 1, looks + 1)


def test_any_other_reason_is_read_at_once(town: Town) -> None:
    patron, username = town.patron(), town.staff(Role.DESK)
    broken(town, patron, GlassReason.EMERGENCY, username)
    assert not glass_deferred()
    assert seen_by_patron(patron)[1] == 1


def test_staff_say_which_patron_they_are_and_open_it_no_more(
    town: Town, staff_client: Callable[[str], Client]
) -> None:
    """conflicts.md 60; and their children are opened by a colleague."""
    username, me = town.staff(Role.DESK), town.patron(given_name="Embla")
    child = town.child(age=9, guardian=me, given_name="Lillian")
    mine, colleague = staff_client(username), staff_client(town.staff(Role.DESK))
    assert "Embla" in mine.post("/en/desk/", {"entry": me.card}).content.decode(), "control"
    wrong = mine.post("/en/desk/own-record/", {"card": me.card, "pin": "0000"})
    assert (wrong.status_code, OwnRecord.objects.exists()) == (422, False)
    page = mine.post("/en/desk/own-record/", {"card": me.card, "pin": PIN}).content.decode()
    assert "Your own record opens on My page, and not at a desk." in page
    page = mine.post("/en/desk/", {"entry": me.card}).content.decode()
    assert "This is your own record." in page
    page = mine.post("/en/desk/", {"entry": child.card}).content.decode()
    assert "This is somebody in your family." in page
    assert "Lillian" not in page
    told = {"name": "Lillian", "also": child.card, "reason": "emergency", "words": WORDS}
    assert mine.post("/en/desk/glass/", told).status_code == 422
    page = colleague.post("/en/desk/", {"entry": child.card}).content.decode()
    assert "Lillian" in page
    page = colleague.post("/en/desk/", {"entry": me.card}).content.decode()
    assert "This is a colleague." in page
    mine.post("/en/desk/own-record/", {"unlink": "yes"})
    assert not OwnRecord.objects.exists()


def test_nobody_says_that_a_colleagues_record_is_theirs(
    town: Town, staff_client: Callable[[str], Client]
) -> None:
    me = town.patron()
    say_own_record(number_of(town.staff(Role.DESK)), me.id)
    other = staff_client(town.staff(Role.DESK))
    answer = other.post("/en/desk/own-record/", {"card": me.card, "pin": PIN})
    assert answer.status_code == 422
    assert OwnRecord.objects.count() == 1


def test_on_the_telephone_the_number_is_shown_and_the_patron_reads_why(
    town: Town, staff_client: Callable[[str], Client], patron_client: Callable[[Patron], Client]
) -> None:
    patron = town.patron(given_name="Embla")
    desk = staff_client(town.staff(Role.DESK))
    told = {"name": "Embla", "also": "14.05.1985", "task": "call_back"}
    page = desk.post("/en/desk/find/", told)
    (hit,) = page.context["hits"]
    page = desk.post("/en/desk/find/open/", {"listed": hit.id, "task": "call_back"})
    assert "41234567" in page.content.decode().replace(" ", "")
    tasks = set(AccessEntry.objects.filter(person=patron.id).values_list("task", flat=True))
    assert tasks == {"search_hits", "call_back"}
    looked = patron_client(patron).get("/en/my/looked/").content.decode()
    assert "You telephoned the library, or it telephoned you" in looked
