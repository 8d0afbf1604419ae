"""An author's page tells who it is, and people of one name apart, where the titles are tied."""

from pathlib import Path

import pytest
from django.test import Client

from hylla.catalogue.models import Authority, Record
from tests.catalogue.importing import imported
from tests.catalogue.test_authorities import authors, by, person, titles
from tests.doors.town import Town
from tests.formats.marc.making import field

pytestmark = pytest.mark.django_db
PAGE = "/en/author/frida-nordavind/"
OLD, YOUNG = ("aNordavind, Frida,", "d1850-1920"), ("aNordavind, Frida,", "d1931-2004")


@pytest.fixture
def old(town: Town, tmp_path: Path) -> Path:
    """One known author with a title, beside one of whom only the name is told."""
    forms = (
        field("400", "aNordavinden, F.", indicators="1 "),
        field("678", "aForfatter fra Os."),
    )
    imported(
        authors(tmp_path, person(1, *forms, name=OLD)),
        titles(tmp_path, by(1, *OLD, title="Fjellet"), by(2, "aNordavind, Frida", title="Vidda")),
    )
    return tmp_path


@pytest.fixture
def young(old: Path) -> int:
    """Another of the same name."""
    imported(authors(old, person(2, name=YOUNG)), titles(old, by(3, *YOUNG, title="Romferden")))
    return Authority.objects.get(control_number="auth2").pk


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_one_who_is_known_is_told_of(visitor: Client, old: Path) -> None:
    shown = page(visitor, PAGE)
    for told in ("Forfatter fra Os", "Also written:", "Nordavinden, F.", "Fjellet", "Vidda"):
        assert told in shown
    assert "Several people" not in shown


def test_people_of_one_name_are_told_apart(visitor: Client, young: int) -> None:
    shown = page(visitor, PAGE)
    for told in ("Several people have this name", "1850-1920", "1931-2004", "Fjellet", "Vidda"):
        assert told in shown
    assert "Also written:" not in shown
    hers = page(visitor, f"{PAGE}?of={young}")
    assert "Romferden" in hers
    assert "Fjellet" not in hers
    assert "All works under this name" in hers


def test_a_title_leads_to_its_own_author(visitor: Client, young: int) -> None:
    numbers = dict(Record.objects.values_list("title", "pk"))
    assert f'href="{PAGE}?of={young}"' in page(visitor, f"/en/record/{numbers['Romferden']}/")
    assert f'href="{PAGE}"' in page(visitor, f"/en/record/{numbers['Vidda']}/")


def test_one_without_namesakes_has_the_plain_address(visitor: Client, old: Path) -> None:
    number = Record.objects.get(title="Fjellet").pk
    assert f'href="{PAGE}"' in page(visitor, f"/en/record/{number}/")


@pytest.mark.parametrize("odd", ["0", "x", "-1", "9" * 400, "12345"])
def test_somebody_unknown_is_nobody(visitor: Client, young: int, odd: str) -> None:
    shown = page(visitor, f"{PAGE}?of={odd}")
    assert "Fjellet" in shown
    assert "Romferden" in shown
