"""A correction is made with the answer and told onward; a refused one stands in their words."""

from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID

import pytest
from django.test import Client
from django.utils import timezone

from hylla.library.queries import policy_in_force
from hylla.library.refusals import Refused
from hylla.patrons.actions import rectify
from hylla.patrons.actions.rights import ask, restrict
from hylla.patrons.queries import details
from hylla.patrons.rules import Changes, NewAddress
from hylla.privacy.extract import sections
from hylla.privacy.models import OnwardNotice, Request, Statement
from hylla.privacy.rights.answering import refuse_request
from hylla.privacy.rights.onward import note_told, notices_of, notices_waiting
from hylla.privacy.rights.statements import fields_in_dispute, statements_of
from hylla.privacy.rights.terms import Asked, RequestKind
from hylla.privacy.rights.terms import Refused as Ground
from hylla.privacy.vocabulary import Role
from tests.doors.town import Patron, Town, change_policy

PROCESSOR = """
[[processors]]
name = "{name}"
country = "NO"
agreement = "invented"
purposes = [{purposes}]
deletion = "within 30 days"
deletion_channel = "delete@example.org"
deletion_days = 30
knows_by = ["card"]
"""


@pytest.fixture
def processors(town: Town) -> None:
    """Two who process data for the library: one has names, the other addresses of letters only."""
    names = PROCESSOR.format(name="Drift AS", purposes='"membership", "lending"')
    letters = PROCESSOR.format(name="Utsendelse AS", purposes='"messages"')
    policy = policy_in_force()
    assert not {"Drift AS", "Utsendelse AS"} & {each.name for each in policy.processors}
    change_policy(("[copies]", f"{names}{letters}\n[copies]"))


def asked_for(patron: Patron, what: str, words: str = "It should be otherwise") -> UUID:
    """Ask to have a field corrected, and return the request."""
    taken = ask(
        RequestKind.RECTIFICATION,
        person_id=patron.id,
        policy=policy_in_force(),
        now=timezone.now(),
        asked=Asked(what=what, words=words),
    )
    return taken.pk


def yes(request_id: UUID, changes: Changes) -> Request:
    """Make the correction, as the privacy officer does."""
    return rectify(
        request_id,
        changes=changes,
        policy=policy_in_force(),
        now=timezone.now(),
    )


@pytest.mark.parametrize(
    ("what", "changes"),
    [
        ("given_name", Changes(given_name="Emblå")),
        ("family_name", Changes(family_name="Tjønn")),
        ("birth_date", Changes(birth_date=date(1985, 5, 15))),
        ("address", Changes(addresses=(NewAddress(line_1="Gata 2", postcode="0002", city="By"),))),
    ],
)
def test_a_yes_changes_the_field(town: Town, what: str, changes: Changes) -> None:
    patron = town.patron()
    request = yes(asked_for(patron, what), changes)
    known = details(patron.id)
    (changed,) = changes.named()
    told = getattr(known, changed)
    wanted = getattr(changes, changed)
    assert [each.line_1 for each in told] == ["Gata 2"] if what == "address" else told == wanted
    assert (request.answer, request.words) == ("granted", "")
    assert request.closed_at is not None


def test_no_other_field_is_changed_with_it(town: Town) -> None:
    patron = town.patron(given_name="Embla")
    request = asked_for(patron, "birth_date")
    for changes in (
        Changes(given_name="Ola"),
        Changes(),
        Changes(given_name="Ola", birth_date=date(1985, 5, 15)),
    ):
        with pytest.raises(Refused, match="not_a_field"):
            yes(request, changes)
    with pytest.raises(Refused, match="birth_date_impossible"):
        yes(request, Changes(birth_date=date(1785, 5, 15)))
    assert Request.objects.get().answered_at is None
    assert details(patron.id).given_name == "Embla"


def test_something_else_may_be_any_field_or_none(town: Town) -> None:
    patron = town.patron()
    yes(asked_for(patron, "other"), Changes(school_class=None))
    yes(asked_for(patron, "other"), Changes(given_name="Ola"))
    assert details(patron.id).given_name == "Ola"
    with pytest.raises(Refused, match="no_such_request"):
        yes(Request.objects.values_list("pk", flat=True)[0], Changes())


