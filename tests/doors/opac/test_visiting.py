"""Opening hours, help, the statement on accessibility and the licence, for everyone to read."""

import tomllib
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

import hylla
from hylla.doors.opac.accessibility import EXAMINED_ON, LAWS
from hylla.doors.opac.visiting import _week
from hylla.library.actions import add_branch, add_closed_day, publish_policy, set_opening_hours
from hylla.library.queries import open_on, policy_in_force
from hylla.library.rules import Opening
from hylla.privacy.policy import Country
from tests.builders import POLICIES
from tests.doors.town import Town
from tests.house.sources import ROOT

MONDAY, SUNDAY = date(2026, 11, 23), date(2026, 11, 29)


@pytest.fixture(autouse=True)
def no_cookie(visitor: Client) -> Iterator[None]:
    """No page of this door sets a cookie."""
    yield
    assert not visitor.cookies


def page_of(visitor: Client, path: str) -> str:
    answer = visitor.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_open_day_and_a_closed_one(town: Town) -> None:
    week = [Opening(day, time(9), time(12)) for day in range(6)]
    set_opening_hours(town.main.pk, week=[*week, Opening(0, time(14), time(19))])
    of_main = {day: open_on(day)[0] for day in (MONDAY, SUNDAY)}
    assert [each.closes_at for each in of_main[MONDAY].today] == [time(12), time(19)]
    assert of_main[SUNDAY].today == ()
    assert of_main[SUNDAY].next_on == SUNDAY + timedelta(days=1)


@pytest.mark.parametrize("everywhere", [True, False])
def test_a_day_that_is_closed_says_why(town: Town, everywhere: bool) -> None:
    where = None if everywhere else town.main.pk
    add_closed_day(MONDAY, branch_id=where, reason="Stocktaking")
    main, west = open_on(MONDAY)
    assert (main.today, main.reason) == ((), "Stocktaking")
    assert bool(west.today) is not everywhere


def test_a_holiday_is_closed_and_a_branch_that_never_opens_is_left_out(town: Town) -> None:
    add_branch("store", name="A store")
    school = add_branch("school", name="A school", is_school_library=True)
    set_opening_hours(school.pk, week=[Opening(0, time(8), time(15))])
    christmas = open_on(date(2026, 12, 25))
    assert [each.branch for each in christmas] == ["Main library", "Western branch"]
    assert not any(each.today for each in christmas)


def test_days_that_are_alike_stand_in_one_line() -> None:
    week = tuple(Opening(day, time(10), time(18)) for day in (0, 1, 2, 4))
    told = [(each.days, each.hours) for each in _week(week)]
    assert [days for days, _ in told] == [
        "Monday to Wednesday",
        "Thursday",
        "Friday",
        "Saturday to Sunday",
    ]
    assert [hours for _, hours in told] == ["10:00–18:00", "closed", "10:00–18:00", "closed"]


@pytest.mark.parametrize("path", ["/en/", "/en/help/"])
def test_everyone_reads_when_it_is_open_today(visitor: Client, town: Town, path: str) -> None:
    add_closed_day(timezone.localdate(), branch_id=town.west.pk, reason="Stocktaking")
    page = page_of(visitor, path)
    assert "Closed today: Stocktaking." in page
    assert "Main library" in page


@pytest.mark.parametrize("path", ["", "help/", "record/{}/", "my/", "register/", "privacy/"])
def test_help_is_at_the_same_place_on_every_page(visitor: Client, town: Town, path: str) -> None:
    """WCAG 3.2.6, and EN 301 549: the statement is found from every page."""
    page = page_of(visitor, "/en/" + path.format(town.record().pk))
    foot = page.partition('<footer class="footing">')[2]
    places = [foot.find(f'href="/en/{name}/"') for name in ("help", "accessibility", "privacy")]
    assert -1 not in places
    assert places == sorted(places)


def test_before_anything_is_entered_the_pages_say_what_to_do(visitor: Client, db: None) -> None:
    assert "No opening hours are entered yet." in page_of(visitor, "/en/help/")
    assert "Opening hours today" not in page_of(visitor, "/en/")


@pytest.mark.parametrize("language", ["nb", "nn", "sv", "en"])
@pytest.mark.parametrize(("library", "country"), [("umea", Country.SWEDEN), ("askoy", "NO")])
def test_the_statement_names_who_answers_and_where_to_complain(
    visitor: Client, town: Town, library: str, country: Country, language: str
) -> None:
    text = (POLICIES / f"{library}.toml").read_text(encoding="utf-8")
    publish_policy(text, now=datetime.now(UTC))
    policy = policy_in_force()
    page = page_of(visitor, f"/{language}/accessibility/")
    assert policy.controller.name in page
    assert f'href="mailto:{policy.notice.contact}"' in page
    for each, law in LAWS.items():
        for body in law.bodies:
            assert (f'href="{body.url}"' in page) is (each == country)
    assert timezone.localdate() >= EXAMINED_ON


def test_the_version_is_the_packages() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == hylla.VERSION


def test_every_page_offers_the_source(visitor: Client, town: Town, settings: Settings) -> None:
    """AGPL 13: whoever uses it is told where the source is; without an address, whom to ask."""
    foot = page_of(visitor, "/en/").partition('<footer class="footing">')[2]
    assert f'<a href="/en/program/">Hylla {hylla.VERSION}</a>' in foot
    page = page_of(visitor, "/en/program/")
    assert "gives you the source" in page
    assert policy_in_force().notice.contact in page
    settings.HYLLA_SOURCE = "https://code.example.org/hylla"
    for path in ("/en/", "/en/program/"):
        assert 'href="https://code.example.org/hylla"' in page_of(visitor, path)


def test_the_licence_is_given_whole(visitor: Client, town: Town) -> None:
    answer = visitor.get("/en/program/licence.txt")
    assert answer["Content-Type"].startswith("text/plain")
    assert answer.content == Path(ROOT / "LICENSE").read_bytes()
