"""Requests to other libraries at the desk: from a wish to the day the lender has it back."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from hylla.circulation.actions import check_out, return_item
from hylla.interlibrary.actions import add_partner
from hylla.interlibrary.models import Consignment, NameTask, Order, Partner, Unconfirmed, Wish
from hylla.library.actions import publish_policy
from hylla.library.queries import policy_in_force
from hylla.patrons.models import Person
from hylla.privacy.vocabulary import Role
from tests.builders import an_order
from tests.doors.town import Patron, Town

StaffClient = Callable[[str], Client]
LIST = "/en/desk/elsewhere/"


@pytest.fixture
def partner(town: Town) -> Partner:
    """Another library."""
    return Partner.objects.get(pk=add_partner("Nabovik", email="fjern@nabovik.example.org"))


def due(days: int = 20) -> str:
    return (timezone.localdate() + timedelta(days=days)).isoformat()


def open_at(desk: Client, patron: Patron) -> str:
    """Open a patron's record, and return which opening it is."""
    page = desk.post("/en/desk/", {"entry": patron.card})
    return str(page.context["opening"])


def asked_for(desk: Client, town: Town, title: str = "Vinterfjell") -> Patron:
    patron = town.patron(given_name="Embla")
    told = {"opened": open_at(desk, patron), "title": title, "branch": town.main.pk}
    page = desk.post("/en/desk/elsewhere/wish/", told)
    assert "It stands on the list of what patrons ask for." in page.content.decode()
    return patron


def test_the_whole_way_and_nobodys_name(town: Town, desk: Client, partner: Partner) -> None:
    town.item()
    patron = asked_for(desk, town)
    desk.post("/en/desk/close/")
    address = f"{LIST}{Wish.objects.get().pk}/"

    def step(said: str, **told: object) -> None:
        page = desk.post(address, told).content.decode()
        assert said in page
        assert "Embla" not in page

    assert "Vinterfjell" in desk.get(LIST).content.decode()
    step("Noted.", step="approve")
    step("Ordered.", step="order", partner=partner.pk)
    address = f"{LIST}{Order.objects.get().pk}/"
    assert "Nabovik" in desk.get(address).content.decode()
    step("Noted.", step="announce")
    step("hold shelf", step="receive", barcode="NABO-1", item_type="book", due_on=due())
    step("Noted. The loan can be renewed", step="time", due_on=due(40))
    now = timezone.now()
    here = {"branch_id": town.main.pk, "now": now, "policy": policy_in_force()}
    check_out(card=patron.card, barcode="NABO-1", **here)
    step("It is on loan or set aside.", step="send_back")
    return_item(barcode="NABO-1", **here)
    step("Noted.", step="send_back")
    step("Noted.", step="confirm")
    assert not Order.objects.exists()
    assert "This request is over." in desk.get(address).content.decode()


def test_what_is_bought_is_set_aside_for_whoever_asked(town: Town, desk: Client) -> None:
    asked_for(desk, town)
    desk.post("/en/desk/close/")
    address = f"{LIST}{Wish.objects.get().pk}/"
    asked = desk.get(address).content.decode()
    assert "Yes, borrow it from another library" in asked
    assert "Noted." in desk.post(address, {"step": "buy"}).content.decode()
    bought = desk.get(address).content.decode()
    assert "We buy it" in bought
    assert "Yes, buy it" not in bought
    wrong = desk.post(address, {"step": "arrive", "barcode": "NOPE"})
    assert wrong.status_code == 422
    assert "There is no copy of ours with this barcode." in wrong.content.decode()
    copy = town.item("Vinterfjell")
    come = desk.post(address, {"step": "arrive", "barcode": copy.barcode}).content.decode()
    assert "hold shelf" in come
    assert "Embla" not in come
    assert not Wish.objects.exists()


