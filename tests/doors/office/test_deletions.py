"""Case 49 in the office: a processor is asked, asked again, and says that it has deleted."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from hylla.circulation.actions import leave
from hylla.library.queries import policy_in_force
from hylla.patrons.models import Email
from hylla.privacy.models import AccessEntry, OnwardNotice
from hylla.privacy.rights.receipts import receipt_with
from hylla.privacy.rights.terms import RequestKind
from tests.doors.town import Town, change_policy

Read = Callable[..., str]
ADDRESS = "gone@example.org"
KNOWN_BY = "Fjordvik IKT AS"


@pytest.fixture
def code(town: Town) -> str:
    """Return the receipt of somebody who is gone, and whom the processor knew by an address."""
    patron = town.patron()
    Email.objects.create(person_id=patron.id, address=ADDRESS, rank=9)
    left = leave(patron.id, policy=policy_in_force(), now=timezone.now())
    assert left.is_done
    return left.code


def followed(code: str, client: Client) -> str:
    """Return what the receipt says to whoever has its code."""
    return client.post("/en/my/receipt/", {"code": code}).content.decode()


def test_case_49_the_officer_asks_and_notes_the_answer(
    code: str, read: Read, press: Read, visitor: Client
) -> None:
    page = read("deletions/")
    for told in (KNOWN_BY, ADDRESS, "sletting@ikt.fjordvik.example", "innen 7 dager"):
        assert told in page
    assert "1 deletion" in read()
    assert ADDRESS not in read()
    assert f"{KNOWN_BY} is going to be asked" in followed(code, visitor)

    row = str(OnwardNotice.objects.get().pk)
    assert "asked to delete 1." in press("deletions/asked/", deletion=row)
    assert "asked 1 time" in read("deletions/")
    told = followed(code, visitor)
    assert "Something still waits" in told
    assert "is asked to delete it, and answers by" in told

    assert "gone here" in press("deletions/deleted/", deletion=row)
    assert ADDRESS not in read("deletions/")
    told = followed(code, visitor)
    assert f"{KNOWN_BY} has deleted it" in told
    assert "Something still waits" not in told


def test_case_49_a_silent_processor_is_late_and_asked_again(
    code: str, read: Read, press: Read
) -> None:
    row = str(OnwardNotice.objects.get().pk)
    press("deletions/asked/", deletion=row)
    OnwardNotice.objects.update(due_at=timezone.now() - timedelta(days=1))
    assert ">late<" in read().replace(" ", "").replace("\n", "")
    press("deletions/asked/", deletion=row)
    assert "asked 2 times" in read("deletions/")
    assert OnwardNotice.objects.get().due_at > timezone.now() + timedelta(days=6)


@pytest.mark.parametrize(
    ("language", "must", "law"),
    [
        ("en", "must keep some of it until", "and deletes it then"),
        ("nb", "må beholde noe av det til", "og sletter det da"),
        ("nn", "må halde på noko av det til", "og slettar det då"),
        ("sv", "måste behålla något av det till", "och raderar det då"),
    ],
)
def test_case_49_a_processor_keeps_something_because_of_a_law(
    language: str, must: str, law: str, code: str, read: Read, press: Read, visitor: Client
) -> None:
    row = str(OnwardNotice.objects.get().pk)
    press("deletions/asked/", deletion=row)
    until = timezone.localdate() + timedelta(days=400)
    told = {"law": "Bokføringsloven § 13", "until_on": until.isoformat(), "deletion": row}
    assert "Not noted" in press("deletions/kept/", 422, **{**told, "law": ""})
    assert "Not noted" in press("deletions/kept/", 422, **{**told, "until_on": "never"})
    assert "You are reminded" in press("deletions/kept/", **told)
    page = read("deletions/")
    assert "Kept there because of a law" in page
    assert ADDRESS in page
    assert "deletion" not in re.sub("<[^>]*>", "", read()), "it does not wait"
    said = visitor.post(f"/{language}/my/receipt/", {"code": code}).content.decode()
    assert f"{KNOWN_BY} {must}" in said
    assert f"(Bokføringsloven § 13), {law}" in said


def test_nothing_is_noted_of_nobody(code: str, press: Read) -> None:
    assert "Nothing is noted" in press("deletions/asked/", 422)
    row = str(OnwardNotice.objects.get().pk)
    assert "Nothing is noted" in press("deletions/deleted/", 422, deletion=row)
    assert ADDRESS in OnwardNotice.objects.get().reference


def test_whoever_still_waits_reads_who_saw_what_a_processor_knows_them_by(
    town: Town, read: Read
) -> None:
    change_policy(('purposes = ["messages"]', 'purposes = ["phone"]'))
    patron = town.patron()
    Email.objects.create(person_id=patron.id, address=ADDRESS, rank=9)
    town.lend(patron, town.item())
    kind = RequestKind.ERASURE
    left = leave(patron.id, policy=policy_in_force(), now=timezone.now(), kind=kind)
    assert not left.is_done
    assert ADDRESS in read("deletions/")
    assert "contact" in AccessEntry.objects.get(person=patron.id).kinds


def test_what_was_asked_of_who_left_the_policy_is_still_owed(code: str, read: Read) -> None:
    OnwardNotice.objects.update(recipient="Gone AS")
    assert "look in the agreement" in read("deletions/")


def test_only_the_officer_is_shown_them(code: str, administrator: Client) -> None:
    for path in ("", "asked/", "deleted/", "kept/"):
        assert administrator.get(f"/en/office/deletions/{path}").status_code == 403
    assert "deletions" not in administrator.get("/en/office/processors/").content.decode()


def test_a_receipt_that_waits_says_so_on_paper(code: str, visitor: Client) -> None:
    answer = visitor.post("/en/my/receipt/", {"code": code, "form": "pdf"})
    assert answer.headers["Content-Type"] == "application/pdf"
    now = timezone.now()
    receipt = receipt_with(code, policy=policy_in_force(), now=now)
    assert receipt is not None
    assert receipt.completed_at is None
