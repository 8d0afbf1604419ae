"""The extract equals what a scan of every table finds, and is as its schema says."""

import io
import json
import uuid
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from hylla.patrons.models import Card
from hylla.privacy.extract import archive, portable, sections
from hylla.privacy.extract.schema import NAME, VERSION, schema
from hylla.privacy.policy import Policy
from hylla.privacy.residue import forms
from hylla.privacy.vocabulary import Kind, Language
from hylla.site import canary
from tests.builders import policy_of
from tests.doors.town import Town, make_town

SCHEMA = Path(__file__).parents[2] / "docs/privacy" / NAME
NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)
POLICY = policy_of("fjordvik")
KINDS: dict[str, type] = {"object": dict, "array": list, "string": str, "null": type(None)}
Look = Callable[[uuid.UUID, Policy, datetime], None]


@pytest.fixture
def town(db: None) -> Town:
    """A library with patrons."""
    return make_town()


@pytest.fixture
def before_it_is_erased(
    transactional_db: None, monkeypatch: pytest.MonkeyPatch
) -> Callable[[Look], None]:
    """Let a canary use everything, and look at what is kept about it before it is erased."""
    make_town()
    forget = canary._forgotten

    def fly(look: Look) -> None:
        def looked(person: uuid.UUID, policy: Policy, now: datetime) -> bool:
            look(person, policy, now)
            return forget(person, policy, now)

        monkeypatch.setattr(canary, "_forgotten", looked)
        assert not canary.fly(POLICY, now=datetime.now(UTC)).problems

    return fly


def test_it_equals_what_a_scan_of_every_table_finds(
    before_it_is_erased: Callable[[Look], None],
) -> None:
    """Every row whose bytes hold the person's id, card or name stands in the extract."""
    seen: list[str] = []

    def look(person: uuid.UUID, policy: Policy, now: datetime) -> None:
        card = Card.objects.get(person=person).number
        rows = {each.name: len(each.rows) for each in sections(person, policy=policy)}
        labels = {model._meta.db_table: model._meta.label for model in apps.get_models()}
        for table, found in _hits((str(person), card)):
            seen.append(table)
            assert found <= rows.get(labels[table], 0), f"{table} knows them in {found} rows"

    before_it_is_erased(look)
    assert {"patrons_person", "patrons_card", "circulation_hold"} <= set(seen)


def _hits(markers: tuple[str, ...]) -> Iterator[tuple[str, int]]:
    """Yield each table of the database with the number of its rows that hold a marker."""
    wanted = [form for marker in markers for form in forms(marker)]
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - a name of ours
            found = sum(
                any(form in b"\0".join(_bytes(value) for value in row) for form in wanted)
                for row in cursor.fetchall()
            )
            if found:
                yield table, found


def _bytes(value: Any) -> bytes:
    return bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()


def test_the_archive_is_as_its_schema_says(before_it_is_erased: Callable[[Look], None]) -> None:
    def look(person: uuid.UUID, policy: Policy, now: datetime) -> None:
        packed = archive(person, policy=policy, now=now, language=Language.SV)
        with zipfile.ZipFile(io.BytesIO(packed)) as folder:
            told = json.loads(folder.read("extract.json"))
            beside = json.loads(folder.read(NAME))
        assert told["schema"] == {"name": NAME, "version": VERSION}
        assert list(_faults(told, beside)) == []
        told["sections"][0]["rows"].append({"values": {"undeclared": "1"}, "goes": None})
        assert list(_faults(told, beside)), "the schema lets anything through"

    before_it_is_erased(look)


def _faults(value: Any, wanted: dict[str, Any], where: str = "$") -> Iterator[str]:
    """Yield where a value is not as the part of JSON Schema that ours uses says."""
    kinds = {"object": dict, "array": list, "string": str, "null": type(None)}
    told = wanted.get("type", [])
    if told and not isinstance(
        value, tuple(kinds[k] for k in ([told] if str is type(told) else told))
    ):
        yield f"{where} is no {told}"
        return
    if "const" in wanted and value != wanted["const"]:
        yield f"{where} is not {wanted['const']}"
    if "enum" in wanted and value not in wanted["enum"]:
        yield f"{where} is none of {wanted['enum']}"
    if "oneOf" in wanted and sum(not any(_faults(value, each)) for each in wanted["oneOf"]) != 1:
        yield f"{where} is not one of them"
    if isinstance(value, dict):
        known = wanted.get("properties", {})
        yield from (
            f"{where} lacks {name}" for name in set(wanted.get("required", ())) - set(value)
        )
        if wanted.get("additionalProperties") is False:
            yield from (f"{where} has {name}" for name in set(value) - set(known))
        for name in set(value) & set(known):
            yield from _faults(value[name], known[name], f"{where}.{name}")
    if isinstance(value, list) and "items" in wanted:
        for each in value:
            yield from _faults(each, wanted["items"], f"{where}[]")


def test_the_published_schema_is_the_one_in_force() -> None:
    """Write it anew with `./hylla extract_schema > docs/privacy/extract.schema.json`."""
    assert json.loads(SCHEMA.read_text(encoding="utf-8")) == schema()


def test_what_can_be_taken_elsewhere_rests_on_consent_or_contract(town: Town) -> None:
    """GDPR article 20(1)(a): not what the law asks for, nor who has looked."""
    told = json.loads(portable(town.patron().id, policy=POLICY, now=NOW))
    assert {each["basis"] for each in told["sections"]} == {"a", "b"}
    names = {each["name"] for each in told["sections"]}
    assert "patrons.Identity" in names
    assert "privacy.AccessEntry" not in names


def test_only_some_kinds_of_field(town: Town) -> None:
    kept = sections(town.patron().id, policy=POLICY, only=frozenset({Kind.NAME}))
    told = {each.name: each.rows for each in kept if each.rows}
    assert set(told) == {"patrons.Identity"}
    assert set(told["patrons.Identity"][0].values) == {"given_name", "family_name"}
