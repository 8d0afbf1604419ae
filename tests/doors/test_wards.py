"""What a guardian asks for a child, and what is kept from a guardian (conflict cases 6 and 9)."""

import io
import re
import zipfile
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from hylla.circulation.actions import TakenUp, agree_as_child, decline_as_child, take_up
from hylla.library.queries import policy_in_force
from hylla.library.refusals import Refused
from hylla.messages.actions import enqueue, tell_answers
from hylla.messages.models import Message, Template
from hylla.messages.queries.rendering import rendered
from hylla.patrons.actions import add_guardian
from hylla.patrons.actions.rights import extract_of_child
from hylla.patrons.models import Address, Email, Guardianship, Identity, Person
from hylla.privacy.models import Request
from hylla.privacy.rights.answering import NotOpen, answer_request
from hylla.privacy.rights.inbox import requests_by, wants_to_leave
from hylla.privacy.rights.restriction import is_restricted
from hylla.privacy.rights.terms import Asked, RequestKind
from hylla.privacy.vocabulary import Language
from tests.doors.town import PIN, Patron, Town

YOUNG, OLD = 9, 15


@pytest.fixture
def guardian(town: Town) -> Patron:
    """Someone who answers for children."""
    return town.patron(given_name="Gro")


def asks(kind: RequestKind, guardian: Patron, child: Patron, what: str = "") -> TakenUp:
    """Let a guardian ask for a child."""
    return take_up(
        kind,
        person_id=child.id,
        asked=Asked(guardian=guardian.id, what=what),
        policy=policy_in_force(),
        now=timezone.now(),
    )


def says_yes(child: Patron) -> TakenUp:
    """Let the child agree to what waits for it."""
    return agree_as_child(
        Request.objects.get(person=child.id, closed_at=None).pk,
        person_id=child.id,
        policy=policy_in_force(),
        now=timezone.now(),
    )


def of_two(town: Town, child: Patron, guardian: Patron) -> Patron:
    """Give a child another guardian."""
    other = town.patron(given_name="Odd")
    add_guardian(child.id, guardian=other.id, policy=policy_in_force(), now=timezone.now())
    return other


def test_case_06_for_a_young_child_a_guardian_asks_alone_and_the_other_is_told(
    town: Town, guardian: Patron
) -> None:
    child = town.child(age=YOUNG, guardian=guardian)
    other = of_two(town, child, guardian)
    assert asks(RequestKind.TERMINATION, guardian, child).code
    assert not Person.objects.filter(pk=child.id).exists()
    (told,) = Message.objects.filter(template=Template.WARD_LEAVES)
    assert told.person_id == other.id
    text = rendered(told, policy=policy_in_force(), now=timezone.now()).text
    assert "Gro" not in text


@pytest.mark.parametrize("kind", [RequestKind.ERASURE, RequestKind.RESTRICTION])
def test_case_06_an_older_child_is_asked_and_nothing_is_done_before(
    town: Town, guardian: Patron, kind: RequestKind
) -> None:
    child = town.child(age=OLD, guardian=guardian)
    assert asks(kind, guardian, child).waits_for_child
    assert not wants_to_leave(child.id)
    assert not is_restricted(child.id)
    with pytest.raises(NotOpen):
        answer_request(Request.objects.get().pk, now=timezone.now())
    asks(kind, guardian, child)
    assert Message.objects.filter(template=Template.CHILD_IS_ASKED, person=child.id).count() == 1
    says_yes(child)
    assert is_restricted(child.id) == (kind is RequestKind.RESTRICTION)
    assert Person.objects.filter(pk=child.id).exists() == (kind is RequestKind.RESTRICTION)


def test_the_question_is_for_the_child_and_no_guardian(town: Town, guardian: Patron) -> None:
    child = town.child(age=OLD, guardian=guardian)
    for each in (Email, Address):
        each.objects.filter(person=child.id).delete()
    asks(RequestKind.ERASURE, guardian, child)
    message = Message.objects.get(template=Template.CHILD_IS_ASKED)
    made = rendered(message, policy=policy_in_force(), now=timezone.now())
    assert (made.channel, made.addressee.email) == ("letter", "")
    assert "Gro" not in made.text


def test_a_child_says_no_and_the_guardian_reads_that_the_child_decides(
    town: Town, guardian: Patron, patron_client: Callable[[Patron], Client]
) -> None:
    child, now = town.child(age=OLD, guardian=guardian), timezone.now()
    asks(RequestKind.ERASURE, guardian, child)
    decline_as_child(Request.objects.get().pk, person_id=child.id, now=now)
    (asked,) = requests_by(guardian.id, policy=policy_in_force(), now=now)
    assert (asked.answer, asked.ground) == ("refused", "child_decides")
    assert tell_answers(now=now) == 1
    assert Message.objects.get(template=Template.REQUEST_REFUSED).person_id == guardian.id
    page = patron_client(guardian).get("/en/my/rights/").content.decode()
    assert "The child is old enough to decide alone." in page
    with pytest.raises(Refused, match="no_such_request"):
        says_no_again(child)


def says_no_again(child: Patron) -> None:
    decline_as_child(Request.objects.get().pk, person_id=child.id, now=timezone.now())


