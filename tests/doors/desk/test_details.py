"""Changing what is kept about the open patron."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from hylla.library.actions import add_branch
from hylla.library.queries import policy_in_force
from hylla.patrons.actions import change_details, set_national_id, set_protected_address
from hylla.patrons.models import Identity, NationalId
from hylla.patrons.queries import PatronDetails, details, national_id_of
from hylla.patrons.rules import AddressKind, Changes, NewAddress
from hylla.privacy.models import AccessEntry
from hylla.privacy.vocabulary import Role
from tests.doors.town import Patron, Town, change_policy
from tests.patrons.samples import synthetic_id

Send = Callable[..., str]
BORN = date(1985, 5, 14)


@pytest.fixture
def patron(town: Town, scan: Send) -> Patron:
    """The patron who is open at the desk."""
    patron = town.patron(given_name="Embla", birth_date=BORN)
    scan(patron.card)
    return patron


@pytest.fixture
def form(desk: Client) -> Callable[..., dict[str, str]]:
    """Return what reads the form as a browser does, with changes."""

    def read(**changes: str) -> dict[str, str]:
        page = desk.get("/en/desk/details/").content.decode()
        told = dict(
            re.findall(r'<input type="(?:text|date|hidden)" name="(\w+)" value="([^"]*)"', page)
        )
        told |= dict(
            re.findall(r'<select name="(\w+)"[^>]*>.*?value="([^"]*)" selected', page, re.S)
        )
        told |= dict.fromkeys(re.findall(r'name="(\w+)"[^>]* checked', page), "on")
        return {**told, **changes}

    return read


Form = Callable[..., dict[str, str]]


def kept(patron: Patron) -> PatronDetails:
    return details(patron.id, on=timezone.localdate())


def errors_on(page: str) -> set[str]:
    return set(re.findall(r'id="id_(\w+)_error"', page))


def refused(desk: Client, told: dict[str, str]) -> str:
    answer = desk.post("/en/desk/details/", told)
    assert answer.status_code == 422
    return answer.content.decode()


def test_the_form_shows_what_is_kept_and_writes_that_it_did(patron: Patron, desk: Client) -> None:
    page = desk.get("/en/desk/details/").content.decode()
    for value in "Embla", "Tjernvatn", "Gata 1", "+4741234567":
        assert f'value="{value}"' in page
    assert "1985" not in page
    assert "Now: an adult. Left empty, it stays." in page
    entry = AccessEntry.objects.order_by("pk").last()
    assert entry is not None
    assert (entry.person_id, entry.task) == (patron.id, "details")
    assert {"name", "birth_date", "address", "contact", "national_id"} <= set(entry.kinds.split())


def test_what_cannot_be_written_down_is_not_shown(
    patron: Patron, desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr("hylla.doors.desk.record.record", fails)
    desk.raise_request_exception = False
    assert "Gata 1" not in desk.get("/en/desk/details/").content.decode()


def test_nothing_changed_changes_nothing(patron: Patron, form: Form, act: Send) -> None:
    before = kept(patron)
    assert "Nothing was changed." in act("details", **form())
    assert kept(patron) == before


def test_everything_changes_at_once(patron: Patron, town: Town, form: Form, act: Send) -> None:
    until = timezone.localdate() + timedelta(days=60)
    told = form(
        given_name="Ask",
        family_name="Elvestrøm",
        birth_date="1986-06-15",
        emails="ask@example.org, ask@example.net",
        phones="412 34 599",
        line_1="Gata 2",
        channel="sms",
        language="nn",
        category="child",
        home_branch=str(town.west.pk),
        temporary_line_1="Hytta",
        temporary_postcode="5003",
        temporary_city="Bergen",
        temporary_until_on=until.isoformat(),
        national_id=synthetic_id(date(1986, 6, 15)),
    )
    assert "The details are saved." in act("details", **told)
    now = kept(patron)
    assert (now.name, now.birth_date) == ("Ask Elvestrøm", date(1986, 6, 15))
    assert now.emails == ("ask@example.org", "ask@example.net")
    assert now.phones == ("+4741234599",)
    assert (now.channel, now.language, now.category) == ("sms", "nn", "child")
    assert now.home_branch.id == town.west.pk
    away, home = now.addresses
    assert (away.line_1, away.until_on, home.line_1) == ("Hytta", until, "Gata 2")
    assert national_id_of(patron.id) == told["national_id"]


def test_all_that_is_wrong_is_said_at_once(patron: Patron, form: Form, desk: Client) -> None:
    before = kept(patron)
    wrong = form(
        family_name="",
        birth_date="1700-01-01",
        emails="nowhere",
        phones="12",
        postcode="x",
        temporary_line_1="Hytta",
        temporary_until_on="2020-01-01",
        national_id="123",
        home_branch="99999",
    )
    page = refused(desk, wrong)
    assert errors_on(page) == {
        *("family_name", "birth_date", "emails", "phones", "postcode", "national_id"),
        *("home_branch", "temporary_line_1", "temporary_until_on"),
    }
    for name in "birth_date", "emails", "phones", "postcode", "temporary_line_1", "national_id":
        assert f'value="{wrong[name]}"' in page, "nothing typed is lost"
        assert f'href="#id_{name}"' in page, "the summary leads to the field"
    assert kept(patron) == before


def test_a_number_and_a_birth_date_are_put_right_together(
    patron: Patron, form: Form, desk: Client, act: Send
) -> None:
    number = synthetic_id(date(1986, 6, 15))
    page = refused(desk, form(national_id=number))
    assert "not that of the national identity number" in page
    act("details", **form(national_id=number, birth_date="1986-06-15"))
    assert national_id_of(patron.id) == number


def test_of_a_number_the_last_digits_are_shown(
    patron: Patron, form: Form, act: Send, desk: Client
) -> None:
    number, other = synthetic_id(BORN), synthetic_id(BORN, nth=1)
    act("details", **form(national_id=number))
    page = desk.get("/en/desk/details/").content.decode()
    assert number not in page
    assert f"{number[-4:]}. Left empty, it stays." in page
    assert "Nothing was changed." in act("details", **form())
    act("details", **form(national_id=other))
    assert national_id_of(patron.id) == other
    page = refused(desk, form(national_id=number, gives_up_national_id="on"))
    assert "Either a new number or none" in page
    act("details", **form(gives_up_national_id="on"))
    assert not NationalId.objects.exists()


def test_a_number_that_another_has(patron: Patron, town: Town, form: Form, desk: Client) -> None:
    number = synthetic_id(BORN)
    other = town.patron(birth_date=BORN)
    set_national_id(other.id, national_id=number, policy=policy_in_force(), now=timezone.now())
    assert "registered already" in refused(desk, form(national_id=number))


def test_a_library_that_takes_no_numbers(patron: Patron, desk: Client) -> None:
    change_policy(
        ('national_id = "optional"', 'national_id = "none"'),
        ("national = true", "national = false"),
        ("eid = true", "eid = false"),
        ("eid_confirms = true", "eid_confirms = false"),
    )
    assert "national_id" not in desk.get("/en/desk/details/").content.decode()


def test_protection_removes_where_someone_is(patron: Patron, form: Form, act: Send) -> None:
    page = act("details", **form(address_protected="on", given_name="Ask"))
    assert "Restricted" in page
    now = kept(patron)
    assert (now.protected, now.addresses, now.given_name) == (True, (), "Ask")


def test_protection_is_lifted_with_a_new_address(patron: Patron, form: Form, act: Send) -> None:
    set_protected_address(patron.id, protected=True)
    told = form(line_1="Gata 3", postcode="0001", city="Fjordvik")
    del told["address_protected"]
    act("details", **told)
    now = kept(patron)
    assert not now.protected
    assert [each.line_1 for each in now.addresses] == ["Gata 3"]


def test_a_protected_address_is_not_taken(patron: Patron, form: Form, desk: Client) -> None:
    set_protected_address(patron.id, protected=True)
    page = refused(desk, form(line_1="Gata 3", postcode="0001", city="Fjordvik"))
    assert errors_on(page) == {"line_1"}
    assert not kept(patron).addresses


def test_a_temporary_address_goes_and_the_other_stays(
    town: Town, scan: Send, form: Form, act: Send
) -> None:
    away = NewAddress(
        line_1="Hytta", postcode="5003", city="Bergen", kind=AddressKind.TEMPORARY,
        until_on=timezone.localdate() + timedelta(days=9),
    )  # fmt: skip
    home = NewAddress(line_1="Gata 1", postcode="0001", city="Fjordvik")
    scan((patron := town.patron(addresses=(home, away))).card)
    told = form()
    assert told["temporary_line_1"] == "Hytta"
    act("details", **{name: "" if name.startswith("temporary") else told[name] for name in told})
    assert [each.line_1 for each in kept(patron).addresses] == ["Gata 1"]


def test_a_school_class_is_kept_at_school_libraries(
    patron: Patron, form: Form, act: Send, desk: Client
) -> None:
    assert "school_class" not in form(), "there is no school library"
    school = add_branch("school", name="School", is_school_library=True)
    page = refused(desk, form(school_class="4B"))
    assert errors_on(page) == {"school_class"}
    act("details", **form(school_class="4B", home_branch=str(school.pk)))
    assert kept(patron).school_class == "4B"
    until = Identity.objects.get(person_id=patron.id).school_class_until
    assert "Nothing was changed." in act("details", **form())
    assert Identity.objects.get(person_id=patron.id).school_class_until == until


def test_a_childrens_librarian_sees_no_number(
    town: Town, staff_client: Callable[[str], Client]
) -> None:
    client = staff_client(town.staff(Role.CHILDREN))
    child = town.child(age=9, given_name="Lillian")
    client.post("/en/desk/", {"entry": child.card})
    page = client.get("/en/desk/details/").content.decode()
    assert 'value="Lillian"' in page
    assert "national_id" not in page
    entry = AccessEntry.objects.order_by("pk").last()
    assert entry is not None
    assert "national_id" not in entry.kinds


def test_with_nobody_open_it_leads_to_the_desk(town: Town, desk: Client) -> None:
    assert desk.get("/en/desk/details/").status_code == 302
    page = desk.post("/en/desk/details/", {"family_name": "X"}).content.decode()
    assert "The patron is not open any more" in page


def test_what_was_typed_for_another_is_not_saved(
    patron: Patron, town: Town, form: Form, scan: Send, act: Send
) -> None:
    told = form(given_name="Wrong")
    scan((other := town.patron(given_name="Ask")).card)
    assert "Another patron was opened" in act("details", **told)
    assert kept(other).given_name == "Ask"
    assert kept(patron).given_name == "Embla"


def test_what_the_patron_changed_meanwhile_is_not_overwritten(
    patron: Patron, desk: Client, form: Form
) -> None:
    """Both are shown, and staff decide."""
    told = form(given_name="Ask")
    mine = Changes(emails=("ny@example.org",))
    change_details(
        patron.id, changes=mine, by=Role.PATRON, policy=policy_in_force(), now=datetime.now(UTC)
    )
    page = refused(desk, told)
    assert "Someone else changed these details" in page
    assert "Kept now: ny@example.org" in page
    assert "Kept now: Embla" in page
    assert 'value="Ask"' in page, "what was typed stays"
    assert kept(patron).given_name == "Embla"
    seen = re.findall(r'name="seen" value="([^"]*)"', page)
    answer = desk.post("/en/desk/details/", {**told, "seen": seen[0], "emails": "ny@example.org"})
    assert answer.status_code == 200
    assert (kept(patron).given_name, kept(patron).emails) == ("Ask", ("ny@example.org",))


def test_a_librarian_chooses_for_them_which_way_a_kind_of_message_goes(
    patron: Patron, desk: Client, form: Form
) -> None:
    desk.post("/en/desk/details/", form(overdue_by="letter", holds_by="page"))
    assert {str(about): way for about, way in kept(patron).ways.items()} == {
        "overdue": "letter",
        "holds": "page",
    }
    told = form(overdue_by="")
    assert told["holds_by"] == "page"
    desk.post("/en/desk/details/", told)
    assert [*kept(patron).ways.values()] == ["page"]
