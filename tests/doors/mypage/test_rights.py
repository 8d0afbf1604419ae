"""What is kept and until when, who has looked, the extract, the family, and leaving."""

import io
import json
import zipfile
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from hylla.circulation.actions import conform_consents, place_hold, return_item
from hylla.circulation.models import Hold
from hylla.library.queries import policy_in_force
from hylla.patrons.models import Guardianship, Identity, Person, Session
from hylla.patrons.queries import details, family_of
from hylla.patrons.queries.family import shares_loans
from hylla.patrons.rules import NewAddress
from hylla.privacy.extract.words import TABLES
from hylla.privacy.models import AccessEntry, Request
from hylla.privacy.registry import personal_models
from hylla.privacy.vocabulary import Role, Subject
from tests.doors.town import PIN, Patron, Town
from tests.formats.paper.reading import roles, text_of
from tests.patrons.samples import synthetic_id

Press = Callable[..., str]


def test_every_table_is_on_the_page(town: Town, patron: Patron, mine: Client) -> None:
    town.lend(patron, town.item("Vinterfjell"))
    page = mine.get("/en/my/kept/").content.decode()
    for model, _ in personal_models(Subject.PATRON):
        assert str(TABLES[model._meta.label]).replace("'", "&#x27;") in page
    for text in ("Embla", "embla@example.org", patron.card, "Needed for", "Who may see it", "Goes"):
        assert text in page


def test_a_national_id_is_masked_on_the_page_and_whole_in_the_extract(
    town: Town, patron_client: Callable[[Patron], Client]
) -> None:
    number = synthetic_id(date(1985, 5, 14))
    client = patron_client(town.patron(national_id=number))
    for where in ("kept/", "details/"):
        page = client.get(f"/en/my/{where}").content.decode()
        assert number not in page
        assert number[-4:] in page
    packed = client.post("/en/my/kept/extract/")
    assert number in extract_json(packed.content)


def test_the_extract_is_a_zip_for_programs_and_people(patron: Patron, mine: Client) -> None:
    answer = mine.post("/en/my/kept/extract/")
    assert answer["Content-Type"] == "application/zip"
    assert patron.card not in answer["Content-Disposition"]
    assert json.loads(extract_json(answer.content))["library"] == policy_in_force().name
    assert mine.get("/en/my/kept/extract/").status_code == 302


def extract_json(packed: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(packed)) as folder:
        assert set(folder.namelist()) == {
            "extract.json",
            "extract.schema.json",
            "extract.html",
            "extract.pdf",
        }
        return folder.read("extract.json").decode()


def test_the_patron_reads_who_has_looked(
    town: Town, patron: Patron, mine: Client, staff_client: Callable[[str], Client]
) -> None:
    staff_client(town.staff(Role.DESK)).post("/en/desk/", {"entry": patron.card})
    page = mine.get("/en/my/looked/").content.decode()
    for text in ("staff at the desk", "Main library", "Your card was shown at the desk", "fees"):
        assert text in page


def test_changing_what_one_may_change(town: Town, patron: Patron, press: Press) -> None:
    page = press("details", **contact(town, emails="new@example.org, other@example.org"))
    assert "Your details are saved." in page
    known = details(patron.id)
    assert known.emails == ("new@example.org", "other@example.org")
    assert known.language == "sv"
    assert known.name == "Embla Tjernvatn"


def test_all_that_is_wrong_with_a_change(town: Town, patron: Patron, press: Press) -> None:
    page = press("details", **contact(town, emails="not an address", phones="1", postcode="x"))
    assert "<title>Not saved" in page
    for name in ("emails", "phones"):
        assert f'id="id_{name}_error"' in page
    assert 'value="not an address"' in page
    assert details(patron.id).emails == ("embla@example.org",)


def test_an_address_abroad_stays_abroad(
    town: Town, patron_client: Callable[[Patron], Client]
) -> None:
    abroad = NewAddress(line_1="Vejen 1", postcode="8000", city="Aarhus", country="DK")
    patron = town.patron(addresses=(abroad,))
    client = patron_client(patron)
    shown = client.get("/en/my/details/").context["contact_form"].initial
    answer = client.post("/en/my/details/", shown)
    assert "Your details are saved." in answer.content.decode()
    assert details(patron.id).addresses[0].country == "DK"


def test_a_patron_does_not_change_who_they_are(town: Town, patron: Patron, press: Press) -> None:
    press("details", **contact(town, family_name="Stjålet", birth_date="2000-01-01"))
    assert Identity.objects.get(person=patron.id).family_name == "Tjernvatn"


def contact(town: Town, **changes: str) -> dict[str, str]:
    told = {
        "emails": "embla@example.org",
        "phones": "",
        "channel": "email",
        "language": "sv",
        "home_branch": str(town.main.pk),
    }
    return {**told, **changes}


def test_changing_the_pin(press: Press) -> None:
    assert "Your PIN is changed." in press("details/pin", old=PIN, new="9364", again="9364")


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"old": "0000", "new": "9364", "again": "9364"}, "old"),
        ({"old": PIN, "new": "1111", "again": "1111"}, "new"),
        ({"old": PIN, "new": "9364", "again": "9365"}, "again"),
        ({"old": PIN, "new": "", "again": ""}, "new"),
    ],
)
def test_a_pin_that_is_not_changed(press: Press, told: dict[str, str], field: str) -> None:
    page = press("details/pin", **told)
    assert f'id="id_{field}_error"' in page
    assert "<title>Not saved" in page


