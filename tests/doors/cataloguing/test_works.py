"""A cataloguer's page of a work: what stands together and why, and what may belong there."""

import pytest
from django.test import Client

from hylla.catalogue.models import Record
from tests.doors.town import Town


@pytest.fixture
def pair(town: Town) -> tuple[Record, Record]:
    """Return two titles, each a work of its own, with a copy each."""
    return town.item("Fjellet").record, town.item("The mountain").record


def address(record: Record) -> str:
    return f"/en/cataloguing/titles/{record.pk}/editions/"


def test_tied_told_why_and_taken_back(cataloguer: Client, pair: tuple[Record, Record]) -> None:
    one, other = pair
    former = other.work_key
    page = cataloguer.get(address(one)).content.decode()
    assert "By the record" in page
    assert 'name="apart"' not in page
    assert address(one) in cataloguer.get(f"/en/cataloguing/titles/{one.pk}/").content.decode()
    answer = cataloguer.post(address(one), {"edition": [str(other.pk), ""]})
    assert answer.headers["Location"] == address(one)
    page = cataloguer.get(address(one)).content.decode()
    assert (page.count(">By hand<"), page.count('name="apart"')) == (2, 2)
    # The work's own page has both; the address of what was a work of its own leads there.
    work = f"/en/work/{one.work_key}/"
    assert f"/record/{other.pk}/" in cataloguer.get(work).content.decode()
    old = cataloguer.get(f"/en/work/{former}/")
    assert (old.status_code, old.headers["Location"]) == (301, work)
    cataloguer.post(address(one), {"record": other.pk})
    assert Record.objects.get(pk=other.pk).work_key == former
    assert cataloguer.get(f"/en/work/{former}/").status_code == 200


def test_taken_out_of_the_work_of_its_record(
    cataloguer: Client, pair: tuple[Record, Record]
) -> None:
    one, other = pair
    Record.objects.update(work_key=one.work_key)
    cataloguer.post(address(one), {"apart": other.pk})
    assert (
        f"/record/{other.pk}/" not in cataloguer.get(f"/en/work/{one.work_key}/").content.decode()
    )
    page = cataloguer.get(address(other)).content.decode()
    assert ("By hand" in page, 'name="record"' in page) == (True, True)


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({}, "at least one line"),
        ({"edition": "987654321"}, "not in the catalogue"),
        ({"edition": "x"}, "only digits"),
        ({"edition": "９"}, "only digits"),
        ({"edition": "9" * 40}, "only digits"),
        ({"apart": "987654321"}, "not in the catalogue"),
        ({"record": "987654321"}, "not in the catalogue"),
    ],
)
def test_bad_input_is_told_of_and_ties_nothing(
    cataloguer: Client, pair: tuple[Record, Record], sent: dict[str, str], says: str
) -> None:
    answer = cataloguer.post(address(pair[0]), sent)
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert Record.objects.values("work_key").distinct().count() == 2


def test_nothing_for_a_title_that_is_none(cataloguer: Client) -> None:
    assert cataloguer.get("/en/cataloguing/titles/987654321/editions/").status_code == 404
    assert cataloguer.post("/en/cataloguing/titles/987654321/editions/", {}).status_code == 404
    assert cataloguer.get("/en/work/nosuchwork/").status_code == 404
