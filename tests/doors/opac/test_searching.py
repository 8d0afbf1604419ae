"""The page of what is found: works, choices, advice, and nothing that remembers."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from hylla.catalogue.actions import add_record
from hylla.catalogue.actions.indexing import rebuild
from hylla.catalogue.index.folder import Folder
from hylla.catalogue.models import Record
from hylla.catalogue.queries import finding
from hylla.catalogue.rules import TitleFacts
from tests.doors.opac.test_records import text
from tests.doors.town import Town

pytestmark = pytest.mark.django_db


@pytest.fixture
def shelves(town: Town, settings: Settings, tmp_path: Path) -> None:
    nord = ("Nord, Embla",)
    for number, facts in enumerate(
        (
            TitleFacts("Vinterfjell", authors=nord, languages=("nob",), year=1999),
            TitleFacts("Winter mountain", authors=nord, languages=("eng",), original="Vinterfjell"),
            TitleFacts("Sommerhav", authors=nord, languages=("nob",), kind="film"),
        )
    ):
        made = add_record(facts, source="made", control_number=str(number), on=timezone.localdate())
        town.item(record=Record.objects.get(pk=made), branch=town.west)
    settings.HYLLA_SEARCH = tmp_path / "search"
    rebuild(Folder(settings.HYLLA_SEARCH))


def test_editions_stand_together_with_what_to_choose(visitor: Client, shelves: None) -> None:
    page = text(visitor, "/en/search/?q=nord")
    assert page.count("<h2><a") == 2
    assert 'class="editions"' in page
    assert "3 titles for" in page
    assert "?q=nord&amp;language=eng" in page
    assert "?q=nord&amp;kind=film" in page
    assert 'Norwegian Bokmål</a> <span class="soft">2</span>' in page


def test_what_is_chosen_can_be_taken_away(visitor: Client, shelves: None) -> None:
    page = text(visitor, "/en/search/?q=nord&kind=film&sort=newest")
    assert page.count("<h2><a") == 1
    assert "Take away:" in page
    assert 'href="?q=nord&amp;sort=newest"' in page


def test_only_what_is_in(visitor: Client, town: Town, shelves: None) -> None:
    Record.objects.get(title="Sommerhav").items.update(status="lost")
    page = text(visitor, "/en/search/?q=nord")
    assert "?q=nord&amp;in=1" in page
    page = text(visitor, "/en/search/?q=nord&in=1")
    assert "Sommerhav" not in page
    assert "2 titles for" in page


def test_among_what_is_in_a_choice_tells_how_many_it_leaves(
    visitor: Client, town: Town, shelves: None
) -> None:
    Record.objects.get(title="Sommerhav").items.update(status="lost")
    assert "kind=film" in text(visitor, "/en/search/?q=nord")
    page = text(visitor, "/en/search/?q=nord&in=1")
    assert 'Norwegian Bokmål</a> <span class="soft">1</span>' in page
    assert "kind=film" not in page


def test_what_is_in_at_a_branch_stands_there(visitor: Client, town: Town, shelves: None) -> None:
    both = Record.objects.get(title="Sommerhav")
    both.items.update(branch=town.main)
    town.item(record=both, branch=town.west, status="missing")
    page = text(visitor, f"/en/search/?q=nord&branch={town.west.pk}")
    assert "3 titles for" in page
    assert 'Available now</a> <span class="soft">2</span>' in page
    assert "2 titles for" in text(visitor, f"/en/search/?q=nord&in=1&branch={town.west.pk}")
    page = text(visitor, "/en/search/?q=nord&in=1")
    assert (
        f'&amp;branch={town.west.pk}" rel="nofollow">Western branch</a> <span class="soft">2<'
        in page
    )


ORDERS = {
    "oldest": ["Aurlandsdal", "Østhav", "Å gå"],
    "newest": ["Å gå", "Østhav", "Aurlandsdal"],
    "title": ["Aurlandsdal", "Østhav", "Å gå"],
    "author": ["Østhav", "Aurlandsdal", "Å gå"],
}


@pytest.mark.parametrize("order", ORDERS)
def test_the_order_is_kept_whatever_is_in(
    visitor: Client, town: Town, shelves: None, order: str
) -> None:
    told = (("Aurlandsdal", "Berg, Ada", 1901), ("Østhav", "Aas, Bo", 1950), ("Å gå", "Dal", 2001))
    for title, author, year in told:
        facts = TitleFacts(title, authors=(author,), year=year, series=("Vandringer",))
        on = timezone.localdate()
        number = add_record(facts, source="made", control_number=title, on=on)
        if year != 1950:
            town.item(record=Record.objects.get(pk=number))
    rebuild(Folder(settings.HYLLA_SEARCH))
    page = text(visitor, f"/nb/search/?q=vandringer&sort={order}")
    assert re.findall(r"<h2><a[^>]*>([^<]*)<", page) == ORDERS[order]
    swedish = re.findall(
        r"<h2><a[^>]*>([^<]*)<", text(visitor, "/sv/search/?q=vandringer&sort=title")
    )
    assert swedish == ["Aurlandsdal", "Å gå", "Østhav"]


def test_what_may_be_meant_is_asked(visitor: Client, shelves: None) -> None:
    page = text(visitor, "/en/search/?q=vinterfjel+nordd")
    assert "Did you mean" in page
    assert "?q=Vinterfjell+Nord" in page
    assert "most of them" in text(visitor, "/en/search/?q=vinterfjell+xyzzyx")


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("%22vinterfjell", "A quotation mark stands alone"),
        ("author:", "Nothing stands after the colon"),
        ("year:soon", "That is no year"),
        ("a+b+c+d+e+f+g+h+i+j+k+l+m+n", "many words at once"),
        ("%3F%21", "There are only signs"),
    ],
)
def test_odd_questions_get_advice(visitor: Client, shelves: None, query: str, told: str) -> None:
    assert told in text(visitor, f"/en/search/?q={query}")


@pytest.mark.parametrize(
    "query", ["q=nord&page=9999999", "q=nord&decade=x", "branch=x", "sort=x&q=nord", "kind=%00"]
)
def test_odd_addresses_are_answered(visitor: Client, shelves: None, query: str) -> None:
    text(visitor, f"/en/search/?{query}")


def test_the_last_page_says_that_there_are_more(
    visitor: Client, shelves: None, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.HYLLA_SEARCH /= "nothing"
    more = "more titles than can be leafed through"
    assert more not in text(visitor, "/en/search/?q=nord")
    monkeypatch.setattr(finding, "MOST_FROM_TABLES", 2)
    assert more in text(visitor, "/en/search/?q=nord")


def test_suggestions(visitor: Client, shelves: None) -> None:
    answer = visitor.get("/en/search/suggestions/?q=vin")
    (told,) = answer.json()["suggestions"]
    assert told["title"] == "Vinterfjell"
    assert told["authors"] == "Nord, Embla"
    assert answer["Cache-Control"] == "no-store"
    assert visitor.get("/en/search/suggestions/").json() == {"suggestions": []}


def test_a_title_leads_to_what_is_like_it_and_beside_it(visitor: Client, shelves: None) -> None:
    page = text(visitor, f"/en/record/{Record.objects.get(title='Vinterfjell').pk}/")
    similar = page.partition('id="similar"')[2].partition("</section>")[0]
    assert "Sommerhav" in similar
    assert "Winter mountain" not in similar
    assert "Winter mountain" in page.partition('id="beside"')[2].partition("</section>")[0]


@pytest.mark.parametrize("path", ["/en/search/?q=nord", "/en/search/suggestions/?q=nord"])
def test_nothing_remembers_a_search(visitor: Client, shelves: None, path: str) -> None:
    answer = visitor.get(path)
    assert answer.status_code == 200
    assert not answer.cookies
    assert not visitor.session.keys()
    assert len(answer.content) < 100_000