def test_a_guardian_sees_a_small_childs_loans(town: Town, patron: Patron, mine: Client) -> None:
    child = town.child(age=8, guardian=patron, given_name="Lillian")
    town.lend(child, town.item("Vinterfjell"))
    page = mine.get("/en/my/family/").content.decode()
    assert "Lillian" in page
    assert "Vinterfjell" in page
    entry = AccessEntry.objects.get()
    assert (entry.person_id, entry.role, entry.task) == (child.id, "guardian", "family")
    assert "borrowed" in entry.kinds


def test_a_guardian_of_an_older_child_sees_that_something_is_late_and_not_what(
    town: Town, patron: Patron, mine: Client
) -> None:
    age = policy_in_force().ages.guardian_sees_loans_below
    child = town.child(age=age, guardian=patron, given_name="Lillian", emails=("l@example.org",))
    town.lend(child, town.item("Vinterfjell"), days_ago=40)
    page = mine.get("/en/my/family/").content.decode()
    assert "1 loan is overdue" in page
    assert "Vinterfjell" not in page
    assert "borrowed" not in AccessEntry.objects.get().kinds


def test_case_08_a_child_lets_its_guardian_see_and_ends_it(
    town: Town, patron: Patron, mine: Client
) -> None:
    """conflicts.md 8: its own yes, which ends at once, or by night when it has no guardian more."""
    policy, now = policy_in_force(), timezone.now()
    age = policy.ages.guardian_sees_loans_below
    child = town.child(age=age, guardian=patron, given_name="Lillian")
    town.lend(child, town.item("Vinterfjell"))
    own = Client(headers={"Sec-Fetch-Site": "same-origin"})
    own.post("/en/my/log-in/", {"card": child.card, "pin": PIN})
    assert "My guardians see my loans" in own.get("/en/my/agreed/").content.decode()
    assert (
        "On: My guardians see"
        in own.post("/en/my/agreed/yes/", {"what": "family"}).content.decode()
    )
    page = mine.get("/en/my/family/").content.decode()
    assert "Vinterfjell" in page
    assert "Lillian Tjernvatn lets you see this" in page
    assert "borrowed" in AccessEntry.objects.get().kinds
    assert conform_consents(now=now, policy=policy) == 0
    own.post("/en/my/agreed/no/", {"what": "family"})
    assert "Vinterfjell" not in mine.get("/en/my/family/").content.decode()
    own.post("/en/my/agreed/yes/", {"what": "family"})
    Guardianship.objects.update(since_on=timezone.localdate() + timedelta(days=1))
    assert not shares_loans(family_of(patron.id).wards[0], policy=policy), "a later one"
    assert conform_consents(now=now + timedelta(days=7000), policy=policy) == 1


def test_who_has_nothing_to_share_is_not_asked(patron: Patron, mine: Client) -> None:
    assert "My guardians" not in mine.get("/en/my/agreed/").content.decode()
    said = mine.post("/en/my/agreed/yes/", {"what": "family"}).content.decode()
    assert "You have no guardian here" in said


def test_the_child_reads_that_the_guardian_looked(
    town: Town, patron: Patron, mine: Client, visitor: Client
) -> None:
    child = town.child(age=12, guardian=patron)
    mine.get("/en/my/family/")
    other = Client(headers={"Sec-Fetch-Site": "same-origin"})
    other.post("/en/my/log-in/", {"card": child.card, "pin": PIN})
    assert "Your guardian looked at the family page" in other.get("/en/my/looked/").content.decode()


def test_leaving_with_nothing_open(patron: Patron, mine: Client) -> None:
    page = mine.get("/en/my/erase/").content.decode()
    assert "What goes now" in page
    assert "Who you are" in page
    answer = mine.post("/en/my/erase/", {"pin": PIN})
    assert "<title>You are erased" in answer.content.decode()
    assert not Person.objects.filter(pk=patron.id).exists()
    assert not Session.objects.exists()
    assert mine.cookies["hylla"].value == ""
    assert "Log in" in mine.get("/en/my/").content.decode()


@pytest.mark.parametrize("pin", ["0000", ""])
def test_leaving_needs_the_pin(patron: Patron, press: Press, pin: str) -> None:
    page = press("erase", pin=pin)
    assert "<title>Not erased" in page
    assert Person.objects.filter(pk=patron.id).exists()
    assert not Request.objects.exists()


def test_what_must_wait_is_said_and_goes_by_itself(
    town: Town, patron: Patron, mine: Client, press: Press
) -> None:
    town.lend(patron, item := town.item())
    place_hold(
        person_id=patron.id,
        record_id=town.item().record_id,
        pickup_branch_id=town.main.pk,
        now=timezone.now(),
        policy=policy_in_force(),
    )
    assert "bring back what you have" in mine.get("/en/my/erase/").content.decode()
    page = press("erase", pin=PIN)
    assert "Your request is taken." in page
    assert not Hold.objects.exists(), "what can go has gone"
    return_item(
        barcode=item.barcode, branch_id=town.main.pk, now=timezone.now(), policy=policy_in_force()
    )
    assert not Person.objects.filter(pk=patron.id).exists()
    assert "<title>Log in" in mine.get("/en/my/").content.decode()


def test_a_request_that_waits_can_be_taken_back(town: Town, patron: Patron, press: Press) -> None:
    town.lend(patron, town.item())
    press("erase", pin=PIN)
    assert "You stay a patron." in press("erase/take-back")
    assert not Request.objects.filter(closed_at=None).exists()


def test_the_extract_can_be_had_on_paper(patron: Patron, mine: Client) -> None:
    answer = mine.post("/en/my/kept/extract/", {"form": "pdf"})
    assert answer["Content-Type"] == "application/pdf"
    assert "hylla.pdf" in answer["Content-Disposition"]
    text = text_of(answer.content)
    assert "What we keep about you" in text
    assert "Embla" in text
    assert roles(answer.content).count("TH") > 10
