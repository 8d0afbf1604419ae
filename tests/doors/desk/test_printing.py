"""What is printed at the desk: codes, days and numbers, and nobody's name."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.test import Client

from hylla.circulation.actions import place_hold
from hylla.doors.desk.help import KEYS
from hylla.library.queries import policy_in_force
from hylla.privacy.models import AccessEntry
from hylla.privacy.vocabulary import Language, Role
from tests.doors.town import Town
from tests.formats.paper.reading import roles, text_of

Send = Callable[..., str]


def test_a_receipt_has_days_and_numbers(town: Town, scan: Send, act: Send) -> None:
    patron = town.patron(given_name="Embla")
    for title in ("Vinterfjell", "Breen"):
        town.lend(patron, town.item(title))
    scan(patron.card)
    page = act("receipt")
    assert "<td>2</td>" in page
    for told in ("Embla", "Tjernvatn", patron.card, "Vinterfjell", "Breen"):
        assert told not in page
    entry = AccessEntry.objects.order_by("pk").last()
    assert entry is not None
    assert (entry.person_id, entry.kinds) == (patron.id, "time_and_place")


def test_a_receipt_to_keep_is_a_tagged_pdf_in_the_patrons_language(
    town: Town, scan: Send, desk: Client
) -> None:
    patron = town.patron(given_name="Embla", language=Language.SV)
    town.lend(patron, town.item("Vinterfjell"))
    scan(patron.card)
    answer = desk.post("/en/desk/receipt/", {"pdf": "1"})
    assert answer.headers["Content-Disposition"] == 'attachment; filename="receipt.pdf"'
    assert answer.headers["Cache-Control"] == "no-store"
    told = " ".join(text_of(answer.content).split())
    assert "1 lån" in told
    assert "Lämnas senast" in told
    assert not any(word in told for word in ("Embla", "Tjernvatn", patron.card, "Vinterfjell"))
    assert {"Document", "Table", "TH"} <= set(roles(answer.content))


def test_a_page_of_somebody_else_saves_nothing(town: Town, scan: Send, desk: Client) -> None:
    scan(town.patron().card)
    answer = desk.post("/en/desk/receipt/", {"pdf": "1", "opened": "0"})
    assert "Another patron was opened" in answer.content.decode()


def test_without_a_patron_there_is_no_receipt(act: Send, desk: Client) -> None:
    assert "not open any more" in act("receipt")
    assert desk.get("/en/desk/receipt/").status_code == 302


def test_a_slip_for_the_hold_shelf_has_the_code(town: Town, scan: Send, act: Send) -> None:
    patron, item = town.patron(given_name="Embla"), town.item("Vinterfjell")
    place_hold(
        person_id=patron.id,
        record_id=item.record_id,
        pickup_branch_id=town.main.pk,
        now=datetime.now(UTC),
        policy=policy_in_force(),
    )
    page = scan(item.barcode)
    assert 'data-outcome="held"' in page
    assert "Print slip" in page
    slip = act("slip", item=item.barcode)
    assert "To be fetched by" in slip
    assert not any(told in slip for told in ("Embla", patron.card, "Vinterfjell"))


def test_an_item_that_stands_on_no_hold_shelf_gets_no_slip(town: Town, desk: Client) -> None:
    assert desk.post("/en/desk/slip/", {"item": town.item().barcode}).status_code == 302


@pytest.mark.parametrize("role", [Role.DESK, Role.CATALOGUER])
def test_a_label_is_a_pdf(town: Town, staff_client: Callable[[str], Client], role: Role) -> None:
    client = staff_client(town.staff(role))
    answer = client.post("/en/desk/label/", {"item": town.item(shelf_mark="839.82 NYG").barcode})
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")
    assert client.post("/en/desk/label/", {"item": "nothing"}).status_code == 302


def test_a_card_is_a_pdf_without_a_name(town: Town, scan: Send, desk: Client) -> None:
    scan(town.patron(given_name="Embla").card)
    answer = desk.post("/en/desk/card/print/")
    assert answer.content.startswith(b"%PDF-")
    assert b"Embla" not in answer.content


def test_every_key_is_explained(desk: Client) -> None:
    page = desk.get("/en/desk/help/").content.decode()
    assert all(f"<kbd>{each.key}</kbd>" in page for each in KEYS)
