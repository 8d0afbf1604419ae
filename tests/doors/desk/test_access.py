"""Who may open whom, and that every rendering is written down or does not happen."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from hylla.fees.actions import open_claim
from hylla.fees.models import ClaimKind
from hylla.fees.queries import balance_of
from hylla.library.models import Staff, StaffRole
from hylla.patrons.models import AtDesk
from hylla.patrons.queries import details
from hylla.privacy.models import AccessEntry
from hylla.privacy.vocabulary import Role
from tests.doors.town import PASSWORD, Town

Send = Callable[..., str]
StaffClient = Callable[[str], Client]


def test_opening_writes_who_looked_at_what(town: Town, scan: Send) -> None:
    patron = town.patron()
    scan(patron.card)
    entry = AccessEntry.objects.get()
    assert entry.person_id == patron.id
    assert (entry.role, entry.unit, entry.task) == ("desk", "main", "card")
    assert {"name", "borrowed", "money"} <= set(entry.kinds.split())
    assert not {"contact", "address"} & set(entry.kinds.split())


def test_each_rendering_writes_a_row_of_its_own(town: Town, scan: Send, act: Send) -> None:
    patron = town.patron()
    scan(patron.card)
    scan(town.item().barcode)
    act("contact")
    assert [each.task for each in AccessEntry.objects.order_by("pk")] == ["card", "card", "contact"]
    last = AccessEntry.objects.order_by("pk").last()
    assert last is not None
    assert {"contact", "address"} <= set(last.kinds.split())


def test_returning_an_item_opens_nobody(town: Town, scan: Send) -> None:
    item = town.item()
    town.lend(town.patron(), item)
    scan(item.barcode)
    assert not AccessEntry.objects.exists()


def test_what_cannot_be_written_down_is_not_shown(
    town: Town, desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    patron = town.patron(given_name="Embla")

    def fails(*_: object, **__: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr("hylla.doors.desk.record.record", fails)
    desk.raise_request_exception = False
    answer = desk.post("/en/desk/", {"entry": patron.card})
    assert answer.status_code == 500
    assert "Embla" not in answer.content.decode()


def test_a_search_writes_that_each_was_listed(town: Town, act: Send) -> None:
    patron = town.patron(given_name="Embla")
    page = act("find", name="Embla", also="14.05.1985")
    assert "Embla Tjernvatn" in page
    entry = AccessEntry.objects.get()
    assert (entry.person_id, entry.task) == (patron.id, "search_hits")
    assert entry.kinds == "birth_date name"


def test_one_who_was_found_is_opened_and_no_other(town: Town, act: Send, desk: Client) -> None:
    patron, other = town.patron(given_name="Embla"), town.patron(given_name="Ask")
    act("find", name="Embla", also="14.05.1985")
    listed = AtDesk.objects.get()
    assert (listed.person_id, listed.is_open) == (patron.id, False)
    for told in str(other.id), str(patron.id), str(listed.pk + 1), "", "-1", "9" * 30:
        answer = desk.post("/en/desk/find/open/", {"listed": told})
        assert answer.status_code == 302, told
    assert "Embla Tjernvatn" in act("find/open", listed=str(listed.pk))


def test_a_name_alone_finds_nobody(town: Town, desk: Client) -> None:
    town.patron(given_name="Embla")
    answer = desk.post("/en/desk/find/", {"name": "Embla", "also": ""})
    assert answer.status_code == 422
    assert "Tjernvatn" not in answer.content.decode()


def test_a_cataloguer_opens_nobody(town: Town, staff_client: StaffClient) -> None:
    client = staff_client(town.staff(Role.CATALOGUER))
    patron = town.patron(given_name="Embla")
    for answer in (
        client.get("/en/desk/"),
        client.post("/en/desk/", {"entry": patron.card}),
        client.get("/en/desk/find/"),
        client.post("/en/desk/contact/"),
        client.get("/en/desk/shelf/"),
    ):
        page = answer.content.decode()
        assert answer.status_code == 403
        assert "You have another role." in page
        assert "Embla" not in page
    assert not AccessEntry.objects.exists()


def test_a_cataloguer_looks_items_up(town: Town, staff_client: StaffClient) -> None:
    client = staff_client(town.staff(Role.CATALOGUER))
    item = town.item("Vinterfjell")
    answer = client.post("/en/desk/item/", {"barcode": item.barcode})
    assert "Vinterfjell" in answer.content.decode()


def test_a_childrens_librarian_opens_children(town: Town, staff_client: StaffClient) -> None:
    client = staff_client(town.staff(Role.CHILDREN))
    child = town.child(age=9, given_name="Lillian")
    page = client.post("/en/desk/", {"entry": child.card}).content.decode()
    assert "Lillian" in page
    assert AccessEntry.objects.get().role == "children"


def test_a_childrens_librarian_opens_no_adult(town: Town, staff_client: StaffClient) -> None:
    client = staff_client(town.staff(Role.CHILDREN))
    adult = town.patron(given_name="Embla")
    page = client.post("/en/desk/", {"entry": adult.card}).content.decode()
    assert "Embla" not in page
    assert "children only" in page
    assert not AtDesk.objects.exists()


def test_a_childrens_librarian_sees_a_fee_and_settles_none(
    town: Town, staff_client: StaffClient
) -> None:
    """The matrix lets them read what a child owes; taking payments is the desk's."""
    client = staff_client(town.staff(Role.CHILDREN))
    child = town.child(age=9)
    claim = open_claim(
        child.id,
        branch_id=town.main.pk,
        kind=ClaimKind.OVERDUE,
        amount_ore=4500,
        on=timezone.localdate(),
    )
    page = client.post("/en/desk/", {"entry": child.card}).content.decode()
    assert "Owes" in page
    assert "/desk/settle/" not in page
    assert "money" in AccessEntry.objects.get().kinds
    answer = client.post("/en/desk/settle/", {"claim": str(claim), "method": "cash"})
    assert "not open to your role" in answer.content.decode()
    assert balance_of(child.id) == 4500


