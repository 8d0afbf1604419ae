"""NORMARC as MARC 21.

Sources: what NORMARC's fields mean as Norwegian libraries' records show it (digibib/marc2rdf's
mapping, Bibliotekssentralen's pages on 008 and 019), and MARC 21 Format for Bibliographic Data.
Katalogiseringsregler has the code `katreg` in 040 $e. Where a field's meaning is not certain it is
kept in 989 rather than guessed.
"""

from collections.abc import Iterator, Mapping

from . import marc21, normarc
from .facts import BookFacts
from .moving import CODED, coded, kept, leader_of, moved, of_person, series
from .record import Field, Record, Subfield


def _set(tags: str) -> frozenset[str]:
    return frozenset(tags.split())


# Fields that mean the same in both.
_SAME = _set(
    "001 003 005 006 007 010 022 024 028 041 043 045 050 080 084 090 130 240 245 246 247 "
    "250 254 255 256 260 263 300 310 321 362 490 500 501 502 504 505 508 511 515 518 520 "
    "521 525 530 533 534 538 546 547 550 555 580 653 730 740 760 762 765 767 770 772 773 "
    "774 775 776 777 780 785 787 830 852 856"
)
# Local in both: shelf marks, notes and subjects of the library's own, and what each system adds.
_LOCAL = ("09", "59", "69", "9")
_NAMES = {"100", "600", "700", "800"}
_BODIES = {"110", "111", "610", "611", "710", "711", "810", "811"}
_HEADINGS = {"130", "240", "630", "648", "650", "651", "653", "655", "730", "740", "830"}
# Nationality, the name as it sorts, two class numbers, the number in the authority file.
_STRANGE = "jw136"
_SUBJECTS = {"600", "610", "611", "630", "648", "650", "651", "655"}
# Notes on former titles, labels, originals and the like are general notes in MARC 21.
_NOTES = {"503", "571", "572", "573", "574", "575", "576", "577", "578", "579"}
_CODES: Mapping[str, Mapping[str, str]] = {
    # National bibliographies and systems by name; bindings; the edition of Dewey.
    "015": {"a": "a", "b": "2", "z": "z"},
    "020": {"a": "a", "b": "q", "c": "c", "z": "z"},
    "082": {"a": "a", "b": "b", "2": "2"},
    # Where copies stand: the library, the branch and the shelf.
    "850": {"a": "a", "b": "b", "c": "h"},
    "096": {"a": "b", "b": "h", "c": "i", "d": "j"},
}
_COPIES = {"850", "096"}


def converted(record: Record) -> Record:
    """Return a NORMARC record in MARC 21; nothing in it is lost."""
    facts = normarc.describe(record)
    has_copies = any(True for _ in record.all("852"))
    fields = [new for field in record.fields for new in _fields(field, has_copies=has_copies)]
    # Without it, nothing tells a MARC 21 record from another.
    fields.append(Field("040", "", "  ", (Subfield("e", "katreg"),)))
    leader = record.leader
    fixed = record.control(CODED)
    as_it_is = Record(leader, tuple(fields))
    if not _tells_the_same(as_it_is, facts) or fixed[22:23] == "a":
        fields = [_recoded(field, facts) for field in fields]
        if fixed:
            fields.append(kept(Field(CODED, fixed)))
        if marc21.material(Record(leader, tuple(fields))) is not facts.material:
            fields.append(kept(Field("LDR", leader[5:8])))
            leader = leader_of(leader, facts)
    return Record(leader, tuple(sorted(fields, key=lambda each: each.tag)), "MARC21")


def _tells_the_same(record: Record, facts: BookFacts) -> bool:
    told = marc21.describe(record)
    return (told.material, told.audience) == (facts.material, facts.audience)


def _recoded(field: Field, facts: BookFacts) -> Field:
    return Field(CODED, coded(field.value, facts)) if field.tag == CODED else field


def _fields(field: Field, *, has_copies: bool) -> Iterator[Field]:
    """Yield what a field becomes."""
    tag = field.tag
    if tag == CODED or tag.startswith(_LOCAL) and tag != "096":
        yield field
    elif tag == "440":
        yield from series(field)
    elif tag in _COPIES and has_copies:
        yield kept(field)
    elif tag in _CODES:
        to = "852" if tag in _COPIES else tag
        yield moved(field, to, codes=_CODES[tag])
    elif tag in _NOTES:
        is_plain = {part.code for part in field.subfields} == {"a"}
        yield moved(field, "500", indicators="  ") if is_plain else kept(field)
    elif tag in _NAMES | _BODIES | _HEADINGS | _SUBJECTS:
        yield moved(field, tag, strange=_STRANGE, indicators=_indicators(field))
    else:
        yield field if tag in _SAME else kept(field)


def _indicators(field: Field) -> str:
    """Return what MARC 21 has in the indicators of a heading, where NORMARC has other things."""
    if field.tag in _NAMES:
        first = of_person(field)[:1]
    elif field.tag in _BODIES:
        first = "2"
    else:
        return field.indicators if field.tag not in _SUBJECTS else f" {_thesaurus(field)}"
    return f"{first}{_thesaurus(field) if field.tag in _SUBJECTS else ' '}"


def _thesaurus(field: Field) -> str:
    """Return 7 where $2 names the vocabulary, else 4: not specified."""
    return "7" if field.first("2") else "4"