def test_what_is_wrong_is_told_beside_the_field(town: Town, desk: Client, partner: Partner) -> None:
    patron = town.patron()
    opened = open_at(desk, patron)
    wish = {"opened": opened, "title": "Hav", "isbn": "12", "branch": town.main.pk}
    page = desk.post("/en/desk/elsewhere/wish/", wish)
    assert page.status_code == 422
    assert "This is no ISBN" in page.content.decode()
    desk.post("/en/desk/elsewhere/wish/", {**wish, "isbn": ""})
    address = f"{LIST}{Wish.objects.get().pk}/"
    for told, said in (
        ({"step": "order", "partner": partner.pk}, "Say yes to the request first"),
        ({"step": "decline", "reason": "nonsense"}, "Select a valid choice"),
        ({"step": "announce"}, "This order is over."),
    ):
        answer = desk.post(address, told)
        assert answer.status_code == 422
        assert said in answer.content.decode()
    assert desk.post(address, {"step": "nonsense"}).status_code == 200
    desk.post(address, {"step": "approve"})
    desk.post(address, {"step": "order", "partner": partner.pk})
    address = f"{LIST}{Order.objects.get().pk}/"
    taken = town.item().barcode
    told = {"step": "receive", "barcode": taken, "item_type": "book", "due_on": due()}
    assert "Another copy has this barcode." in desk.post(address, told).content.decode()
    told = {**told, "barcode": "NABO-1", "due_on": due(-1)}
    assert "tomorrow at the earliest" in desk.post(address, told).content.decode()
    assert Order.objects.get().status == "sent"


def test_a_no_has_a_reason_and_a_search_finds(town: Town, desk: Client) -> None:
    asked_for(desk, town)
    address = f"{LIST}{Wish.objects.get().pk}/"
    assert (
        "Whoever asked reads why"
        in desk.post(address, {"step": "decline", "reason": "too_new"}).content.decode()
    )
    assert "It is too new" in desk.post(LIST, {"q": "vinter"}).content.decode()
    assert "Nothing is found by these words." in desk.post(LIST, {"q": "hav"}).content.decode()


def test_a_name_that_was_told_is_a_task_until_it_is_deleted(
    town: Town, desk: Client, partner: Partner
) -> None:
    asked_for(desk, town)
    address = f"{LIST}{Wish.objects.get().pk}/"
    desk.post(address, {"step": "approve"})
    desk.post(address, {"step": "order", "partner": partner.pk})
    address = f"{LIST}{Order.objects.get().pk}/"
    desk.post(address, {"step": "name"})
    assert "The other library was told the name." in desk.get(address).content.decode()
    desk.post(address, {"step": "refused"})
    task = NameTask.objects.get()
    assert "Names to be deleted elsewhere" in desk.get(LIST).content.decode()
    done = "/en/desk/elsewhere/name-deleted/"
    assert desk.post(done, {"task": "x"}).status_code == 302
    assert "deleted there" in desk.post(done, {"task": task.pk}).content.decode()
    assert desk.post(done, {"task": task.pk}).status_code == 422
    assert "Names to be deleted elsewhere" not in desk.get(LIST).content.decode()


def test_ours_goes_to_another_library_and_comes_back(town: Town, desk: Client) -> None:
    page = "/en/desk/consignments/"
    assert "Nothing of ours is at another library." in desk.get(page).content.decode()
    library = {"name": "Havn", "email": "lan@havn.example.org"}
    assert "Added." in desk.post(f"{page}partner/", library).content.decode()
    assert "a library with this name" in desk.post(f"{page}partner/", library).content.decode()
    item = town.item("Isbjørn")
    told = {"partner": Partner.objects.get().pk, "number": "H-7", "barcode": item.barcode}
    assert "Nobody else gets it now" in desk.post(page, told).content.decode()
    assert desk.post(page, {**told, "number": "H-8"}).status_code == 422
    sent = {"consignment": Consignment.objects.get().pk}
    assert desk.post(f"{page}sent/", sent).status_code == 422
    assert desk.post(f"{page}sent/", {**sent, "due_on": due(-2)}).status_code == 422
    assert "We remind" in desk.post(f"{page}sent/", {**sent, "due_on": due()}).content.decode()
    looked_up = desk.post("/en/desk/item/", {"barcode": item.barcode}).content.decode()
    assert "Lent to another library" in looked_up
    assert "Isbjørn" in desk.post(f"{page}back/", sent).content.decode()
    assert not Consignment.objects.exists()
    assert desk.post(f"{page}back/", sent).status_code == 422
    assert desk.post(f"{page}back/", {"consignment": "x"}).status_code == 302


