"""Authorities in a browser without scripts: looked up, tied, written, and given another heading."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from hylla.catalogue.models import Authority, AuthorityVersion, Batch, Record, TitleHeading
from hylla.catalogue.queries.making import record_of
from hylla.catalogue.rules.comparing import field_text
from tests.catalogue.batches import work
from tests.catalogue.importing import imported
from tests.catalogue.test_authorities import NAME, authors, by, person, titles
from tests.doors.cataloguing.forms import filled
from tests.formats.marc.making import field

ROOT = "/en/cataloguing/"
LIST = f"{ROOT}authorities/"


@pytest.fixture
def number(tmp_path: Path) -> int:
    """An authority with a title, beside a title of somebody unknown."""
    variant = field("400", "aČech, Frída", indicators="1 ")
    note = field("678", "aNorsk forfatter.")
    imported(
        authors(tmp_path, person(1, variant, note)),
        titles(
            tmp_path,
            by(1, *NAME, "eforfatter", title="Fjellet"),
            by(2, "aCech, Frida", "eforfatter", title="Vidda"),
            by(3, "aVestavind, Ola", title="Sjøen"),
        ),
    )
    return Authority.objects.get().pk


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def address_of(title: str) -> str:
    return f"{ROOT}titles/{Record.objects.get(title=title).pk}/"


def opened(client: Client, title: str) -> dict[str, str]:
    return filled(client.get(address_of(title)))


def place_of(form: dict[str, str], tag: str) -> str:
    (name,) = (name for name, value in form.items() if name.endswith("-t") and value == tag)
    return name.removeprefix("f").removesuffix("-t")


def pressed(client: Client, title: str, form: dict[str, str], act: str, **more: str) -> Any:
    return client.post(address_of(title), {**form, "act": act, **more})


def main_entry(title: str) -> str:
    fields = record_of(Record.objects.get(title=title)).fields
    return next(field_text(each) for each in fields if each.tag == "100")


def test_variants_lead_to_the_heading(cataloguer: Client, number: int) -> None:
    listed = page(cataloguer, f"{LIST}?q=frida+cech")
    assert "1 form" in listed
    assert f'href="{LIST}{number}/"' in listed
    assert "Nordavind, Frida, 1931-2004" in listed
    assert "No heading and no variant has all these words." in page(cataloguer, f"{LIST}?q=xyz")
    assert "0 forms" in page(cataloguer, f"{LIST}?kind=place")


def test_the_page_of_one_shows_forms_note_and_titles(cataloguer: Client, number: int) -> None:
    shown = page(cataloguer, f"{LIST}{number}/")
    for told in ("Čech, Frída", "Norsk forfatter", "no-made:auth1", "1 title under it", "Fjellet"):
        assert told in shown
    assert cataloguer.get(f"{LIST}{number + 1}/").status_code == 302
    assert cataloguer.get(f"{LIST}{number + 1}/changes/").status_code == 404


def test_the_editor_tells_how_a_field_stands(cataloguer: Client, number: int) -> None:
    assert "Under the authority" in page(cataloguer, address_of("Fjellet"))
    assert "This is another form of" in page(cataloguer, address_of("Vidda"))
    assert "No authority has this heading." in page(cataloguer, address_of("Sjøen"))


def test_a_variant_is_replaced_by_the_heading(cataloguer: Client, number: int) -> None:
    form = opened(cataloguer, "Vidda")
    place = place_of(form, "100")
    answer = pressed(cataloguer, "Vidda", form, f"take:{place}:{number}")
    assert "Under the authority Nordavind, Frida, 1931-2004." in answer.content.decode()
    assert main_entry("Vidda") == "100 1# $a Cech, Frida $e forfatter"
    pressed(cataloguer, "Vidda", filled(answer), "save")
    assert main_entry("Vidda") == (
        "100 1# $a Nordavind, Frida, $d 1931-2004, $e forfatter $0 (NO-Made)auth1"
    )
    assert TitleHeading.objects.filter(authority=number).count() == 2


def test_it_is_looked_up_and_nothing_of_the_draft_is_lost(cataloguer: Client, number: int) -> None:
    form = opened(cataloguer, "Sjøen")
    place = place_of(form, "100")
    title = place_of(form, "245")
    form[f"f{title}-v0"] = "Havet /"
    looked = pressed(cataloguer, "Sjøen", form, f"look:{place}")
    assert looked.status_code == 200
    assert "These come after them in the alphabet." not in looked.content.decode()
    looked = pressed(cataloguer, "Sjøen", filled(looked), f"look:{place}", q="cech")
    said = looked.content.decode()
    for told in ("Nordavind, Frida, 1931-2004", "Čech, Frída", "Norsk forfatter"):
        assert told in said
    back = pressed(cataloguer, "Sjøen", filled(looked), "back")
    assert filled(back)[f"f{title}-v0"] == "Havet /"
    taken = pressed(cataloguer, "Sjøen", filled(looked), f"take:{place}:{number}")
    assert filled(taken)[f"f{title}-v0"] == "Havet /"
    assert filled(taken)[f"f{place}-v0"] == "Nordavind, Frida,"


def test_what_comes_next_in_the_alphabet_is_shown_for_what_is_misspelt(
    cataloguer: Client, number: int
) -> None:
    form = opened(cataloguer, "Sjøen")
    place = place_of(form, "100")
    looked = pressed(cataloguer, "Sjøen", form, f"look:{place}", q="Norda, Fridda")
    assert "These come after them in the alphabet." in looked.content.decode()
    assert "Nordavind, Frida, 1931-2004" in looked.content.decode()


def test_begun_words_show_what_may_be_meant(cataloguer: Client, number: int) -> None:
    form = opened(cataloguer, "Sjøen")
    place = place_of(form, "100")
    form[f"f{place}-v0"] = "Nordav"
    said = pressed(cataloguer, "Sjøen", form, "check").content.decode()
    assert f'value="take:{place}:{number}"' in said


def test_an_authority_is_made_of_a_field(cataloguer: Client, number: int) -> None:
    form = opened(cataloguer, "Sjøen")
    place = place_of(form, "100")
    answer = pressed(cataloguer, "Sjøen", form, f"make:{place}")
    made = Authority.objects.exclude(pk=number).get()
    assert (made.heading, made.source) == ("Vestavind, Ola", "own")
    assert filled(answer)[f"f{place}-v1"] == f"(own){made.control_number}"
    form[f"f{place}-v0"] = "VESTAVIND, OLA."
    again = pressed(cataloguer, "Sjøen", form, f"make:{place}")
    assert again.status_code == 422
    assert "There is an authority with this heading already" in again.content.decode()


@pytest.mark.parametrize("act", ["take:99:1", "take:x:y", "make:-1", "look:99", "take:0", "take"])
def test_what_makes_no_sense_changes_nothing(cataloguer: Client, number: int, act: str) -> None:
    form = opened(cataloguer, "Sjøen")
    answer = pressed(cataloguer, "Sjøen", form, act)
    assert answer.status_code == 200
    assert filled(answer) == form


def test_an_authority_that_is_gone_is_told_of(cataloguer: Client, number: int) -> None:
    form = opened(cataloguer, "Sjøen")
    answer = pressed(cataloguer, "Sjøen", form, f"take:{place_of(form, '100')}:{number + 7}")
    assert answer.status_code == 422
    assert "This authority is no longer here." in answer.content.decode()


def test_a_new_authority_is_written(cataloguer: Client) -> None:
    form = filled(cataloguer.get(f"{LIST}new/?kind=topic"))
    place = place_of(form, "150")
    empty = cataloguer.post(f"{LIST}new/", {**form, "act": "save"})
    assert empty.status_code == 422
    assert "An authority needs a heading" in empty.content.decode()
    form[f"f{place}-v0"] = "Fjellturer"
    form[f"f{place_of(form, '450')}-v0"] = "Turer i fjellet"
    answer = cataloguer.post(f"{LIST}new/", {**form, "act": "save"})
    made = Authority.objects.get()
    assert answer.headers["Location"] == f"{LIST}{made.pk}/?saved=1"
    assert "Turer i fjellet" in page(cataloguer, f"{LIST}{made.pk}/?saved=1")
    form = filled(cataloguer.get(f"{LIST}new/?kind=topic"))
    form[f"f{place}-v0"] = "fjellturer"
    again = cataloguer.post(f"{LIST}new/", {**form, "act": "save"})
    assert f"number {made.pk}" in again.content.decode()


def test_another_heading_is_shown_done_and_undone(cataloguer: Client, number: int) -> None:
    form = filled(cataloguer.get(f"{LIST}{number}/edit/"))
    form[f"f{place_of(form, '100')}-v0"] = "Nordavind Os, Frida,"
    answer = cataloguer.post(f"{LIST}{number}/edit/", {**form, "act": "save"})
    change = answer.headers["Location"]
    assert change == f"{ROOT}headings/{Batch.objects.get().pk}/"
    shown = page(cataloguer, change)
    for told in ("Nordavind Os, Frida, 1931-2004", "Nothing is changed yet.", "Fjellet"):
        assert told in shown
    row = page(cataloguer, f"{change}1/")
    assert "<ins>100 1# $a Nordavind Os, Frida, $d 1931-2004 $e forfatter</ins>" in row
    assert "Nordavind Os" in page(cataloguer, f"{change}0/")
    assert change in page(cataloguer, f"{LIST}{number}/")
    assert "Nordavind Os" not in main_entry("Fjellet")
    cataloguer.post(f"{change}run/")
    assert cataloguer.get(change).headers["Refresh"]
    work()
    assert main_entry("Fjellet") == "100 1# $a Nordavind Os, Frida, $d 1931-2004 $e forfatter"
    history = page(cataloguer, f"{address_of('Fjellet')}changes/")
    assert "Heading of its authority changed" in history
    cataloguer.post(f"{change}undo/")
    work()
    assert main_entry("Fjellet") == "100 1# $a Nordavind, Frida, $d 1931-2004 $e forfatter"
    late = cataloguer.post(f"{change}run/")
    assert late.status_code == 422


def test_a_change_that_nobody_wants_is_thrown_away(cataloguer: Client, number: int) -> None:
    form = filled(cataloguer.get(f"{LIST}{number}/edit/"))
    form[f"f{place_of(form, '100')}-v0"] = "Nord, Frida,"
    change = cataloguer.post(f"{LIST}{number}/edit/", {**form, "act": "save"}).headers["Location"]
    dropped = cataloguer.post(f"{change}drop/")
    assert dropped.headers["Location"] == f"{LIST}{number}/"
    assert not Batch.objects.exists()
    for gone in (change, f"{change}run/", f"{change}drop/"):
        assert cataloguer.post(gone).status_code in {302}
    assert cataloguer.get(f"{change}1/").status_code == 404


def test_two_at_once_are_told(cataloguer: Client, number: int) -> None:
    form = filled(cataloguer.get(f"{LIST}{number}/edit/"))
    theirs = dict(form)
    theirs[f"f{place_of(form, '678')}-v0"] = "Hennes note."
    cataloguer.post(f"{LIST}{number}/edit/", {**theirs, "act": "save"})
    form[f"f{place_of(form, '678')}-v0"] = "Hans note."
    late = cataloguer.post(f"{LIST}{number}/edit/", {**form, "act": "save"})
    assert late.status_code == 422
    said = late.content.decode()
    assert "Somebody else changed this authority" in said
    assert "Hennes note." in said
    assert filled(late)[f"f{place_of(form, '678')}-v0"] == "Hans note."
    cataloguer.post(f"{LIST}{number}/edit/", {**filled(late), "act": "save"})
    assert Authority.objects.get().note == "Hans note"


def test_one_without_titles_is_deleted_and_comes_back(cataloguer: Client, number: int) -> None:
    Record.objects.filter(title="Fjellet").delete()
    form = filled(cataloguer.get(f"{LIST}{number}/edit/"))
    gone = cataloguer.post(f"{LIST}{number}/delete/", {"seen": form["seen"]})
    assert gone.headers["Location"] == f"{LIST}{number}/changes/"
    assert "Kari" not in page(cataloguer, f"{LIST}{number}/changes/")
    version = AuthorityVersion.objects.get()
    assert "Bring the authority back" in page(cataloguer, f"{LIST}changes/{version.pk}/")
    cataloguer.post(f"{LIST}changes/{version.pk}/restore/")
    assert Authority.objects.get().heading == "Nordavind, Frida, 1931-2004"


def test_one_with_titles_is_not_deleted(cataloguer: Client, number: int) -> None:
    form = filled(cataloguer.get(f"{LIST}{number}/edit/"))
    kept = cataloguer.post(f"{LIST}{number}/delete/", {"seen": form["seen"]})
    assert kept.status_code == 422
    assert "1 titles are under this authority." in kept.content.decode()
    assert "Delete the authority" not in page(cataloguer, f"{LIST}{number}/edit/")


def test_two_that_are_one(cataloguer: Client, number: int, tmp_path: Path) -> None:
    imported(authors(tmp_path, person(2, name=("aVestavind, Ola",))))
    other = Authority.objects.get(control_number="auth2").pk
    merge = f"{LIST}{other}/merge/"
    assert "No other of the same kind" in page(cataloguer, merge)
    assert f'value="{number}"' in page(cataloguer, f"{merge}?q=cech")
    for odd in ("", "x", str(other), "9" * 30):
        assert cataloguer.post(merge, {"stays": odd}).status_code == 422
    change = cataloguer.post(merge, {"stays": str(number)}).headers["Location"]
    shown = page(cataloguer, change)
    for told in ("The authority that goes", "The authority that stays", "Sjøen"):
        assert told in shown
    assert "<ins>400 1# $a Vestavind, Ola</ins>" in page(cataloguer, f"{change}1/")
    assert "Nordavind, Frida" in page(cataloguer, f"{change}2/")
    cataloguer.post(f"{change}run/")
    work()
    assert main_entry("Sjøen") == "100 1# $a Nordavind, Frida, $d 1931-2004"
    assert f'href="{LIST}{number}/"' in page(cataloguer, change)
