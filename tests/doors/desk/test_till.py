"""The till: money back against a number, and what was counted beside what was booked."""

import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from hylla.circulation.actions import declare_lost, settle_claim
from hylla.fees.models import TillClosing, Voucher
from hylla.fees.queries import balances
from hylla.library.queries import policy_in_force
from hylla.patrons.models import Person
from hylla.privacy.vocabulary import Role
from tests.builders import a_claim
from tests.doors.town import Town


def paid(town: Town, *, method: str = "cash", amount_ore: int = 5050) -> int:
    patron = town.patron(given_name="Embla")
    now = timezone.now()
    owed = a_claim(
        Person.objects.get(pk=patron.id),
        opened_on=now.date(),
        amount_ore=amount_ore,
    )
    type(owed).objects.filter(pk=owed.pk).update(branch=town.main)
    return settle_claim(owed.pk, method=method, now=now, policy=policy_in_force())


def hidden(page: str) -> dict[str, str]:
    return dict(re.findall(r'type="hidden" name="(number|left)" value="(\d+)"', page))


def text(answer: Any) -> str:
    return str(answer.content.decode()).replace("\xa0", " ")


def test_money_back_by_the_number_on_the_voucher(town: Town, desk: Client) -> None:
    number = paid(town)
    found = text(desk.post("/en/desk/till/", {"number": number}))
    assert "50.50 kr" in found
    assert "Embla" not in found
    told = {**hidden(found), "amount": "20.50", "method": "card"}
    page = text(desk.post("/en/desk/till/back/", told))
    assert "Now give 20.50 kr back to the card." in page
    assert balances() == {"cash": 5050, "card": -2050, "income": -3000}
    assert Voucher.objects.count() == 2


def test_the_second_desk_is_told_to_hand_nothing_out(town: Town, desk: Client) -> None:
    """Both have looked at the voucher; one gives it back to the card, the other in cash."""
    seen = hidden(text(desk.post("/en/desk/till/", {"number": paid(town)})))
    told = {**seen, "amount": "20.50"}
    desk.post("/en/desk/till/back/", {**told, "method": "card"})
    second = desk.post("/en/desk/till/back/", {**told, "method": "cash"})
    assert second.status_code == 422
    page = text(second)
    assert "Hand nothing out" in page
    assert "20.50 kr, Card" in page, "what went back, and how"
    assert hidden(page)["left"] == "3000"
    assert Voucher.objects.count() == 2
    more = {**hidden(page), "amount": "30.01", "method": "cash"}
    refused = desk.post("/en/desk/till/back/", more)
    assert refused.status_code == 422
    assert "That is more than is left of what was paid." in text(refused)


def test_what_the_terminal_did_not_take_is_taken_back_and_given_in_cash(
    town: Town, desk: Client
) -> None:
    number = paid(town)
    told = {**hidden(text(desk.post("/en/desk/till/", {"number": number}))), "amount": "50.50"}
    desk.post("/en/desk/till/back/", {**told, "method": "card"})
    back = Voucher.objects.get(refunds=number).number
    again = {"number": back}
    assert "Taken back, voucher number" in text(desk.post("/en/desk/till/not-given/", again))
    assert balances() == {"cash": 5050, "card": 0, "income": -5050}
    assert desk.post("/en/desk/till/not-given/", again).status_code == 422
    for wrong in (number, 98_765):
        assert desk.post("/en/desk/till/not-given/", {"number": wrong}).status_code == 422
    assert desk.post("/en/desk/till/not-given/", {"number": "x"}).status_code == 302
    page = text(desk.post("/en/desk/till/back/", {**told, "method": "cash"}))
    assert "Now hand out 50.50 kr in cash." in page
    assert balances() == {"cash": 0, "card": 0, "income": 0}
    assert Voucher.objects.count() == 4


def test_a_form_without_sense_gives_nothing_back(town: Town, desk: Client) -> None:
    told = {**hidden(text(desk.post("/en/desk/till/", {"number": paid(town)}))), "method": "cash"}
    for wrong in ({"amount": "60"}, {"amount": "-1"}, {"amount": "much"}, {"amount": "0"}):
        assert desk.post("/en/desk/till/back/", {**told, **wrong}).status_code == 422
    for wrong in ({"amount": "1", "method": "waived"}, {"amount": "1", "method": ""}):
        assert desk.post("/en/desk/till/back/", {**told, **wrong}).status_code == 302
    assert desk.post("/en/desk/till/back/", {"method": "cash", "number": "x"}).status_code == 422
    assert Voucher.objects.count() == 1


