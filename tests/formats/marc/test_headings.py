"""Headings as fields have them: what belongs to them, what is a field's own, what replaces them."""

import pytest

from hylla.formats.marc import Field, Subfield
from hylla.formats.marc.headings import (
    forms_of,
    heading_text,
    number_told,
    reheaded,
    tied,
    with_number,
)


def field(text: str) -> Field:
    """Read `100 1# $a Nordavind, Frida, $e forfatter`."""
    head, *parts = text.split("$")
    tag, indicators = head.split()
    subfields = tuple(Subfield(part[0], part[2:].rstrip(" ")) for part in parts)
    return Field(tag, "", indicators.replace("#", " "), subfields)


def told(field: Field) -> str:
    parts = " ".join(f"${each.code} {each.value}" for each in field.subfields)
    return f"{field.tag} {field.indicators.replace(' ', '#')} {parts}"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("100 1# $a Nordavind, Frida, $d 1931-2004, $e forfatter", "Nordavind, Frida, 1931-2004"),
        ("100 1# $a Nordavind, Frida $d 1931-2004 $4 aut", "Nordavind, Frida, 1931-2004"),
        ("700 12 $a Nordavind, Frida. $t Fjellet. $l Svensk", "Nordavind, Frida. Fjellet. Svensk"),
        ("110 2# $a Hylla. $b Styret. $t Årsmelding $n 4", "Hylla. Styret. Årsmelding. 4"),
        (
            "111 2# $a Fjellstevnet $n (2 : $d 1950 : $c Os) $j taler",
            "Fjellstevnet (2 : 1950 : Os)",
        ),
        ("650 #7 $a Bergen $x Historie $2 nobx", "Bergen - Historie"),
        ("830 #0 $a Fjellserien ; $v 14", "Fjellserien"),
        ("245 10 $a Fjellet", ""),
    ],
)
def test_a_heading_is_read_without_what_is_the_fields_own(written: str, read: str) -> None:
    assert heading_text(field(written)) == read


def test_a_heading_is_looked_for_whole_then_with_less_of_it() -> None:
    forms = forms_of(field("600 10 $a Nordavind, Frida. $t Fjellet $x Kritikk $2 nobx"))
    codes = ["".join(part.code for part in form) for form in forms]
    assert codes == ["atx", "at", "a"]


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("(DE-588)118540238", "de-588:118540238"),
        ("https://d-nb.info/gnd/118540238", "de-588:118540238"),
        ("http://viaf.org/viaf/96994048/", "viaf:96994048"),
        ("https://isni.org/isni/0000000121032683", "isni:0000000121032683"),
        ("(DLC)n  79021164", "dlc:n79021164"),
        ("n79021164", "dlc:n79021164"),
        ("http://id.loc.gov/authorities/names/n79021164", "dlc:n79021164"),
        ("(OCoLC)fst01071422", "fast:1071422"),
        ("http://id.worldcat.org/fast/1071422", "fast:1071422"),
        ("https://libris.kb.se/Abc", "uri:https://libris.kb.se/abc"),
        ("(NO-TrBIB)90053001", "no-trbib:90053001"),
        ("90053001", ""),
        ("()", ""),
    ],
)
def test_a_number_is_one_however_it_is_written(written: str, number: str) -> None:
    assert number_told(written) == number


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "100 1# $a Nordavind, Frida, $d 1931- $e forfatter $4 aut",
            "100 1# $a Nordavind Os, Frida, $d 1931-2004 $e forfatter $4 aut",
        ),
        (
            "100 0# $a Nordavind, Frida, $d 1931-, $e forfatter",
            "100 1# $a Nordavind Os, Frida, $d 1931-2004, $e forfatter",
        ),
        (
            "600 14 $a Nordavind, Frida, $d 1931- $x Kritikk $0 (NO)1",
            "600 14 $a Nordavind Os, Frida, $d 1931-2004 $x Kritikk $0 (NO)1",
        ),
        (
            "700 12 $i Inneholder: $a Nordavind, Frida, $d 1931-. $t Fjellet",
            "700 12 $i Inneholder: $a Nordavind Os, Frida, $d 1931-2004. $t Fjellet",
        ),
        (
            "800 1# $a Nordavind, Frida, $d 1931-. $t Fjellserien ; $v 3",
            "800 1# $a Nordavind Os, Frida, $d 1931-2004. $t Fjellserien ; $v 3",
        ),
        ("653 ## $a Nordavind, Frida", "653 ## $a Nordavind, Frida"),
        (
            "700 1# $a Nordavind, F. $4 trl",
            "700 1# $a Nordavind Os, Frida, $d 1931-2004 $4 trl",
        ),
        (
            "700 1# $a Nordavind, F. $t Fjellet",
            "700 1# $a Nordavind Os, Frida, $d 1931-2004. $t Fjellet",
        ),
    ],
)
def test_a_new_heading_leaves_what_is_the_fields_own(before: str, after: str) -> None:
    old = field("100 1# $a Nordavind, Frida, $d 1931-")
    new = field("100 1# $a Nordavind Os, Frida, $d 1931-2004")
    assert told(reheaded(field(before), old, new)) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("650 #7 $a Fjell $z Norge $2 nobx", "650 #7 $a Berg $z Norge $2 nobx"),
        ("655 #7 $a Fjell $2 nobx", "655 #7 $a Berg $2 nobx"),
    ],
)
def test_subdivisions_and_lists_stay(before: str, after: str) -> None:
    assert told(reheaded(field(before), field("150 ## $a Fjell"), field("150 ## $a Berg"))) == after


def test_a_series_keeps_its_volume_and_takes_what_sorting_skips() -> None:
    old, new = field("130 #0 $a Fjellserien"), field("130 #4 $a Den store fjellserien")
    changed = reheaded(field("830 #0 $a Fjellserien ; $v 14"), old, new)
    assert told(changed) == "830 #4 $a Den store fjellserien ; $v 14"
    assert told(reheaded(field("730 0# $a Fjellserien"), old, new)).startswith("730 4#")


def test_a_field_that_is_tied_says_by_which_number() -> None:
    heading = field("100 1# $a Nordavind, Frida, $d 1931-2004")
    empty = field("700 1# $a ")
    assert told(tied(empty, heading, number="(NO)1")) == (
        "700 1# $a Nordavind, Frida, $d 1931-2004 $0 (NO)1"
    )
    linked = field("700 1# $i Oversatt av: $a Vind, F. $e oversetter")
    assert told(tied(linked, heading, number="(NO)1")) == (
        "700 1# $i Oversatt av: $a Nordavind, Frida, $d 1931-2004, $e oversetter $0 (NO)1"
    )
    other = field("700 1# $a Vind, F. $4 trl $0 (XX)9")
    assert told(tied(other, heading, number="(NO)1")) == (
        "700 1# $a Nordavind, Frida, $d 1931-2004 $4 trl $0 (NO)1"
    )


def test_the_number_of_one_that_went_becomes_the_others() -> None:
    before = field("700 1# $a Vind $0 (NO)1 $0 (XX)9")
    assert told(with_number(before, old=["no:1"], number="(NO)2")) == (
        "700 1# $a Vind $0 (XX)9 $0 (NO)2"
    )
    assert with_number(before, old=["no:7"], number="(NO)2") == before
