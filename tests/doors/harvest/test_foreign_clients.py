"""Clients that others wrote read our catalogue over the network, from a server that runs."""

import subprocess
from datetime import date, timedelta

import pytest
import requests
import sruthi
from sickle import Sickle
from sickle.oaiexceptions import NoRecordsMatch

from hylla.catalogue.actions import NewTitle, add_titles, add_usual_item_types, withdraw_item
from hylla.catalogue.rules import NewCopy, TitleFacts
from hylla.doors.harvest import oai
from hylla.site.check import yaz
from tests.builders import a_branch

DAY = date(2026, 3, 2)
LATER = DAY + timedelta(days=5)


@pytest.fixture
def site(transactional_db: None, live_server: object) -> str:
    """Twenty-five titles about mountains, and a server; the last copy of one is gone."""
    add_usual_item_types()
    branch = a_branch()
    add_titles(
        [
            NewTitle(
                f"n{each}",
                TitleFacts(f"Fjell nr. {each}", authors=("Elv, Sara",), isbns=("9788205295353",)),
                (NewCopy(f"B{each}", branch.pk, "book", "A"),),
            )
            for each in range(25)
        ],
        source="test",
        on=DAY,
    )
    withdraw_item("B7", on=LATER)
    return str(live_server)


def test_sickle_harvests_everything_and_then_what_changed(
    site: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(oai, "AT_A_TIME", 10)
    theirs = Sickle(f"{site}/oai")
    assert theirs.Identify().deletedRecord == "persistent"
    assert {each.metadataPrefix for each in theirs.ListMetadataFormats()} == set(oai.FORMATS)
    assert {each.setSpec for each in theirs.ListSets()} == set(oai.SETS)
    records = list(theirs.ListRecords(metadataPrefix="oai_dc"))
    assert [each.deleted for each in records].count(True) == 1
    here = [each for each in records if not each.deleted]
    assert {each.metadata["title"][0] for each in here} == {
        f"Fjell nr. {each}" for each in range(25) if each != 7
    }
    (changed,) = theirs.ListIdentifiers(metadataPrefix="marc21", **{"from": LATER.isoformat()})
    assert (changed.deleted, changed.datestamp) == (True, LATER.isoformat())
    one = theirs.GetRecord(identifier=here[0].header.identifier, metadataPrefix="mods")
    assert one.metadata["namePart"] == ["Elv, Sara"]
    with pytest.raises(NoRecordsMatch):
        list(theirs.ListRecords(metadataPrefix="oai_dc", set="map"))


def test_sruthi_searches_and_reads_on(site: str) -> None:
    # Closed at the end: an open connection would keep a thread of the server, and its database.
    with requests.Session() as session:
        theirs = sruthi.Client(
            f"{site}/sru", maximum_records=10, record_schema="dc", session=session
        )
        told = theirs.explain()
        assert told.database["title"]
        assert set(told.schema) == {"marcxml", "dc", "mods"}
        found = theirs.searchretrieve("dc.creator = elv sortby rec.creationDate/sort.ascending")
        assert found.count == 24
        assert [each["title"] for each in found][:2] == ["Fjell nr. 0", "Fjell nr. 1"]
        with pytest.raises(sruthi.errors.SruError, match="Proximity not supported"):
            theirs.searchretrieve("fjell prox nr")


@pytest.mark.skipif(yaz.find() is None, reason="NOT RUN: no yaz-client (Debian's package yaz)")
def test_yaz_client_searches_in_every_version(site: str) -> None:
    commands = [f"open {site}/sru"]
    for how in ("get 1.1", "get 1.2", "post 1.2", "get 2.0"):
        commands += [f"sru {how}", "schema marcxml", "find dc.title=fjell and nr", "show 24"]
    told = subprocess.run(
        [str(yaz.find())],
        input="\n".join([*commands, "sru get 1.2", "find a prox b", "quit", ""]),
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    ).stdout
    # A search and a page of it, four times.
    assert told.count("Number of hits: 24\n") == 8
    assert told.count('<subfield code="a">Fjell nr. 0</subfield>') == 4
    assert "SRW diagnostic info:srw/diagnostic/1/39" in told