def test_what_the_child_asks_for_itself_waits_for_nobody(town: Town, guardian: Patron) -> None:
    child = town.child(age=OLD, guardian=guardian)
    asks(RequestKind.RESTRICTION, guardian, child)
    take_up(
        RequestKind.RESTRICTION,
        person_id=child.id,
        asked=Asked(),
        policy=policy_in_force(),
        now=timezone.now(),
    )
    assert is_restricted(child.id)
    assert not asks(RequestKind.RESTRICTION, guardian, child).waits_for_child


def test_case_06_nobody_asks_for_a_child_that_is_not_theirs(town: Town, guardian: Patron) -> None:
    child, stranger = town.child(age=YOUNG, guardian=guardian), town.patron()
    with pytest.raises(Refused, match="not_their_guardian"):
        asks(RequestKind.ERASURE, stranger, child)
    Guardianship.objects.update(ends_on=timezone.localdate())
    with pytest.raises(Refused, match="not_their_guardian"):
        asks(RequestKind.ERASURE, guardian, child)
    grown = town.patron()
    Guardianship.objects.update(child_id=grown.id, ends_on=timezone.localdate().replace(year=2090))
    with pytest.raises(Refused, match="not_their_guardian"):
        asks(RequestKind.ERASURE, guardian, grown)


def test_on_the_page_a_guardian_asks_and_the_child_agrees(
    town: Town, guardian: Patron, patron_client: Callable[[Patron], Client]
) -> None:
    child = town.child(age=OLD, guardian=guardian, given_name="Lillian")
    town.child(age=YOUNG, guardian=guardian, given_name="Sol")
    theirs = patron_client(guardian)
    page = theirs.get("/en/my/rights/").content.decode()
    assert "Ask for Lillian" in page
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids)), "each form has fields of its own"
    ward = Guardianship.objects.get(child=child.id).pk
    told = {"child": str(ward), "kind": "erasure", "pin": "0000"}
    assert theirs.post("/en/my/rights/for-child/", told).status_code == 422
    assert not Request.objects.exists()
    page = theirs.post("/en/my/rights/for-child/", {**told, "pin": PIN}).content.decode()
    assert "Nothing is done before the child says yes." in page
    mine = patron_client(child)
    page = mine.get("/en/my/rights/").content.decode()
    assert "Waits for your yes" in page
    number = str(Request.objects.get().pk)
    page = mine.post("/en/my/rights/agree/", {"request": number}).content.decode()
    assert "You have left" in page
    assert not Person.objects.filter(pk=child.id).exists()


def given(guardian: Patron, child: Patron) -> str:
    """Return all that stands in a guardian's extract of a child."""
    made = extract_of_child(
        child.id,
        guardian_id=guardian.id,
        policy=policy_in_force(),
        now=timezone.now(),
        language=Language.EN,
    )
    return zipfile.ZipFile(io.BytesIO(made)).read("extract.json").decode()


def protect(patron: Patron) -> None:
    Identity.objects.filter(pk=patron.id).update(address_protected=True)


@pytest.mark.parametrize("whose", ["child", "other"])
def test_case_09_a_guardian_is_given_nothing_that_leads_to_who_is_protected(
    town: Town, guardian: Patron, whose: str, patron_client: Callable[[Patron], Client]
) -> None:
    """conflicts.md 9: neither in the extract, nor on the page, nor in a message."""
    child = town.child(
        age=YOUNG, guardian=guardian, given_name="Lillian", home_branch_id=town.west.pk
    )
    other = of_two(town, child, guardian)
    town.lend(child, town.item("Vinterfjell"))
    before = given(guardian, child)
    telling = ("Western branch", "41234567", "@example.org", "Vinterfjell")
    assert all(each in before for each in telling[:3]), "control"
    protect({"child": child, "other": other}[whose])
    after = given(guardian, child)
    assert "Lillian" in after
    assert not [each for each in telling if each in after]
    page = patron_client(guardian).get("/en/my/family/").content.decode()
    assert "Lillian" in page
    assert not [each for each in telling if each in page]
    assert given(other, child) if whose == "child" else "Western branch" in given(other, child)


def test_case_09_no_message_that_names_a_branch_goes_to_who_must_not_know(
    town: Town, guardian: Patron
) -> None:
    child = town.child(age=YOUNG, guardian=guardian, emails=(), addresses=(), phones=())
    other, now = of_two(town, child, guardian), timezone.now()
    enqueue(
        Template.HOLD_READY,
        person_id=child.id,
        now=now,
        branch_id=town.west.pk,
        code="A7",
        day=timezone.localdate(),
    )
    message = Message.objects.get(template=Template.HOLD_READY)
    made = rendered(message, policy=policy_in_force(), now=now)
    assert made.addressee.email in emails(guardian), "control: it goes to the first"
    protect(other)
    made = rendered(message, policy=policy_in_force(), now=now)
    assert made.addressee.email in emails(other), "and now to the protected one alone"


def emails(patron: Patron) -> list[str]:
    rows = Person.objects.get(pk=patron.id).emails
    return list(rows.values_list("address", flat=True))
