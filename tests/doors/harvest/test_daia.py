"""DAIA: what can be had and when, for everyone alike; never who has it, or is late."""

import json
import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hylla.catalogue.actions import add_record
from hylla.catalogue.models import ItemStatus
from hylla.catalogue.rules import TitleFacts
from hylla.circulation.actions import place_hold, set_loan_rule
from hylla.circulation.models import Loan
from hylla.formats.daia import AT_A_TIME
from hylla.library.queries import policy_in_force
from tests.doors.town import ANYONE, Town


def ask(program: Client, *identifiers: object, **told: str) -> Any:
    answer = program.get("/daia", {"format": "json", "id": "|".join(map(str, identifiers)), **told})
    assert answer["X-DAIA-Version"] == "1.0.0"
    assert answer["Access-Control-Allow-Origin"] == "*"
    return json.loads(answer.content)


def items(program: Client, record_id: int) -> list[dict[str, Any]]:
    (document,) = ask(program, record_id)["document"]
    found: list[dict[str, Any]] = document["item"]
    return found


def test_a_copy_on_its_shelf_can_be_had(program: Client, town: Town) -> None:
    item = town.item("Vinterfjell", shelf_mark="Elv")
    address = f"http://testserver/record/{item.record_id}/"
    told = ask(program, address)
    assert told["institution"]["content"] == policy_in_force().name
    assert told["document"] == [
        {
            "id": address,
            "requested": address,
            "href": address,
            "about": "Vinterfjell",
            "item": [
                {
                    "id": f"{address}#item-{item.pk}",
                    "label": "Elv",
                    "department": {"content": town.main.name},
                    "available": [{"service": "presentation"}, {"service": "loan"}],
                }
            ],
        }
    ]
    assert item.barcode not in json.dumps(told)


def test_a_loan_tells_its_due_day_and_nobody(program: Client, town: Town) -> None:
    item = town.item("Vinterfjell")
    loan = town.lend(town.patron(given_name="Embla"), item)
    (told,) = items(program, item.record_id)
    assert "available" not in told
    assert told["unavailable"] == [
        {"service": each, "expected": loan.due_on.isoformat()} for each in ("presentation", "loan")
    ]
    assert "Embla" not in json.dumps(told)


def test_that_somebody_is_late_is_not_told(program: Client, town: Town) -> None:
    item = town.item()
    loan = town.lend(town.patron(), item)
    Loan.objects.filter(pk=loan.pk).update(due_on=timezone.localdate() - timedelta(days=9))
    (told,) = items(program, item.record_id)
    assert told["unavailable"][1] == {"service": "loan", "expected": "unknown"}


def test_where_others_wait_the_queue_is_told_and_no_day(program: Client, town: Town) -> None:
    """A copy that stands there for somebody can be read there, and not be lent."""
    lent = town.item("Vinterfjell")
    free = town.item(record=lent.record)
    town.lend(town.patron(), lent)
    place_hold(
        person_id=town.patron().id,
        record_id=lent.record_id,
        pickup_branch_id=town.main.pk,
        now=timezone.now(),
        policy=policy_in_force(),
    )
    by_id = {each["id"].rpartition("-")[2]: each for each in items(program, lent.record_id)}
    unknown = {"service": "loan", "expected": "unknown", "queue": 1}
    assert by_id[str(lent.pk)]["unavailable"][1] == unknown
    assert by_id[str(free.pk)]["available"] == [{"service": "presentation"}]
    assert by_id[str(free.pk)]["unavailable"] == [unknown]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"status": ItemStatus.LOST}, None),
        ({"status": ItemStatus.MISSING}, None),
        ({"status": ItemStatus.IN_PROCESS}, "unknown"),
        ({"status": ItemStatus.AWAY}, "unknown"),
    ],
)
def test_what_is_elsewhere_may_come_back_or_not(
    values: dict[str, Any], expected: str | None, program: Client, town: Town
) -> None:
    (told,) = items(program, town.item(**values).record_id)
    assert "available" not in told
    assert [each.get("expected") for each in told["unavailable"]] == [expected, expected]


