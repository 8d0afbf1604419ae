"""NORMARC and danMARC2 become MARC 21, and nothing in them is lost."""

import os
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import pytest

from hylla.formats.marc import (
    Dialect,
    Field,
    ReadRecord,
    Record,
    Subfield,
    describe,
    dialect_of,
    holdings_of,
    read_records,
)
from hylla.formats.marc.converting import to_marc21
from hylla.formats.marc.danmarc2 import unescaped
from hylla.formats.marc.kept import kept_record
from hylla.formats.marc.writing import iso2709_of

LEADER = "00000nam  2200000   4500"
FIXED = "991224                a          00nob r"
_REPOSITORY = Path(__file__).parents[3]
DATA = Path(os.environ.get("HYLLA_SHARED", _REPOSITORY.parent / "shared")) / "data" / "marc"


def field(text: str) -> Field:
    """Read a field as cataloguers write it: `245 10 $a Fjellet $b roman`."""
    head, *parts = text.split("$")
    tag, indicators = head[:3], head[4:6].replace("#", " ")
    return Field(tag, "", indicators, tuple(Subfield(p[0], p[2:].rstrip()) for p in parts))


def written(field: Field) -> str:
    """Write one in the same way."""
    if not field.subfields:
        return f"{field.tag} {field.value}"
    parts = " ".join(f"${part.code} {part.value}" for part in field.subfields)
    return f"{field.tag} {field.indicators.replace(' ', '#')} {parts}"


def converted(*texts: str, fixed: str = FIXED, hint: str = "normarc") -> list[str]:
    control = (Field("001", "7"), Field("008", fixed)) if hint == "normarc" else ()
    record = Record(LEADER, (*control, *map(field, texts)), hint)
    return [written(each) for each in to_marc21(record).fields]


@pytest.mark.parametrize(
    ("came", "becomes"),
    [
        ("020 ## $a 82-05-06206-4 $b ib. $c kr 98", "020 ## $a 82-05-06206-4 $q ib. $c kr 98"),
        ("015 ## $a 7445915 $b BIBBI", "015 ## $a 7445915 $2 BIBBI"),
        ("082 3# $a 921 $z h", "082 3# $a 921 $9 z=h"),
        (
            "100 #0 $a Ragde, Anne B. $d 1957- $j n. $3 10",
            "100 1# $a Ragde, Anne B. $d 1957- $9 j=n. $9 3=10 $9 ind=#0",
        ),
        ("100 ## $a Snorre", "100 0# $a Snorre"),
        ("600 14 $a Lincoln, Abraham $1 973", "600 14 $a Lincoln, Abraham $9 1=973"),
        ("110 ## $a Oslo kommune", "110 2# $a Oslo kommune"),
        ("650 #1 $a Hav $x Dyr $3 14", "650 #4 $a Hav $x Dyr $9 3=14 $9 ind=#1"),
        ("650 #7 $a Hav $2 humord", "650 #7 $a Hav $2 humord"),
        ("503 ## $a Tidligere utgitt", "500 ## $a Tidligere utgitt"),
        ("574 ## $a Originaltittel: Sult", "500 ## $a Originaltittel: Sult"),
        ("574 ## $a Originaltittel: Sult $x nb", "989 ## $9 574 $a Originaltittel: Sult $x nb"),
        ("096 ## $a hutl $b dc $d Rag", "852 ## $b hutl $h dc $j Rag"),
        ("850 ## $a NO-1 $b Voksen $c u $f 9", "852 ## $a NO-1 $b Voksen $h u $9 f=9"),
        ("019 ## $b l $d R", "989 ## $9 019 $b l $d R"),
        ("599 ## $a lokal", "599 ## $a lokal"),
        ("691 ## $a Egne $3 5", "691 ## $a Egne $3 5"),
        ("952 ## $p 03 $a HB", "952 ## $p 03 $a HB"),
        ("245 14 $a The sea $b a novel", "245 14 $a The sea $b a novel"),
        ("999 ## $a whatever", "999 ## $a whatever"),
        ("687 ## $a Rart", "989 ## $9 687 $a Rart"),
    ],
)
def test_a_field_of_normarc(came: str, becomes: str) -> None:
    assert becomes in converted(came)


def test_a_series_is_shown_and_traced() -> None:
    found = converted("440 #2 $a En serie $v 14 $3 10")
    assert "490 1# $a En serie $v 14" in found
    assert "830 #2 $a En serie $v 14 $9 3=10" in found


def test_copies_of_two_kinds_are_not_counted_twice() -> None:
    found = converted("852 ## $a NO-1 $p 03", "850 ## $a NO-1 $b Voksen")
    assert "989 ## $9 850 $a NO-1 $b Voksen" in found


@pytest.mark.parametrize(
    ("code", "fixed", "kind", "audience"),
    [
        ("dc,di", FIXED, "i", "e"),
        ("ee", FIXED, "g", "e"),
        ("l", FIXED, "a", "e"),
        ("l", FIXED[:22] + "j" + FIXED[23:], "a", "j"),
        ("ma", FIXED[:22] + " " + FIXED[23:], "m", " "),
    ],
)
def test_what_it_is_stands_where_marc_21_looks(
    code: str, fixed: str, kind: str, audience: str
) -> None:
    """In NORMARC 019 tells; `a` in 008/22 is an adult there, and a child of three in MARC 21."""
    record = Record(LEADER, (Field("008", fixed), field(f"019 ## $b {code}")), "normarc")
    new = to_marc21(record)
    assert (new.leader[6], new.control("008")[22]) == (kind, audience)
    assert describe(new).material is describe(record).material


