"""A patron pays on the web: chosen, sent on, back again, and a receipt to keep."""

import re
import uuid
from collections.abc import Callable, Iterator
from datetime import timedelta
from io import BytesIO
from typing import Any

import pypdfium2
import pytest
from django.test import Client
from django.utils import timezone

from hylla.clients.payments import State
from hylla.clients.signing import HEADER
from hylla.doors.mypage import paying
from hylla.fees.models import Claim, Payment, Voucher
from hylla.fees.queries import balance_of
from hylla.patrons.models import Person
from tests.builders import a_claim
from tests.doors.town import Patron, Town
from tests.fees.till import SIGNED, Till


@pytest.fixture
def till(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Till]:
    """A provider that the library has an agreement with."""
    settings.HYLLA_PAYMENTS = "payments.toml"
    own = Till()
    monkeypatch.setattr(paying, "payment_provider", lambda _: own)
    return own


@pytest.fixture
def owed(patron: Patron) -> list[Claim]:
    """What the patron owes: 25 and 300 kr."""
    person = Person.objects.get(pk=patron.id)
    day = timezone.localdate() - timedelta(days=3)
    return [a_claim(person, opened_on=day, amount_ore=ore) for ore in (2500, 30_000)]


def boxes(page: str) -> list[str]:
    return re.findall(r'name="claim" value="([^"]+)" id="[^"]+" checked', page)


def go(mine: Client, claims: list[str]) -> Any:
    return mine.post("/en/my/pay/", {"claim": claims})


def reference() -> str:
    return Payment.objects.values_list("reference", flat=True).first() or ""


def test_all_is_chosen_and_paid_and_a_receipt_is_kept(
    mine: Client, patron: Patron, owed: list[Claim], till: Till
) -> None:
    assert "/en/my/pay/" in mine.get("/en/my/").content.decode()
    chosen = boxes(mine.get("/en/my/pay/").content.decode())
    assert len(chosen) == 2
    sent_on = go(mine, chosen)
    (order,) = till.orders.values()
    assert sent_on.headers["Refresh"] == f"0; url=https://pay.example/{order.reference}"
    assert "325 kr" in sent_on.content.decode().replace("\xa0", " ")
    assert order.back == f"http://testserver/en/my/pay/{order.reference}/"
    assert order.answer == "http://testserver/pay/answer/"
    till.states[order.reference] = State.PAID
    page = mine.get(order.back).content.decode().replace("\xa0", " ")
    assert "You have paid 325 kr." in page
    assert balance_of(patron.id) == 0
    for number in Voucher.objects.values_list("number", flat=True):
        assert f">{number}<" in page
    paper = mine.get(f"/en/my/pay/{order.reference}/receipt/")
    assert paper.headers["Content-Type"] == "application/pdf"
    text = pypdfium2.PdfDocument(BytesIO(paper.content))[0].get_textpage().get_text_bounded()
    assert "325" in text
    assert "Embla" not in text
    assert "Payments on the web" in mine.get("/en/my/").content.decode()


def test_some_of_it(mine: Client, patron: Patron, owed: list[Claim], till: Till) -> None:
    chosen = boxes(mine.get("/en/my/pay/").content.decode())
    small = next(each for each in chosen if each.endswith(":2500"))
    go(mine, [small])
    (order,) = till.orders.values()
    assert order.amount_ore == 2500
    till.states[order.reference] = State.PAID
    mine.get(order.back)
    assert balance_of(patron.id) == 30_000


@pytest.mark.parametrize("claims", [[], ["nonsense"], [f"{uuid.uuid4()}:100"]])
def test_nothing_or_nonsense_chosen(
    mine: Client, owed: list[Claim], till: Till, claims: list[str]
) -> None:
    answer = go(mine, claims)
    assert answer.status_code == 422
    assert "Nothing was paid" in answer.content.decode()
    assert not till.orders


def test_a_sum_that_changed_meanwhile_is_refused_clearly(
    mine: Client, owed: list[Claim], till: Till
) -> None:
    chosen = boxes(mine.get("/en/my/pay/").content.decode())
    Claim.objects.filter(amount_ore=2500).update(amount_ore=2800)
    answer = go(mine, chosen)
    assert answer.status_code == 422
    assert "What you owe has changed meanwhile" in answer.content.decode()
    assert not till.orders


def test_cancelled_at_the_provider(
    mine: Client, patron: Patron, owed: list[Claim], till: Till
) -> None:
    go(mine, boxes(mine.get("/en/my/pay/").content.decode()))
    till.states[reference()] = State.CANCELLED
    page = mine.get(f"/en/my/pay/{reference()}/").content.decode()
    assert "Nothing was paid. What you owe stands as before." in page
    assert balance_of(patron.id) == 32_500
    assert mine.get(f"/en/my/pay/{reference()}/receipt/").status_code == 404


def test_back_before_the_provider_knows_or_answers(
    mine: Client, owed: list[Claim], till: Till
) -> None:
    go(mine, boxes(mine.get("/en/my/pay/").content.decode()))
    till.is_away = True
    page = mine.get(f"/en/my/pay/{reference()}/").content.decode()
    assert "We have not heard yet" in page


def test_the_provider_says_so_itself_and_the_patron_comes_later(
    client: Client, mine: Client, patron: Patron, owed: list[Claim], till: Till
) -> None:
    go(mine, boxes(mine.get("/en/my/pay/").content.decode()))
    till.states[reference()] = State.PAID
    for _ in range(2):
        assert told(client, reference(), SIGNED) == 204
    assert balance_of(patron.id) == 0
    assert Voucher.objects.count() == 2
    assert "You have paid" in mine.get(f"/en/my/pay/{reference()}/").content.decode()
    assert till.asked == 0


def told(client: Client, body: str, signature: str) -> int:
    sent = client.post(
        "/pay/answer/",
        body,
        content_type="application/json",
        headers={HEADER: signature, "Sec-Fetch-Site": "cross-site"},
    )
    return sent.status_code


def test_nobody_else_can_say_that_it_was_paid(
    client: Client, mine: Client, patron: Patron, owed: list[Claim], till: Till
) -> None:
    go(mine, boxes(mine.get("/en/my/pay/").content.decode()))
    till.states[reference()] = State.PAID
    assert told(client, reference(), "") == 400
    assert client.get("/pay/answer/").status_code == 404
    assert balance_of(patron.id) == 32_500


def test_an_answer_about_a_payment_that_is_gone(
    client: Client, mine: Client, owed: list[Claim], till: Till
) -> None:
    go(mine, boxes(mine.get("/en/my/pay/").content.decode()))
    gone = reference()
    Payment.objects.all().delete()
    assert told(client, gone, SIGNED) == 404


def test_a_payment_is_shown_to_who_pays_only(
    mine: Client,
    town: Town,
    patron_client: Callable[[Patron], Client],
    owed: list[Claim],
    till: Till,
) -> None:
    go(mine, boxes(mine.get("/en/my/pay/").content.decode()))
    other = patron_client(town.patron())
    assert other.get(f"/en/my/pay/{reference()}/").status_code == 404
    assert other.get(f"/en/my/pay/{reference()}/receipt/").status_code == 404


def test_where_nothing_is_agreed_there_is_no_way_to_pay(mine: Client, owed: list[Claim]) -> None:
    page = mine.get("/en/my/").content.decode()
    assert "/en/my/pay/" not in page
    assert mine.get("/en/my/pay/").status_code == 404
    assert mine.post("/pay/answer/").status_code == 404
