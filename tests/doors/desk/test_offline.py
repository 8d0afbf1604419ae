"""What a desk noted without network comes to the library, and each answer says what to do."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from hylla.circulation.actions import place_hold
from hylla.circulation.models import Loan
from hylla.library.queries import policy_in_force
from hylla.patrons.models import Block
from hylla.privacy.vocabulary import Role
from tests.doors.town import Town

SEND = "/en/desk/offline/send/"
PAGE = "/en/desk/offline/"


def record(did: str, barcode: str, card: str = "", **told: Any) -> dict[str, Any]:
    at = (timezone.now() - timedelta(minutes=30)).isoformat()
    usual = {"id": f"{did} {barcode}", "did": did, "barcode": barcode, "at": at, "number": 0}
    return {**usual, "card": card, **told}


def send(client: Client, *records: dict[str, Any], **told: Any) -> HttpResponse:
    body = {"clock": timezone.now().isoformat(), "records": records, **told}
    return client.post(SEND, json.dumps(body), content_type="application/json")


def answers(client: Client, *records: dict[str, Any]) -> list[dict[str, str]]:
    answer = send(client, *records)
    assert answer.status_code == 200
    return json.loads(answer.content)["answers"]


def test_the_page_is_the_same_for_everyone_and_knows_nobody(
    client: Client, desk: Client, town: Town
) -> None:
    town.patron(family_name="Markvik")
    page = client.get(PAGE).content.decode()
    assert "Desk without network" in page
    assert "Markvik" not in desk.get(PAGE).content.decode()
    told = client.get("/desk-worker.js").content.decode()
    assert "/en/desk/offline/" in told
    assert "desk/noted.js" in told


def test_loans_and_returns_are_taken_in_once(town: Town, desk: Client) -> None:
    item, patron = town.item(), town.patron(family_name="Markvik")
    loan = record("lend", item.barcode, patron.card)
    (told,) = answers(desk, loan)
    assert told["tone"] == "good"
    assert told["text"].startswith("Lent: ")
    assert " Due " in told["text"]
    (again,) = answers(desk, loan)
    assert "taken in before" in again["text"]
    assert Loan.objects.count() == 1
    (back,) = answers(desk, record("return", item.barcode, number=1))
    assert back["where"]
    assert not Loan.objects.filter(returned_at=None).exists()
    assert "Markvik" not in told["text"] + back["text"]


def test_a_scanners_own_way_of_writing_is_read(town: Town, desk: Client) -> None:
    item, patron = town.item(), town.patron()
    (told,) = answers(desk, record("lend", f"]C1{item.barcode}", f"*{patron.card}*"))
    assert told["tone"] == "good"
    assert Loan.objects.get().item_id == item.pk


def test_what_cannot_stand_says_what_to_do(town: Town, desk: Client) -> None:
    item = town.item()
    (told,) = answers(desk, record("lend", item.barcode, "no such card"))
    assert told["tone"] == "bad"
    assert "is nobody's loan" in told["text"]
    assert "This card is not known here." in told["text"]
    (unknown,) = answers(desk, record("return", "no such thing"))
    assert unknown["tone"] == "bad"
    assert "no such thing" in unknown["text"]


def test_what_was_against_a_loan_is_told_and_the_loan_counts(town: Town, desk: Client) -> None:
    item, patron = town.item(), town.patron()
    Block.objects.create(person_id=patron.id, reason="conduct", since_on=timezone.now().date())
    (told,) = answers(desk, record("lend", item.barcode, patron.card))
    assert told["tone"] == "notice"
    assert "Something was against this loan" in told["text"]
    assert Loan.objects.count() == 1


def test_what_was_set_aside_is_told(town: Town, desk: Client) -> None:
    item, patron, waiting = town.item(), town.patron(), town.patron()
    place_hold(
        record_id=item.record_id,
        person_id=waiting.id,
        pickup_branch_id=item.branch_id,
        now=timezone.now() - timedelta(hours=2),
        policy=policy_in_force(),
    )
    answers(desk, record("return", item.barcode))
    later = timezone.now() - timedelta(minutes=20)
    (told,) = answers(desk, record("lend", item.barcode, patron.card, at=later.isoformat()))
    assert told["tone"] == "notice"
    assert "who goes on waiting" in told["text"]


def test_what_the_books_had_on_loan_is_told(town: Town, desk: Client) -> None:
    item, patron, before = town.item(), town.patron(), town.patron()
    town.lend(before, item)
    Loan.objects.update(lent_at=timezone.now() - timedelta(hours=2))
    (told,) = answers(desk, record("lend", item.barcode, patron.card))
    assert told["tone"] == "notice"
    assert "that loan has ended" in told["text"]
    assert Loan.objects.get(returned_at=None).patron_id == patron.id


def test_a_clock_that_is_wrong_is_put_right_and_told(town: Town, desk: Client) -> None:
    item, patron = town.item(), town.patron()
    clock = timezone.now() - timedelta(hours=2, minutes=5, seconds=20)
    answer = send(desk, record("lend", item.barcode, patron.card), clock=clock.isoformat())
    first, second = json.loads(answer.content)["answers"]
    assert (first["tone"], second["tone"]) == ("notice", "good")
    assert "2:05" in first["text"]


def test_the_rest_is_taken_in_where_one_cannot(town: Town, desk: Client) -> None:
    item, patron = town.item(), town.patron()
    told = answers(desk, record("return", "nothing"), record("lend", item.barcode, patron.card))
    assert [each["tone"] for each in told] == ["bad", "good"]


def test_who_is_logged_out_loses_nothing(desk: Client, town: Town) -> None:
    desk.cookies.clear()
    answer = send(desk, record("return", town.item().barcode))
    assert answer.status_code == 401
    assert "nothing is lost" in json.loads(answer.content)["why"]


def test_only_who_lends_takes_in(town: Town, staff_client: Callable[[str], Client]) -> None:
    client = staff_client(town.staff(Role.CATALOGUER))
    assert send(client, record("return", town.item().barcode)).status_code == 403


@pytest.mark.parametrize(
    "wrong",
    [
        {"records": None},
        {"records": [1]},
        {"records": [{}]},
        {"clock": "yesterday"},
        {"clock": "2026-01-01T00:00:00"},
        {"records": [record("burn", "3")]},
        {"records": [record("lend", "3", at="2026-01-01")]},
        {"records": [record("lend", "3", id="x")]},
        {"records": [record("lend", "3", id="\ud800" * 9)]},
        {"records": [record("lend", "3", number=-1)]},
        {"records": [record("lend", "3")] * 101},
    ],
)
def test_what_is_no_file_of_a_desk_is_refused_whole(desk: Client, wrong: dict[str, Any]) -> None:
    answer = send(desk, **wrong)
    assert answer.status_code == 422
    assert json.loads(answer.content)["why"]


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b"\xff", b"1", b'"x"', b"[" * 100_000])
def test_noise_is_refused(desk: Client, body: bytes) -> None:
    answer = desk.post(SEND, body, content_type="application/json")
    assert answer.status_code == 422
