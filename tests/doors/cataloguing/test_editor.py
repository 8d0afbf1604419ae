"""A record written, checked, changed, told of when somebody else was first, and brought back."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from hylla.catalogue.actions.batches import run_batch
from hylla.catalogue.models import Record, RecordVersion
from hylla.catalogue.queries.making import record_of
from hylla.formats.marc.writing import iso2709_of
from hylla.privacy.vocabulary import Role
from tests.catalogue.batches import a_profile, sent, work
from tests.doors.cataloguing.forms import filled
from tests.doors.town import Town
from tests.formats.marc.making import book, field, iso2709

TITLES = "/en/cataloguing/titles/"
NEW = f"{TITLES}new/"


@pytest.fixture
def title(cataloguer: Client) -> str:
    """The address of a record of a book that a file brought."""
    more = (field("650", "aFjellturer", "9egen", indicators=" 4"), field("999", "xVår"))
    run_batch(sent(iso2709(book(1, "Fjellet", *more)), a_profile()))
    work()
    return f"{TITLES}{Record.objects.get().pk}/"


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_what_is_opened_and_saved_unchanged_is_the_same_record(
    cataloguer: Client, title: str
) -> None:
    before = record_of(Record.objects.get())
    form = filled(cataloguer.get(title))
    answer = cataloguer.post(title, {**form, "act": "save"})
    assert answer.headers["Location"] == f"{title}?saved=1"
    after = record_of(Record.objects.get())
    own = {"001", "003", "005"}
    assert [f for f in after.fields if f.tag not in own] == [
        f for f in before.fields if f.tag not in own
    ]
    assert "Saved." in page(cataloguer, f"{title}?saved=1")


def test_places_that_are_blank_stay_where_they_are(cataloguer: Client) -> None:
    run_batch(sent(iso2709(book(1, "Lyd", ("007", "sd  fsngnn  ed"))), a_profile()))
    work()
    address = f"{TITLES}{Record.objects.get().pk}/"
    cataloguer.post(address, {**filled(cataloguer.get(address)), "act": "save"})
    kept = {each.tag: each.value for each in record_of(Record.objects.get()).fields}
    assert kept["007"] == "sd  fsngnn  ed"


def test_006_and_007_are_chosen_in_words(cataloguer: Client) -> None:
    """A choice changes its own place; what is written changes the others."""
    more = (("006", "m     o  d        "), ("007", "sd  fsngnn  ed"))
    run_batch(sent(iso2709(book(1, "Lyd", *more)), a_profile()))
    work()
    address = f"{TITLES}{Record.objects.get().pk}/"
    said = page(cataloguer, address)
    for word in ("s Sound recording", "d Disc", "m Computer file or game", "o On the net"):
        assert re.search(f">{word}<", said)
    form = filled(cataloguer.get(address))
    place = next(name[:-2] for name, value in form.items() if value == "007")
    form |= {f"{place}-k-kind": "s", f"{place}-v": "sd  fsngnn  eu"}
    cataloguer.post(address, {**form, "act": "save"})
    kept = {each.tag: each.value for each in record_of(Record.objects.get()).fields}
    assert (kept["006"], kept["007"]) == ("m     o  d        ", "ss  fsngnn  eu")


def test_a_new_007_has_nothing_chosen(cataloguer: Client, title: str) -> None:
    form = filled(cataloguer.get(title))
    said = cataloguer.post(title, {**form, "act": "add", "new": "007"})
    form = filled(said)
    place = next(name[:-2] for name, value in form.items() if value == "007")
    assert (form[f"{place}-k-category"], form[f"{place}-k-kind"], form[f"{place}-v"]) == ("",) * 3
    form = filled(cataloguer.post(title, {**form, f"{place}-k-category": "v", "act": "check"}))
    assert form[f"{place}-v"] == "v"
    cataloguer.post(title, {**form, f"{place}-k-kind": "d", "act": "save"})
    kept = {each.tag: each.value for each in record_of(Record.objects.get()).fields}
    assert kept["007"] == "vd"


@pytest.mark.parametrize(
    "more",
    [
        [field("650", f"aEmne {number}", indicators=" 4") for number in range(401)],
        [field("520", "a" + "ord " * 6_000)],
    ],
    ids=["many fields", "a long text"],
)
def test_what_a_form_cannot_carry_is_not_edited(cataloguer: Client, more: list[Any]) -> None:
    run_batch(sent(iso2709(book(1, "Stor", *more)), a_profile()))
    work()
    record = Record.objects.get()
    address = f"{TITLES}{record.pk}/"
    for answer in (cataloguer.get(address), cataloguer.post(address, {"act": "save"})):
        assert answer.status_code == 422
        assert "what is left out would be lost" in answer.content.decode()
    assert Record.objects.get().digest == record.digest


def test_a_new_record_from_a_template(cataloguer: Client) -> None:
    form = filled(cataloguer.get(f"{NEW}?start=film"))
    (title_field,) = (name for name, value in form.items() if value == "245")
    row = title_field.removesuffix("-t")
    told = {f"{row}-v0": "  Østa\u030a   og vesta ", "p-year": "2024", "p-audience": "j"}
    answer = cataloguer.post(NEW, {**form, **told, "act": "save"})
    record = Record.objects.get()
    assert answer.headers["Location"] == f"{TITLES}{record.pk}/?saved=1"
    assert (record.title, record.kind, record.year) == ("Østå og vesta", "film", 2024)
    assert (record.audience, record.source) == ("child", "own")
    assert b"\x1fa\x1f" not in iso2709_of(record_of(record))


def test_without_a_title_nothing_is_saved_and_nothing_is_lost(cataloguer: Client) -> None:
    form = filled(cataloguer.get(NEW))
    (isbn,) = (name.removesuffix("-t") for name, value in form.items() if value == "020")
    answer = cataloguer.post(NEW, {**form, f"{isbn}-v0": "9788205062062", "act": "save"})
    assert answer.status_code == 422
    said = answer.content.decode()
    assert "A record needs a title: write it in 245 a." in said
    assert "9788205062062 is no right ISBN." in said
    assert filled(answer)[f"{isbn}-v0"] == "9788205062062"
    assert not Record.objects.exists()


def test_buttons_add_move_and_remove_fields_without_a_script(
    cataloguer: Client, title: str
) -> None:
    def tags(form: dict[str, str]) -> list[str]:
        return [value for name, value in form.items() if name.endswith("-t")]

    def pressed(form: dict[str, str], act: str, **told: str) -> dict[str, str]:
        answer = cataloguer.post(title, {**form, **told, "act": act})
        assert answer.status_code == 200
        return filled(answer)

    form = filled(cataloguer.get(title))
    assert tags(form) == ["100", "245", "650", "999"]
    form = pressed(form, "add", new="520 Summary")
    assert tags(form) == ["100", "245", "520", "650", "999"]
    form = pressed({**form, "f2-v0": "Om fjell."}, "up:2")
    assert tags(form) == ["100", "520", "245", "650", "999"]
    before = [form["f2-c0"], form["f2-c1"]]
    raised = pressed(form, "raise:2.1")
    assert [raised["f2-c0"], raised["f2-c1"]] == before[::-1]
    for act in ("raise:2.0", "raise:2.9", "raise:2", "raise:99.1", "raise:x.1"):
        assert pressed(form, act) == form
    form = pressed(pressed(form, "down:1"), "part:2")
    assert (form["f2-c1"], form["f2-v1"]) == ("b", "")
    form = pressed(pressed(form, "drop:4"), "drop:99")
    assert tags(form) == ["100", "245", "520", "650"]
    assert RecordVersion.objects.count() == 0
    cataloguer.post(title, {**form, "act": "save"})
    assert record_of(Record.objects.get()).first("520", "a") == "Om fjell."


def test_of_two_at_once_the_later_sees_both_and_may_save(cataloguer: Client, title: str) -> None:
    first, second = filled(cataloguer.get(title)), filled(cataloguer.get(title))
    assert cataloguer.post(title, {**first, "f1-v0": "Fjellene", "act": "save"}).status_code == 302
    answer = cataloguer.post(title, {**second, "f1-v0": "Vidda", "act": "save"})
    said = answer.content.decode()
    assert answer.status_code == 422
    assert "Somebody else changed this record after you opened it." in said
    assert "<del>245 10 $a Fjellene $c Frida Nordavind.</del>" in said
    assert "<ins>245 10 $a Vidda $c Frida Nordavind.</ins>" in said
    assert Record.objects.get().title == "Fjellene"
    again = filled(answer)
    assert cataloguer.post(title, {**again, "act": "save"}).status_code == 302
    assert Record.objects.get().title == "Vidda"


def test_changes_are_shown_and_brought_back(cataloguer: Client, title: str) -> None:
    form = filled(cataloguer.get(title))
    cataloguer.post(title, {**form, "f1-v0": "Fjellene", "act": "save"})
    listed = page(cataloguer, f"{title}changes/")
    assert "Changed here" in listed
    number = RecordVersion.objects.get().pk
    place = f"/en/cataloguing/changes/{number}/"
    assert place in listed
    assert "<ins>245 10 $a Fjellene" in page(cataloguer, place)
    assert cataloguer.post(f"{place}restore/").headers["Location"] == f"{title}?saved=1"
    assert Record.objects.get().title == "Fjellet"


def test_a_title_is_deleted_and_comes_back(cataloguer: Client, title: str) -> None:
    form = filled(cataloguer.get(title))
    answer = cataloguer.post(f"{title}delete/", {"seen": form["seen"]})
    assert answer.headers["Location"] == f"{TITLES}deleted/"
    assert "Fjellet" in page(cataloguer, f"{TITLES}deleted/")
    assert cataloguer.get(title).status_code == 404
    place = f"/en/cataloguing/changes/{RecordVersion.objects.get().pk}/"
    assert "Bring the title back" in page(cataloguer, place)
    assert cataloguer.post(f"{place}restore/").headers["Location"] == f"{title}?saved=1"


def test_what_has_copies_stays(cataloguer: Client, town: Town) -> None:
    item = town.item("Fjellvandring i nord")
    place = f"{TITLES}{item.record_id}/"
    form = filled(cataloguer.get(place))
    answer = cataloguer.post(f"{place}delete/", {"seen": form["seen"]})
    assert answer.status_code == 422
    assert "This title has copies, if only withdrawn ones." in answer.content.decode()


def test_titles_are_found_and_copied(cataloguer: Client, title: str) -> None:
    found = page(cataloguer, f"{TITLES}?q=fjellet")
    assert f'href="{title}"' in found
    number = title.rstrip("/").rpartition("/")[2]
    form = filled(cataloguer.get(f"{NEW}?copy={number}"))
    cataloguer.post(NEW, {**form, "act": "save"})
    assert [each.title for each in Record.objects.all()] == ["Fjellet", "Fjellet"]


def test_the_desk_writes_no_records(town: Town, staff_client: Callable[[str], Client]) -> None:
    client = staff_client(town.staff(Role.DESK))
    assert client.post(NEW, {"act": "save"}).status_code == 403
    assert not Record.objects.exists()