def test_nothing_back_for_what_was_not_paid(town: Town, desk: Client) -> None:
    for number in (paid(town, method="waived"), 98_765):
        answer = desk.post("/en/desk/till/", {"number": number})
        assert answer.status_code == 422
        assert "Nothing was paid with a voucher of this number." in text(answer)


def test_the_till_is_counted_before_it_is_told(town: Town, desk: Client) -> None:
    paid(town)
    assert "50.50 kr" not in text(desk.get("/en/desk/till/"))
    told = {"cash": "50", "card": "0", "after": "0"}
    page = text(desk.post("/en/desk/till/count/", told))
    assert "The till is closed." in page
    assert "50.50 kr" in page
    assert "0.50 kr too little" in page
    again = desk.post("/en/desk/till/count/", told)
    assert again.status_code == 422
    assert "The till was closed meanwhile" in text(again)
    assert TillClosing.objects.count() == 2
    after = re.search(r'name="after" value="(\d+)"', page)
    assert after is not None
    told["after"] = after[1]
    assert "50 kr too much" in text(desk.post("/en/desk/till/count/", told))
    assert {each.counted_ore for each in TillClosing.objects.all()} == {5000, 0}


def test_a_count_that_is_no_sum_closes_nothing(desk: Client) -> None:
    assert desk.post("/en/desk/till/count/", {"cash": "", "card": "x"}).status_code == 422
    assert not TillClosing.objects.exists()


@pytest.mark.parametrize("role", [Role.CHILDREN, Role.CATALOGUER, Role.ADMINISTRATOR])
def test_only_who_takes_money_sees_the_till(town: Town, staff_client: Any, role: Role) -> None:
    client = staff_client(town.staff(role))
    for path in "", "back/", "count/":
        assert client.post(f"/en/desk/till/{path}").status_code == 403


def test_found_again_what_was_open_is_waived_and_what_was_paid_goes_back(
    town: Town, desk: Client
) -> None:
    policy, now = policy_in_force(), timezone.now()
    for is_paid in (False, True):
        item = town.item("Vinterfjell")
        town.lend(town.patron(), item)
        claim = declare_lost(item.barcode, price_ore=30_000, now=now, policy=policy)
        assert claim is not None
        if is_paid:
            settle_claim(claim, method="cash", now=now, policy=policy)
        page = text(desk.post("/en/desk/", {"entry": item.barcode}))
        assert "and is found now." in page
        assert ("What was claimed for it is waived: 300 kr." in page) is not is_paid
        assert ('<a href="/en/desk/till/">To the till, to give money back</a>' in page) is is_paid


SOLD = "/en/desk/till/sold/"


def test_prints_are_sold_to_nobody(town: Town, desk: Client) -> None:
    told = {"kind": "print", "amount": "12.50", "method": "cash", "word": "w0rd"}
    page = text(desk.post(SOLD, told))
    voucher = Voucher.objects.get()
    assert f"voucher number {voucher.number}." in page
    assert (voucher.kind, voucher.debit, voucher.amount_ore) == ("print", "cash", 1_250)
    assert "booked already" in text(desk.post(SOLD, told))
    assert Voucher.objects.count() == 1
    # And it can go back, as any payment.
    assert "Prints and copies" in text(desk.post("/en/desk/till/", {"number": voucher.number}))


@pytest.mark.parametrize(
    "wrong",
    [{"amount": "0"}, {"amount": "-3"}, {"amount": "x"}, {"amount": "1.005"}, {"kind": "lost"}],
)
def test_what_cannot_be_sold_is_asked_for_again(desk: Client, wrong: dict[str, str]) -> None:
    told = {"kind": "print", "amount": "12", "method": "card", **wrong}
    assert desk.post(SOLD, told).status_code == 422
    assert desk.post(SOLD, {**told, "method": "online"}).status_code == 302
    assert not Voucher.objects.exists()