def test_cataloguers_see_none_of_it(town: Town, staff_client: StaffClient) -> None:
    client = staff_client(town.staff(Role.CATALOGUER))
    assert client.get(LIST).status_code == 403
    assert client.get("/en/desk/consignments/").status_code == 403


def test_where_it_is_not_offered_there_is_no_word_of_it(town: Town, desk: Client) -> None:
    assert LIST in desk.get("/en/desk/help/").content.decode()
    text = policy_in_force().text
    start = text.index("[interlibrary]")
    end = text.index("[", start + 1)
    without = text[:start] + text[end:]
    publish_policy(without.replace('version = "1.0"', 'version = "1.1"'), now=timezone.now())
    assert LIST not in desk.get("/en/desk/help/").content.decode()
    patron = town.patron()
    told = {"opened": open_at(desk, patron), "title": "Hav", "branch": town.main.pk}
    assert desk.post("/en/desk/elsewhere/wish/", told).status_code == 404


def test_nothing_heard_for_long_is_a_task_that_staff_can_end(
    town: Town, desk: Client, partner: Partner
) -> None:
    patron = town.patron(given_name="Embla")
    long_ago = timezone.now() - timedelta(days=45)
    row = an_order(
        Person.objects.get(pk=patron.id),
        sent_at=long_ago,
        status="sent_back",
        title="Vinterfjell",
        partner=partner,
    )
    page = desk.get(LIST).content.decode()
    assert "Nothing heard for long (1)" in page
    assert "Embla" not in page
    address = f"{LIST}{row.pk}/"
    page = desk.get(address).content.decode()
    assert "Ask them by mail" in page
    assert "Wait for their word no longer" in page
    wrong = desk.post(address, {"step": "close", "why": "bored"})
    assert wrong.status_code == 422
    page = desk.post(address, {"step": "close", "why": "no_answer"}).content.decode()
    assert "Ended without their word" in page
    assert "They do not answer" in page
    assert not Order.objects.exists()
    number = Unconfirmed.objects.get().pk
    page = desk.post(f"{LIST}settled/", {"closed": str(number)}).content.decode()
    assert "Noted: the number is gone." in page
    assert desk.post(f"{LIST}settled/", {"closed": str(number)}).status_code == 422
    assert desk.post(f"{LIST}settled/", {"closed": "x"}).status_code == 302


def test_asking_the_lender_again(town: Town, desk: Client, partner: Partner) -> None:
    long_ago = timezone.now() - timedelta(days=45)
    person = Person.objects.get(pk=town.patron().id)
    row = an_order(person, sent_at=long_ago, partner=partner)
    page = desk.post(f"{LIST}{row.pk}/", {"step": "ask_again"}).content.decode()
    assert "Noted." in page
    assert "Nothing heard for long" not in page
    again = desk.post(f"{LIST}{row.pk}/", {"step": "ask_again"})
    assert again.status_code == 422


def test_changing_and_removing_a_library(desk: Client, partner: Partner) -> None:
    where = "/en/desk/consignments/partner/change/"
    told = {"partner": str(partner.pk), "do": "change", "email": "ny@nabovik.example.org"}
    page = desk.post(where, {**told, "name": "Nye Nabovik"}).content.decode()
    assert "Changed." in page
    assert "Nye Nabovik" in page
    assert desk.post(where, {**told, "name": ""}).status_code == 422
    assert desk.post(where, {"partner": "x"}).status_code == 302
    assert "Removed." in desk.post(where, {**told, "do": "remove"}).content.decode()
    assert not Partner.objects.exists()
    assert desk.post(where, {**told, "do": "remove"}).status_code == 422
