"""A scan acts wherever it lands, and what is unknown is told from words."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from hylla.circulation.models import Loan
from hylla.doors.desk.scanned import looks_scanned, readings
from hylla.privacy.vocabulary import Role
from tests.doors.town import Town

Send = Callable[..., str]
PAGES = ("find", "shelf", "overdue", "item", "closed-days")


def focus_on(page: str) -> list[str]:
    """Return the ids of what has the focus when a page opens."""
    return [
        told[1]
        for tag in re.findall(r"<[^>]*\bautofocus\b[^>]*>", page)
        if (told := re.search(r'\bid="(\w+)"', tag))
    ]


@pytest.mark.parametrize(
    ("entry", "is_number"),
    [
        ("20000000000000", True),
        ("N123456789", True),
        ("n12 34-5678 9", True),
        ("FB12345678", True),
        ("14.05.1985", True),
        ("---", False),
        ("N", False),
        ("N1", False),
        ("Olsen", False),
        ("Ole 3", False),
        ("ABCD1234", False),
        ("12 Nordmenn", False),
        ("Åse", False),
        ("", False),
    ],
)
def test_what_looks_scanned(entry: str, is_number: bool) -> None:
    assert looks_scanned(entry) is is_number


@pytest.mark.parametrize("entry", ["99887766", "N123456789", "20000000000000"])
def test_an_unknown_number_says_so_and_what_to_do(scan: Send, entry: str) -> None:
    page = scan(entry)
    assert "<title>Unknown card or barcode" in page
    assert "Scan it again" in page
    assert f'value="{entry}"' in page, "what was typed stays in the field"
    assert focus_on(page) == ["scan"]


@pytest.mark.parametrize("entry", ["Tjernvatn", "Kari Tjernvatn"])
def test_words_lead_to_the_search_and_its_second_field(scan: Send, entry: str) -> None:
    page = scan(entry)
    assert "A name alone finds nobody" in page
    assert f'value="{entry}"' in page
    assert focus_on(page) == ["id_also"]


@pytest.mark.parametrize("where", PAGES)
def test_every_page_has_the_field(desk: Client, town: Town, where: str) -> None:
    page = desk.get(f"/en/desk/{where}/").content.decode()
    assert page.count('id="scan"') == 1
    assert len(focus_on(page)) == 1


def test_registering_has_one_place_for_a_scan(desk: Client) -> None:
    """What is typed there must not go because a card was scanned."""
    page = desk.get("/en/desk/register/").content.decode()
    assert 'id="scan"' not in page
    assert re.search(r'name="card_number"[^>]* data-stray', page)


def test_the_search_begins_with_the_name_and_goes_on_with_the_hits(
    town: Town, desk: Client, act: Send
) -> None:
    assert focus_on(desk.get("/en/desk/find/").content.decode()) == ["id_name"]
    town.patron(given_name="Embla")
    assert focus_on(act("find", name="Embla", also="14.05.1985")) == ["found"]
    assert focus_on(act("find", name="Embla", also="14.05.1999")) == ["id_also"]
    answer = desk.post("/en/desk/find/", {"name": "Embla"})
    assert focus_on(answer.content.decode()) == ["id_also"]


@pytest.mark.parametrize("field", ["name", "also"])
def test_a_card_scanned_into_the_search_opens_its_patron(town: Town, act: Send, field: str) -> None:
    assert "Embla Tjernvatn" in act("find", **{field: town.patron(given_name="Embla").card})


@pytest.mark.parametrize("field", ["name", "also"])
def test_an_item_scanned_into_the_search_is_returned(town: Town, act: Send, field: str) -> None:
    town.lend(town.patron(), item := town.item("Vinterfjell"))
    assert "Returned: Vinterfjell." in act("find", **{field: item.barcode})
    assert not Loan.objects.exists()


def test_a_number_nobody_has_in_the_search(act: Send, desk: Client) -> None:
    assert "Unknown card or barcode" in act("find", name="99887766")
    answer = desk.post("/en/desk/find/", {"also": "0001"})
    assert focus_on(answer.content.decode()) == ["id_name"], "a postcode: the name is missing"


def test_a_card_number_beside_a_name_is_the_one_thing_more(town: Town, act: Send) -> None:
    patron = town.patron(given_name="Embla")
    assert "1 patron" in act("find", name="Embla", also=patron.card)


def test_from_another_page_an_item_is_lent_to_the_open_patron(
    town: Town, scan: Send, desk: Client
) -> None:
    patron, item = town.patron(), town.item("Vinterfjell")
    scan(patron.card)
    page = desk.get("/en/desk/shelf/").content.decode()
    assert "Item to lend, or another card" in page
    told = re.search(r'name="opened" value="([0-9]+)"', page)
    assert told is not None
    assert "Lent: Vinterfjell." in scan(item.barcode, opened=told[1])


def test_a_cataloguer_has_no_field_that_opens_patrons(
    town: Town, staff_client: Callable[[str], Client]
) -> None:
    page = staff_client(town.staff(Role.CATALOGUER)).get("/en/desk/item/").content.decode()
    assert 'id="scan"' not in page
    assert focus_on(page) == ["id_barcode"]


def test_while_all_items_are_returned_a_card_still_opens(town: Town, scan: Send) -> None:
    patron = town.patron(given_name="Embla")
    page = scan(patron.card, mode="return")
    assert "Embla Tjernvatn" in page
    assert not re.search(r'value="return"[^>]* checked', page), "a card is shown to borrow"


def test_while_all_items_are_returned_words_and_numbers_say_the_same(scan: Send) -> None:
    assert "A name alone finds nobody" in scan("Tjernvatn", mode="return")
    page = scan("99887766", mode="return")
    assert "Unknown card or barcode" in page
    assert re.search(r'value="return"[^>]* checked', page), "the mode stays as it was chosen"


@pytest.mark.parametrize(
    ("sent", "meant"),
    [
        ("]C130100001", "30100001"),
        ("¨C130100001", "30100001"),
        ("*30100012*", "30100012"),
        ("(30100012(", "30100012"),
        ("]A0*30100012*", "30100012"),
        ("A30100012B", "30100012"),
        ("３０１００００１", "30100001"),
        ("n12 34-5678 9", "N123456789"),
        ('#=!==="', "3010002"),
        ("#)!)))@", "3010002"),
        ("\"à&ààà'", "3010004"),
        ("š+é+", "3101"),
    ],
)
def test_what_a_scanner_adds_or_mistypes_is_understood(sent: str, meant: str) -> None:
    assert readings(sent)[0] == sent, "as it was sent comes first"
    assert meant in readings(sent)
    assert looks_scanned(sent)


@given(
    st.from_regex(r"[A-ZÆØÅÄÖ][a-zæøåäöé']{1,12}( [A-ZÆØÅÄÖ][a-zæøåäöé'-]{1,9})?", fullmatch=True)
)
def test_a_name_means_itself(name: str) -> None:
    assert readings(name) == (name,)


def test_an_item_scanned_with_bars_kind_is_returned(town: Town, scan: Send) -> None:
    town.lend(town.patron(), item := town.item("Vinterfjell"))
    assert "Returned: Vinterfjell." in scan(f"]C1{item.barcode}")
    assert not Loan.objects.exists()
