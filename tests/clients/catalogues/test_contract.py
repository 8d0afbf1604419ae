"""What every catalogue must do, however it is asked: the demo's three, and our own door for others.

Our own is another implementation than the demo's: it searches the tables.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django.live_server_helper import LiveServer

from hylla.catalogue.actions import add_usual_item_types
from hylla.catalogue.sources import look_up, to_begin_with
from hylla.clients.catalogues import Source, Wanted
from hylla.formats.marc.writing import iso2709_of
from hylla.site.demo.neighbours import NAMES, TITLES, record_of
from tests.catalogue.importing import imported
from tests.clients.catalogues.neighbours import source, the_demos

OURS = "our own"


@pytest.fixture(params=[*NAMES, OURS])
def catalogue(
    request: pytest.FixtureRequest,
    transactional_db: None,
    live_server: LiveServer,
    tmp_path: Path,
) -> Iterator[Source]:
    """One of the catalogues, with the same titles in it."""
    if request.param != OURS:
        with the_demos() as address:
            yield source(f"{address}/{request.param}", request.param)
        return
    add_usual_item_types()
    file = tmp_path / "theirs.mrc"
    file.write_bytes(b"".join(iso2709_of(record_of(each)) for each in TITLES))
    imported(file)
    yield source(f"{live_server.url}/sru")


def titles(catalogue: Source, wanted: Wanted) -> list[str]:
    (outcome,) = look_up(wanted, [catalogue])
    assert (outcome.problem, outcome.diagnosed, outcome.unreadable) == ("", (), 0)
    assert outcome.total == len(outcome.found)
    return sorted(each.facts.title for each in outcome.found)


def test_a_title_is_found_by_its_number_by_words_by_name_and_by_nothing_else(
    catalogue: Source,
) -> None:
    assert titles(catalogue, Wanted(isbn=TITLES[0].isbn)) == ["Vinden fra nes til nes"]
    assert titles(catalogue, Wanted(isbn="9788299999991")) == []
    by_her = ["Båten som ikke kom", "Vinden fra nes til nes"]
    assert titles(catalogue, Wanted(author="Torunn Fjære")) == by_her
    assert titles(catalogue, Wanted(title="nes vinden")) == ["Vinden fra nes til nes"]
    assert titles(catalogue, Wanted(title="telle regn", author="Haugland")) == ["Å telle regn"]
    assert titles(catalogue, Wanted(title="telle regn", author="Fjære")) == []
    assert titles(catalogue, Wanted(words="isbreens Haugland")) == ["Isbreens arkiv"]
    assert titles(catalogue, Wanted(words='isbreens" or cql.allRecords=1 or "x')) == []


def test_a_record_comes_whole_but_for_their_copies(catalogue: Source) -> None:
    (outcome,) = look_up(Wanted(isbn=TITLES[3].isbn), [catalogue])
    (found,) = outcome.found
    theirs = record_of(TITLES[3])
    kept = [each for each in theirs.fields if each.tag not in {"001", "003", "005", "852"}]
    assert [each for each in found.record.fields if each in kept] == kept
    assert not list(found.record.all("852"))
    began = to_begin_with(found.record)
    assert began.first("035", "a") == "(NO-Demo)8004"
    assert not list(began.all("001", "003"))


def test_page_after_page(catalogue: Source, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hylla.clients.catalogues.asking.MOST", 1)
    both = [look_up(Wanted(author="Fjære"), [catalogue], first=each)[0] for each in (1, 2)]
    assert [each.total for each in both] == [2, 2]
    assert len({each.found[0].facts.title for each in both}) == 2