def test_whoever_has_the_data_is_told(town: Town, processors: None) -> None:
    """GDPR article 19; conflicts.md 49: the request is not over before."""
    patron, now = town.patron(), timezone.now()
    request = yes(asked_for(patron, "family_name"), Changes(family_name="Tjønn"))
    (waits,) = notices_waiting(now=now)
    assert (waits.recipient, waits.what, waits.is_late) == ("Drift AS", "family_name", False)
    assert notices_waiting(now=now + timedelta(days=15))[0].is_late
    assert (request.answered_at is not None, request.closed_at) == (True, None)
    note_told(waits.id, now=now)
    assert not notices_waiting(now=now)
    assert [each.told_at for each in notices_of(request.pk, now=now)] == [now]
    assert Request.objects.get().closed_at == now


def test_of_a_restriction_they_are_told_too_and_it_lasts(town: Town, processors: None) -> None:
    patron, now = town.patron(), timezone.now()
    restrict(patron.id, policy=policy_in_force(), now=now)
    waiting = notices_waiting(now=now)
    assert {"Drift AS", "Utsendelse AS"} <= {each.recipient for each in waiting}
    for each in waiting:
        note_told(each.id, now=now)
    assert Request.objects.get().closed_at is None


def test_a_no_keeps_what_they_say_beside_the_field(
    town: Town, patron_client: Callable[[Patron], Client]
) -> None:
    """GDPR article 16: their own view, until they take it away."""
    patron, now = town.patron(), timezone.now()
    request = asked_for(patron, "birth_date", words="I was born in May")
    refuse_request(request, ground=Ground.IS_CORRECT, now=now)
    assert fields_in_dispute(patron.id) == {"birth_date"}
    assert [each.words for each in statements_of(patron.id)] == ["I was born in May"]
    kept = {each.name: len(each.rows) for each in sections(patron.id, policy=policy_in_force())}
    assert kept["privacy.Statement"] == 1
    mine = patron_client(patron)
    assert "I was born in May" in mine.get("/en/my/rights/").content.decode()
    mine.post("/en/my/rights/statement/", {"what": "birth_date"})
    assert not Statement.objects.exists()


def test_the_desk_reads_that_it_is_contested_and_not_what_they_say(
    town: Town, staff_client: Callable[[str], Client]
) -> None:
    patron = town.patron()
    request = asked_for(patron, "birth_date", words="I was born in May")
    refuse_request(request, ground=Ground.IS_CORRECT, now=timezone.now())
    desk = staff_client(town.staff(Role.DESK))
    desk.post("/en/desk/", {"entry": patron.card})
    page = desk.get("/en/desk/details/").content.decode()
    assert "The patron says that this is wrong: Birth date." in page
    assert "I was born in May" not in page


def test_the_desk_corrects_it_and_that_is_the_answer(
    town: Town, staff_client: Callable[[str], Client]
) -> None:
    patron = town.patron(given_name="Embla")
    waits, done = asked_for(patron, "birth_date"), asked_for(patron, "given_name")
    Statement.objects.create(
        person_id=patron.id, what="given_name", words="Wrong", since_at=timezone.now()
    )
    desk = staff_client(town.staff(Role.DESK))
    desk.post("/en/desk/", {"entry": patron.card})
    shown = desk.get("/en/desk/details/").context["form"]
    told = {name: shown[name].value() or "" for name in shown.fields}
    desk.post("/en/desk/details/", {**told, "given_name": "Emblå"})
    assert details(patron.id).given_name == "Emblå"
    answered = dict(Request.objects.values_list("pk", "answer"))
    assert (answered[waits], answered[done]) == ("", "granted")
    assert not Statement.objects.exists()


def test_nobody_is_owed_a_notice_where_nobody_has_the_data(town: Town) -> None:
    change_policy()
    patron = town.patron()
    yes(asked_for(patron, "given_name"), Changes(given_name="Ola"))
    named = {each.name for each in policy_in_force().processors if "membership" in each.purposes}
    assert set(OnwardNotice.objects.values_list("recipient", flat=True)) == named
