"""The switch of the loan history, what stands in it, and the file to take along."""

import csv
import io
import json
import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from hylla.circulation.actions import return_item
from hylla.circulation.models import History
from hylla.library.queries import policy_in_force
from hylla.patrons.models import Consent
from tests.doors.town import Patron, Town, change_policy

Press = Callable[..., str]


def read(town: Town, patron: Patron, *titles: str) -> None:
    """Let someone borrow and return."""
    for title in titles:
        town.lend(patron, item := town.item(title))
        return_item(
            barcode=item.barcode,
            branch_id=town.main.pk,
            now=timezone.now(),
            policy=policy_in_force(),
        )


def test_it_is_off_and_says_what_it_would_be(mine: Client) -> None:
    page = mine.get("/en/my/history/").content.decode()
    for text in (
        "Your loan history is off",
        "Only you see it",
        "after 36 months",
        "in which month",
    ):
        assert text in page
    assert "Your loan history is off." in mine.get("/en/my/").content.decode()


def test_one_press_on_and_one_press_off(town: Town, patron: Patron, press: Press) -> None:
    """R08, SAN-64: the same number of presses, on the same page, and no question between."""
    page = press("history/on")
    assert "Your loan history is on." in page
    assert "Nothing yet" in page
    assert Consent.objects.get().language == "en"
    read(town, patron, "Vinterfjell", "Sommerhav")
    page = press("history/off")
    assert "2 titles are deleted for good." in page
    assert "Vinterfjell" not in page
    assert not History.objects.exists()


def test_what_stands_in_it(town: Town, patron: Patron, mine: Client, press: Press) -> None:
    press("history/on")
    read(town, patron, "Vinterfjell", "Sommerhav")
    page = mine.get("/en/my/history/").content.decode()
    assert "2 titles" in page
    assert "Vinterfjell" in page
    assert timezone.localdate().strftime("%B %Y") in page
    assert (
        "What you have returned stands in your loan history" in mine.get("/en/my/").content.decode()
    )


def test_searching(town: Town, patron: Patron, mine: Client, press: Press) -> None:
    press("history/on")
    read(town, patron, "Vinterfjell", "Sommerhav")
    page = mine.get("/en/my/history/?q=sommer").content.decode()
    assert "Sommerhav" in page
    assert "Vinterfjell" not in page
    page = mine.get("/en/my/history/?q=ingenting").content.decode()
    assert "No title in your history has these words" in page
    assert mine.get("/en/my/history/?q=sommer&page=x").status_code == 200
    assert mine.get("/en/my/history/?page=99").status_code == 200


def test_forgetting_one_and_all(town: Town, patron: Patron, press: Press) -> None:
    press("history/on")
    read(town, patron, "Vinterfjell", "Sommerhav", "Høstskog")
    one = History.objects.get(record__title="Sommerhav")
    page = press("history/forget", entry=str(one.pk))
    assert "The title is forgotten." in page
    assert "Sommerhav" not in page
    assert "not in your history any more" in press("history/forget", entry=str(one.pk))
    assert "not in your history any more" in press("history/forget", entry="x")
    assert "2 titles are deleted for good." in press("history/forget-all")
    assert "There was nothing in it." in press("history/forget-all")
    assert Consent.objects.get().withdrawn_at is None


def test_anothers_titles_stay(town: Town, patron: Patron, press: Press, mine: Client) -> None:
    press("history/on")
    read(town, patron, "Vinterfjell")
    entry = History.objects.get()
    mine.post("/en/my/log-out/")
    other = town.patron()
    mine.post("/en/my/log-in/", {"card": other.card, "pin": "2580"})
    press("history/forget", entry=str(entry.pk))
    press("history/forget-all")
    press("history/off")
    assert History.objects.get() == entry


def test_a_file_to_take_along(town: Town, patron: Patron, mine: Client, press: Press) -> None:
    press("history/on")
    read(town, patron, "Vinterfjell", "=HYPERLINK(1)")
    month = timezone.localdate().strftime("%Y-%m")
    file = mine.post("/en/my/history/file/", {"form": "json"})
    assert file["Content-Disposition"] == 'attachment; filename="hylla-history.json"'
    told = json.loads(file.content)["history"]
    assert {each["title"] for each in told} == {"Vinterfjell", "=HYPERLINK(1)"}
    assert {each["returned"] for each in told} == {month}
    file = mine.post("/en/my/history/file/", {"form": "csv"})
    rows = list(csv.DictReader(io.StringIO(file.content.decode("utf-8-sig"))))
    assert {row["title"] for row in rows} == {"Vinterfjell", "'=HYPERLINK(1)"}
    assert rows[0]["authors"] == "Elv, Sara"


@pytest.mark.parametrize("form", ["", "exe"])
def test_no_other_file(mine: Client, form: str) -> None:
    assert mine.post("/en/my/history/file/", {"form": form}).status_code == 302


@pytest.mark.parametrize("where", ["on", "off", "forget", "forget-all", "file"])
def test_a_link_changes_nothing(mine: Client, where: str) -> None:
    answer = mine.get(f"/en/my/history/{where}/")
    assert (answer.status_code, answer["Location"]) == (302, "/en/my/history/")
    assert not Consent.objects.exists()


def test_a_child_is_told_from_when(
    town: Town, visitor: Client, patron_client: Callable[[Patron], Client]
) -> None:
    child = town.child(age=10, guardian=town.patron())
    client = patron_client(child)
    page = client.get("/en/my/history/").content.decode()
    assert "You can have a loan history from the age of 15." in page
    assert "Turn on" not in re.sub(r"<p.*?</p>|<li>.*?</li>", "", page, flags=re.DOTALL)
    answer = client.post("/en/my/history/on/")
    assert answer.status_code == 422
    assert not Consent.objects.exists()


def test_a_library_without_histories(mine: Client, press: Press) -> None:
    change_policy(('history = "month"', 'history = "off"'))
    page = mine.get("/en/my/history/").content.decode()
    assert "This library keeps no loan histories." in page
    assert "/en/my/history/" not in mine.get("/en/my/").content.decode()
    assert "This library keeps no loan histories." in press("history/on")
    assert not Consent.objects.exists()


def test_the_kept_page_and_the_extract_have_it(
    town: Town, patron: Patron, mine: Client, press: Press
) -> None:
    press("history/on")
    read(town, patron, "Vinterfjell")
    page = mine.get("/en/my/kept/").content.decode()
    assert "Your loan history" in page
    assert "What you have agreed to" in page
    assert "Vinterfjell" in page