def test_withdrawn_copies_are_not_told_of(program: Client, town: Town) -> None:
    record = town.item(status=ItemStatus.WITHDRAWN).record_id
    assert items(program, record) == []


def test_a_copy_that_no_rule_lends_can_be_read_there(program: Client, town: Town) -> None:
    item = town.item("Atlas")
    set_loan_rule(replace(ANYONE, item_type="book", is_lent=False))
    (told,) = items(program, item.record_id)
    assert told["available"] == [{"service": "presentation"}]
    assert told["unavailable"] == [{"service": "loan"}]
    set_loan_rule(replace(ANYONE, category="adult", item_type="book"))
    (told,) = items(program, item.record_id)
    assert "unavailable" not in told


def test_a_title_is_known_by_address_number_oai_and_isbn(program: Client, town: Town) -> None:
    facts = TitleFacts("Fjell", isbns=("9788205295353",))
    number = add_record(facts, source="test", control_number="1", on=timezone.localdate())
    for each in (
        f"http://testserver/record/{number}/",
        number,
        f"oai:localhost:{number}",
        "urn:isbn:9788205295353",
        "82-05-29535-2",
    ):
        (document,) = ask(program, each)["document"]
        assert document["id"] == f"http://testserver/record/{number}/"
        assert document["requested"] == str(each)
    assert ask(program, "urn:isbn:9780000000002", 999_999, "x", "9" * 30)["document"] == []
    assert len(ask(program, number, f"oai:localhost:{number}")["document"]) == 1


def test_many_at_once_go_on_in_another_request(program: Client, town: Town) -> None:
    numbers = range(1, AT_A_TIME + 3)
    told = {"format": "json", "id": "|".join(map(str, numbers))}
    link = program.get("/daia", told)["Link"]
    assert link.startswith("<http://testserver/daia?id=21%7C22&format=json>")


@pytest.mark.parametrize(
    "told",
    [
        {},
        {"id": "1"},
        {"id": "1", "format": "xml"},
        {"format": "json"},
        {"format": "json", "id": " | "},
        {"format": "json", "id": "1", "callback": "alert(1)//"},
        {"format": "json", "id": "1", "patron": "3010000017"},
        {"format": "json", "id": "1", "access_token": "x"},
    ],
)
def test_what_cannot_be_answered_says_why(
    told: dict[str, str], program: Client, town: Town
) -> None:
    """Also who asks for somebody in particular."""
    answer = program.get("/daia", told)
    assert answer.status_code == 422
    body = json.loads(answer.content)
    assert (body["error"], body["code"]) == ("invalid_request", 422)
    assert body["error_description"]


def test_a_script_may_ask(program: Client, town: Town) -> None:
    told = {"format": "json", "id": str(town.record("a\u2028b").pk), "callback": "show_it"}
    answer = program.get("/daia", told)
    assert answer["Content-Type"].startswith("application/javascript")
    assert re.fullmatch(rb"/\*\*/show_it\(\{.*\}\);", answer.content)
    assert b"\xe2\x80\xa8" not in answer.content
    assert program.options("/daia").status_code == 200
    assert program.post("/daia", told).status_code in {403, 405}


def test_no_column_about_a_person_is_read(program: Client, town: Town) -> None:
    """Loans and holds are counted and their due day read; whose they are is in no statement."""
    item = town.item()
    town.lend(town.patron(), item)
    place_hold(
        person_id=town.patron().id,
        record_id=item.record_id,
        pickup_branch_id=town.main.pk,
        now=timezone.now(),
        policy=policy_in_force(),
    )
    with CaptureQueriesContext(connection) as queries:
        assert items(program, item.record_id)
    statements = " ".join(each["sql"] for each in queries)
    assert "circulation_loan" in statements
    assert not re.search(r"patrons_|patron_id|person_id", statements)