def test_nobody_is_let_in_without_logging_in(visitor: Client, town: Town) -> None:
    for path in "", "find/", "register/", "shelf/", "overdue/", "item/", "closed-days/":
        page = visitor.get(f"/en/desk/{path}").content.decode()
        assert "Log in at the desk" in page


def test_a_patrons_log_in_opens_no_desk(town: Town, patron_client: Callable[..., Client]) -> None:
    client = patron_client(town.patron())
    assert "Log in at the desk" in client.get("/en/desk/").content.decode()


@pytest.mark.parametrize("told", [{"username": "desk"}, {"password": PASSWORD}, {}])
def test_half_a_log_in(visitor: Client, told: dict[str, str]) -> None:
    answer = visitor.post("/en/desk/log-in/", told)
    assert answer.status_code == 422
    assert "This field is required." in answer.content.decode()
    assert not visitor.cookies


def test_a_wrong_password(town: Town, visitor: Client) -> None:
    told = {"username": town.staff(Role.DESK), "password": "something else entirely"}
    answer = visitor.post("/en/desk/log-in/", told)
    assert answer.status_code == 422
    assert told["username"] in answer.content.decode(), "the name stays in the form"
    assert told["password"] not in answer.content.decode()
    assert not visitor.cookies


def test_someone_who_leaves_is_out_at_once(town: Town, desk: Client) -> None:
    StaffRole.objects.all().delete()
    assert desk.get("/en/desk/").status_code == 403
    Staff.objects.all().delete()
    assert "Log in at the desk" in desk.get("/en/desk/").content.decode()


def test_logging_out(desk: Client) -> None:
    assert "You are logged out." in desk.post("/en/desk/log-out/").content.decode()
    assert "Log in at the desk" in desk.get("/en/desk/").content.decode()


def test_no_address_says_who_is_open(town: Town, scan: Send) -> None:
    patron = town.patron()
    town.lend(patron, town.item())
    page = scan(patron.card)
    addresses = re.findall(r'(?:href|action|src)="([^"]*)"', page)
    assert not [each for each in addresses if patron.card in each or str(patron.id) in each]
    assert str(patron.id) not in page


def test_a_childrens_librarian_is_listed_children_only(
    town: Town, staff_client: StaffClient
) -> None:
    client = staff_client(town.staff(Role.CHILDREN))
    child = town.child(age=9, given_name="Lillian", phones=("412 34 599",))
    town.patron(given_name="Lillann", phones=("412 34 599",))
    told = {"name": "Lill", "also": "41234599"}
    page = client.post("/en/desk/find/", told).content.decode()
    assert "Lillian" in page
    assert "Lillann" not in page
    assert AccessEntry.objects.get().person_id == child.id, "of nobody else a look is written"


def test_a_childrens_librarian_reaches_a_child_but_does_not_see_where_it_lives(
    town: Town, staff_client: StaffClient
) -> None:
    client = staff_client(town.staff(Role.CHILDREN))
    child = town.child(age=9, given_name="Lillian")
    client.post("/en/desk/", {"entry": child.card})
    for path in "contact", "details":
        page = client.post(f"/en/desk/{path}/").content.decode()
        page += client.get(f"/en/desk/{path}/", follow=True).content.decode()
        assert "Gata 1" not in page, path
    kinds = {each for row in AccessEntry.objects.all() for each in row.kinds.split()}
    assert "contact" in kinds
    assert "address" not in kinds


def test_what_a_childrens_librarian_changes_leaves_the_address(
    town: Town, staff_client: StaffClient
) -> None:
    client = staff_client(town.staff(Role.CHILDREN))
    child = town.child(age=9, given_name="Lillian")
    client.post("/en/desk/", {"entry": child.card})
    page = client.get("/en/desk/details/").content.decode()
    told = dict(re.findall(r'<input type="(?:text|hidden)" name="(\w+)" value="([^"]*)"', page))
    told |= dict(re.findall(r'<select name="(\w+)"[^>]*>.*?value="([^"]*)" selected', page, re.S))
    page = client.post("/en/desk/details/", {**told, "given_name": "Lilja"}).content.decode()
    assert "The details are saved." in page
    known = details(child.id, on=timezone.localdate())
    assert (known.given_name, known.addresses[0].line_1) == ("Lilja", "Gata 1")
    assert known.birth_date is not None
