"""Who was in these tables, the 72 hours, and the list that two people open."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from hylla.privacy.incidents import WITHIN, Reach, counted
from hylla.privacy.models import AccessEntry, Disclosure, Incident
from hylla.privacy.removal import remove_due
from tests.builders import a_person, policy_of
from tests.doors.town import Patron, Town
from tests.formats.paper.reading import text_of

Read = Callable[..., str]


@pytest.fixture
def patron(town: Town) -> Patron:
    found = town.patron(given_name="Embla")
    town.lend(found, town.item("Vinterfjell"))
    return found


def at(**ago: float) -> str:
    return (timezone.now() - timedelta(**ago)).strftime("%Y-%m-%dT%H:%M")


def told(**changes: Any) -> dict[str, Any]:
    return {
        "tables": ["circulation.Loan", "patrons.Email"],
        "from_at": at(days=2),
        "until_at": (timezone.now() + timedelta(hours=3)).strftime("%Y-%m-%dT%H:%M"),
        "noticed_at": at(hours=-1),
        "words": "A list lay in the printer",
        **changes,
    }


@pytest.fixture
def incident(patron: Patron, town: Town, office: Client) -> int:
    """Write an incident down; someone else has an e-mail address and no loan."""
    town.patron(given_name="Ask")
    assert office.post("/en/office/incidents/", told()).status_code == 302
    return Incident.objects.get().pk


def test_everyone_is_counted_once_and_nobody_named(incident: int, read: Read) -> None:
    assert Incident.objects.get().people == 2
    page = read(f"incidents/{incident}/")
    assert "A list lay in the printer" in page
    assert "Embla" not in page
    assert not AccessEntry.objects.filter(task="incident").exists()


def test_the_clock_of_72_hours_runs_from_when_it_was_noticed(incident: int, read: Read) -> None:
    assert "hours left" in read("incidents/")
    Incident.objects.update(noticed_at=timezone.now() - WITHIN - timedelta(hours=1))
    assert "past 72 hours" in read("incidents/")


@pytest.mark.parametrize("form", ["md", "pdf"])
def test_the_report_has_numbers_and_no_names(form: str, incident: int, office: Client) -> None:
    answer = office.get(f"/en/office/incidents/{incident}/report.{form}")
    text = text_of(answer.content) if form == "pdf" else answer.content.decode()
    assert "Notification of a personal data breach" in text
    assert "A list lay in the printer" in text
    assert "Embla" not in text
    assert "kari" not in text


def test_the_list_opens_when_two_have_said_yes(
    incident: int, office: Client, administrator: Client, patron: Patron
) -> None:
    path = f"/en/office/incidents/{incident}/"
    assert "Two people must say yes" in office.get(f"{path}affected/").content.decode()
    assert "One more person must" in office.post(f"{path}agree/").content.decode()
    refused = office.get(f"{path}affected/")
    assert "Embla" not in refused.content.decode()
    assert f'href="{path}"' in administrator.get("/en/office/").content.decode()
    assert "open to the privacy officer" in administrator.post(f"{path}agree/").content.decode()
    assert administrator.get(f"{path}affected/").status_code == 403
    assert "Embla" in office.get(f"{path}affected/").content.decode()
    row = AccessEntry.objects.get(person=patron.id, task="incident")
    assert set(row.kinds.split()) == {"name", "contact"}


def test_what_was_decided_is_kept_by_a_period_of_its_own(
    incident: int, office: Client, read: Read
) -> None:
    change = f"/en/office/incidents/{incident}/change/"
    assert office.post(change, {"close": "1"}).status_code == 422
    office.post(change, {"decided": "authority", "measures": "The list was shredded"})
    office.post(change, {"told": "1"})
    assert "authority told" in read("incidents/")
    office.post(change, {"close": "1"})
    assert office.post(change, {"told": "1"}).status_code == 422
    policy = policy_of("fjordvik")
    closed = Incident.objects.get().closed_at
    assert closed is not None
    remove_due(policy, now=closed + timedelta(days=3 * 365 - 5))
    assert Incident.objects.exists()
    remove_due(policy, now=closed + timedelta(days=3 * 366 + 2))
    assert not Incident.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [{"tables": []}, {"words": ""}, {"until_at": at(days=9)}, {"tables": ["library.Staff"]}],
)
def test_what_is_missing_is_said(wrong: dict[str, Any], patron: Patron, office: Client) -> None:
    assert office.post("/en/office/incidents/", told(**wrong)).status_code == 422
    assert not Incident.objects.exists()


def test_what_came_later_is_not_counted(patron: Patron) -> None:
    now = timezone.now()
    before = Reach(("circulation.Loan",), now - timedelta(days=9), now - timedelta(days=1))
    assert counted(before).people == 0
    assert counted(Reach(before.tables, before.from_at, now + timedelta(minutes=1))).people == 1


@pytest.mark.django_db
def test_the_typical_patron_is_the_one_in_the_middle(
    town: Town, patron: Patron, read: Read
) -> None:
    page = read("hand-over/")
    assert "Embla" not in page
    has = page.partition('id="has"')[2].partition('id="lacks"')[0]
    assert "Loans" in has, "one of one has a loan"
    for _ in range(2):
        a_person()
    has = read("hand-over/").partition('id="has"')[2].partition('id="lacks"')[0]
    assert "Loans" not in has, "one of three has"
    assert "Membership" in has


def test_who_asked_is_counted_for_everybody_to_read(office: Client, visitor: Client) -> None:
    sent = {"asked_by": "police", "people_asked": "3", "people_told": "1"}
    assert "Counted" in office.post("/en/office/hand-over/", sent).content.decode()
    public = visitor.get("/en/privacy/").content.decode()
    row = public.partition("The police")[2].partition("</tr>")[0]
    assert ">3<" in row
    assert Disclosure.objects.get().people_told == 1
    answer = office.post("/en/office/hand-over/", {**sent, "people_told": "4"})
    assert answer.status_code == 422
