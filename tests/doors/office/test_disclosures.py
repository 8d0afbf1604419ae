"""A request to read the register, in the office: the case, the decision, the list made once."""

from typing import Any

import pytest
from django.test import Client

from hylla.privacy.disclosing import FEW
from hylla.privacy.models import DisclosureCase
from tests.doors.town import Patron, Town

CASES = "/en/office/hand-over/cases/"


@pytest.fixture
def patron(town: Town) -> Patron:
    """Somebody, among enough others for two people to be needed."""
    for number in range(FEW):
        town.patron(given_name=f"Other{number}")
    return town.patron(given_name="=Embla", emails=("embla@example.org",))


def asked(**more: Any) -> dict[str, Any]:
    """Return what an officer writes down."""
    return {
        "asked_by": "public_record",
        "ground": "TF 2 kap. 1 §",
        "about": "everyone",
        "wanted": ["patrons.Identity", "circulation.Loan"],
        **more,
    }


def made(office: Client, **more: Any) -> str:
    """Write a case down; return its address."""
    answer = office.post(CASES, asked(**more))
    assert answer.status_code == 302, answer.content.decode()
    return str(answer.headers["Location"])


def test_a_case_about_many_from_first_to_last(
    patron: Patron, office: Client, administrator: Client, visitor: Client
) -> None:
    address = made(office)
    page = office.get(address).content.decode()
    assert "Never handed out" in page
    assert 'value="circulation.Loan"' not in page
    given = {"ruling": "given", "law": "TF 2 kap. 1 §", "given": ["patrons.Identity"]}
    assert office.post(f"{address}decide/", given).status_code == 422
    partly = {**given, "ruling": "partly"}
    assert "Decided" in office.post(f"{address}decide/", partly).content.decode()
    refused = office.post(f"{address}list.csv", {})
    assert (refused.status_code, "Embla" in refused.content.decode()) == (422, False)
    assert f'href="{address}"' in administrator.get("/en/office/").content.decode()
    assert "may hand it out" in administrator.post(f"{address}agree/").content.decode()
    assert administrator.post(f"{address}list.csv", {}).status_code == 403
    file = office.post(f"{address}list.csv", {})
    assert file.headers["Content-Type"].startswith("text/csv")
    assert "'=Embla" in file.content.decode(), "a spreadsheet would run it"
    assert "embla@" not in file.content.decode()
    assert office.post(f"{address}list.csv", {}).status_code == 422
    register = office.get(CASES).content.decode()
    assert "Embla" not in register
    assert f">{FEW + 1}<" in register
    row = visitor.get("/en/privacy/").content.decode()
    assert f">{FEW + 1}<" in row.partition("public records")[2].partition("</tr>")[0]


def test_one_person_needs_a_card_that_is_not_kept(patron: Patron, office: Client) -> None:
    address = made(office, about="one", wanted=["patrons.Email"])
    given = {"ruling": "given", "law": "TF 2 kap. 1 §", "given": ["patrons.Email"]}
    office.post(f"{address}decide/", given)
    assert office.post(f"{address}list.csv", {"card": "nothing"}).status_code == 422
    file = office.post(f"{address}list.csv", {"card": patron.card})
    assert "embla@example.org" in file.content.decode()
    assert patron.card not in str(DisclosureCase.objects.values().get())


def test_a_case_is_refused_or_dropped(patron: Patron, office: Client) -> None:
    address = made(office, wanted=["circulation.Loan"])
    page = office.post(f"{address}decide/", {"ruling": "refused", "law": "OSL 40:3"})
    assert "Refused" in page.content.decode()
    assert office.post(f"{address}list.csv", {}).status_code == 422
    other = made(office)
    assert office.post(f"{other}drop/").status_code == 302
    assert office.get(other).status_code == 404
    assert DisclosureCase.objects.count() == 1


@pytest.mark.parametrize("wrong", [{"ground": ""}, {"wanted": []}, {"wanted": ["library.Staff"]}])
def test_what_is_missing_is_said(wrong: dict[str, Any], office: Client) -> None:
    assert office.post(CASES, asked(**wrong)).status_code == 422
    assert not DisclosureCase.objects.exists()


def test_the_police_have_a_case_and_the_person_is_told_later(
    patron: Patron, office: Client, administrator: Client
) -> None:
    ordered = {"asked_by": "police", "about": "one", "wanted": ["patrons.Identity"]}
    unnamed = office.post(CASES, asked(**ordered))
    assert unnamed.status_code == 422
    assert "name their case" in unnamed.content.decode()
    address = made(office, **ordered, recipient="Oslo politidistrikt", reference="17/2026")
    ruling = {"ruling": "given", "law": "strpl. § 210", "given": ["patrons.Identity"]}
    silent = {**ruling, "silence_law": "strpl. § 210 a"}
    assert "Decided" in office.post(f"{address}decide/", silent).content.decode()
    page = administrator.post(f"{address}agree/").content.decode()
    assert "Oslo politidistrikt" in page
    assert "17/2026" in page
    file = office.post(f"{address}list.csv", {"card": patron.card})
    assert "Embla" in file.content.decode()
    assert "at the latest until" in office.get(address).content.decode()
    assert administrator.post(f"{address}tell/").status_code == 403
    assert "they read it from now on" in office.post(f"{address}tell/").content.decode()
    assert "reads it in their list of looks" in office.get(address).content.decode()
    assert office.post(f"{address}tell/").status_code == 422