@pytest.mark.parametrize(
    ("came", "becomes"),
    [
        ("001 00 $a 0567 $b 870970 $f a", "001 0567"),
        ("001 00 $a 0567 $b 870970 $f a", "003 870970"),
        ("001 00 $a 0567 $b 870970 $f a", "989 00 $9 001 $f a"),
        ("008 00 $t m $a 1997 $b dk $l dan", "989 00 $9 008 $t m $a 1997 $b dk $l dan"),
        ("021 00 $a 87-11-04010-6 $c hf. $d kr. 92", "020 ## $a 87-11-04010-6 $q hf. $c kr. 92"),
        ("021 00 $a 1 $e 2", "020 ## $a 2"),
        ("100 00 $a Ørsted $h H. C.", "100 1# $a Ørsted, H. C."),
        ("100 00 $a Christian $e IV", "100 0# $a Christian $b IV"),
        ("100 00 $a Nielsen $h Carl $4 cmp $6 x", "100 1# $a Nielsen, Carl $4 cmp $9 6=x"),
        ("110 00 $a Danmark $c Kirkeministeriet", "110 2# $a Danmark $b Kirkeministeriet"),
        (
            "245 00 $a Sange $c for kor $c for klaver $e Carl Nielsen $f noter af X $y 0",
            "245 00 $a Sange $b for kor : for klaver $c Carl Nielsen ; noter af X $9 y=0",
        ),
        ("245 00 $g Bind $n 1 $o Havet", "245 00 $a Bind $n 1 $p Havet"),
        ("245 00 $a De ¤store have", "245 03 $a De store have"),
        ("241 00 $a Stretching", "240 10 $a Stretching"),
        ("260 00 $a Kbh. $b Clausen $c 1988", "260 ## $a Kbh. $b Clausen $c 1988"),
        ("504 00 $a Kort sagt", "520 ## $a Kort sagt"),
        ("512 00 $a En note", "500 ## $a En note"),
        ("512 00 $i Med $t Titel", "989 00 $9 512 $i Med $t Titel"),
        ("652 00 $m 99.4 $a Dylan", "084 ## $a 99.4 $2 dk5 $9 a=Dylan"),
        ("666 00 $e Jylland $u 1900-1999", "653 ## $a Jylland $a 1900-1999 $9 666=eu"),
        ("700 00 $a A@00E5 $h @@ og @å", "700 1# $a Aå, @ og aa"),
        ("795 00 $å 1 $a Indhold", "989 00 $9 795 $å 1 $a Indhold"),
    ],
)
def test_a_field_of_danmarc2(came: str, becomes: str) -> None:
    assert becomes in converted(came, hint="danMARC2")


def test_the_fixed_field_of_danmarc2_is_made() -> None:
    told = ("008 00 $t m $a 1997 $b dk $l dan", "245 00 $a Havet", "038 00 $a bi")
    fixed = next(each for each in converted(*told, hint="danMARC2") if each.startswith("008"))
    assert (len(fixed), fixed[11:15], fixed[19:22]) == (44, "1997", "dk ")
    assert (fixed[26], fixed[39:42]) == ("j", "dan")


def test_marc_21_and_authorities_stay_as_they_are() -> None:
    """So a second conversion changes nothing."""
    record = Record(LEADER, (Field("001", "7"), field("245 10 $a Sult"), field("019 ## $b l")))
    once = to_marc21(record)
    assert dialect_of(record) is Dialect.NORMARC
    assert dialect_of(once) is Dialect.MARC21
    assert to_marc21(once) is once
    authority = Record("00000nz  a2200000n  4500", (field("100 00 $a X $h Y"),), "danMARC2")
    assert to_marc21(authority) is authority


def real() -> Iterator[Record]:
    """Yield every real record that is not in MARC 21; these files have them all."""
    makers = ("digibib", "statsbiblioteket", "indexdata")
    for path in sorted(each for maker in makers for each in DATA.glob(f"{maker}*")):
        for result in read_records(path):
            if isinstance(result, ReadRecord) and dialect_of(result.record) is not Dialect.MARC21:
                yield result.record


@pytest.mark.skipif(
    not DATA.is_dir(),
    reason="NOT RUN: no real records in data/marc beside the clone (or set HYLLA_SHARED)",
)
def test_no_word_of_a_real_record_is_lost_and_all_is_understood_as_before() -> None:
    """Every value stands somewhere, and what the catalogue and the shelves are told is the same."""
    seen = 0
    for came in real():
        seen += 1
        new = kept_record(iso2709_of(to_marc21(came)))
        assert new is not None
        assert dialect_of(new) is Dialect.MARC21
        text = "\n".join(text for each in new.fields for text in (each.value, *_values(each)))
        told = unescaped(came) if dialect_of(came) is Dialect.DANMARC2 else came
        lost = [v for each in told.fields for v in (each.value, *_values(each)) if v not in text]
        assert not lost
        before, after = asdict(describe(came)), asdict(describe(new))
        for each in ("dialect", "shelf_mark"):
            del before[each], after[each]
        assert after == before
        assert set(holdings_of(new)) == set(holdings_of(came))
    assert seen > 200


def _values(field: Field) -> list[str]:
    return [part.value for part in field.subfields]
