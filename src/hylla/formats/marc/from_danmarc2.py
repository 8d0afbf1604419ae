"""danMARC2 as MARC 21.

Sources: danMARC2, 2nd edition, as far as records show it, and MARC 21 Format for Bibliographic
Data. What is not in these tables, or whose meaning is not certain, is kept in 989 as it was.
Escapes of the Danish character set (appendix K) are resolved on the way.
"""

from collections.abc import Callable, Iterator, Mapping

from . import danmarc2
from .facts import BookFacts
from .moving import CODED, KEPT, coded, kept, leader_of, moved, noted, of_person, series
from .record import Field, Record, Subfield

_CODES: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "022": ("022", {"a": "a", "x": "y"}),
    "241": ("240", {"a": "a", "n": "n", "o": "p"}),
    "250": ("250", {"a": "a", "b": "b"}),
    "260": ("260", {"a": "a", "b": "b", "c": "c", "g": "f", "e": "e", "f": "e"}),
    "300": ("300", {"a": "a", "b": "b", "c": "c", "d": "e", "n": "a"}),
    "041": ("041", {"a": "a", "b": "k", "c": "h", "d": "b"}),
}
_NAMES = {"100": "100", "700": "700", "600": "600", "900": "900"}
_BODIES = {"110": "110", "710": "710", "610": "610"}
_NOTES: Mapping[str, str] = {
    "504": "520",
    "505": "505",
    "512": "500",
    "520": "500",
    "526": "500",
    "530": "505",
    "531": "505",
    "532": "504",
    "534": "500",
    "559": "500",
}
_SUBJECTS = {"620", "630", "631", "633", "634", "645", "666", "667"}
_ORDER = "mnop"
_NONE = "00"
# Countries as MARC 21 writes them; of danMARC2's the Nordic ones differ in nothing but blanks.
_COUNTRIES = {"dk": "dk ", "se": "sw ", "no": "no ", "fi": "fi ", "de": "gw ", "gb": "enk"}


def converted(record: Record) -> Record:
    """Return a danMARC2 record in MARC 21; nothing in it is lost."""
    facts = danmarc2.describe(record)
    marked = [each.first("a").find("¤") for each in record.all("245")]
    told = danmarc2.unescaped(record)
    fields = [new for field in told.fields for new in _fields(field)]
    has_author = any(each.tag in {"100", "110"} for each in fields)
    skipped = str(marked[0]) if marked and 0 < marked[0] < 10 else "0"
    fields = [
        Field("245", "", f"{int(has_author)}{skipped}", each.subfields)
        if each.tag == "245"
        else each
        for each in fields
    ]
    fields.append(Field(CODED, _fixed(told, facts)))
    fields.append(Field("040", "", "  ", (Subfield("b", "dan"),)))
    fields.append(kept(Field("LDR", record.leader[5:8])))
    leader = leader_of(record.leader, facts)
    return Record(leader, tuple(sorted(fields, key=lambda each: each.tag)), "MARC21")


def _fields(field: Field) -> Iterator[Field]:
    """Yield what a field becomes."""
    tag = field.tag
    if field.indicators == _NONE:
        # danMARC2 writes noughts where nothing is meant.
        plain = Field(tag, field.value, "  ", field.subfields)
        yield from (_as_it_was(new, field) for new in _placed(plain))
        return
    yield from _placed(field)


def _as_it_was(new: Field, field: Field) -> Field:
    is_kept = new.tag == KEPT and field.tag != KEPT
    return Field(KEPT, "", field.indicators, new.subfields) if is_kept else new


def _placed(field: Field) -> Iterator[Field]:
    tag = field.tag
    if tag in _OWN:
        yield from _OWN[tag](field)
    elif tag in _CODES:
        new, codes = _CODES[tag]
        yield moved(field, new, codes=codes, indicators="10" if new == "240" else "  ")
    elif tag in _NAMES:
        yield _person(field)
    elif tag in _BODIES:
        codes = {"a": "a", "c": "b", "i": "n", "k": "d", "j": "c", "4": "4"}
        ending = "4" if tag == "610" else " "
        yield moved(field, tag, codes=codes, indicators=f"2{ending}")
    elif tag in _NOTES and {part.code for part in field.subfields} == {"a"}:
        yield moved(field, _NOTES[tag], indicators="  ")
    elif tag in _SUBJECTS:
        yield _subject(field)
    else:
        is_local = not tag.isdigit() or tag.startswith(("9", "09"))
        yield field if is_local else kept(field)


def _number(field: Field) -> Iterator[Field]:
    """001: the record's number and whose it is; the rest has no place."""
    if not field.subfields:
        yield field
        return
    if number := field.first("a"):
        yield Field("001", number)
    if source := field.first("b"):
        yield Field("003", source)
    rest = tuple(part for part in field.subfields if part.code not in "ab")
    if rest:
        yield kept(Field("001", "", field.indicators, rest))


def _coded(field: Field) -> Iterator[Field]:
    yield kept(field)


def _isbns(field: Field) -> Iterator[Field]:
    """021: each ISBN has a field in MARC 21; price and binding stand with the first."""
    codes = {"a": "a", "e": "a", "x": "z", "b": "q", "d": "c", "c": "q"}
    first = [part for part in field.subfields if part.code in "ae"][:1]
    others = [part for part in field.subfields if part.code in "ae" and part not in first]
    rest = tuple(part for part in field.subfields if part not in others)
    yield moved(Field("021", "", "  ", rest), "020", codes=codes)
    yield from (Field("020", "", "  ", (Subfield("a", part.value),)) for part in others)


def _title(field: Field) -> Iterator[Field]:
    """245: subtitles in one place, those responsible in one, as MARC 21 writes them."""
    first = next((part for part in field.subfields if part.code in "ag"), None)
    parts = [Subfield("a", first.value)] if first else []
    rest = [part for part in field.subfields if part is not first]
    named = {"n": "n", "o": "p", "b": "h"}
    parts += [Subfield(named[part.code], part.value) for part in rest if part.code in named]
    for codes, code, between in (("c", "b", " : "), ("def", "c", " ; ")):
        if told := between.join(part.value for part in rest if part.code in codes):
            parts.append(Subfield(code, told))
    placed = {*named, *"cdef"}
    parts += [noted(part.code, part.value) for part in rest if part.code not in placed]
    yield Field("245", "", "00", tuple(parts))


def _class(field: Field) -> Iterator[Field]:
    """652: DK5, of non-fiction in m, of fiction and music in the others; a in older records."""
    code = next((each for each in (*_ORDER, "a") if field.first(each)), "")
    if not code:
        yield kept(field)
        return
    number = next(part for part in field.subfields if part.code == code)
    rest = [noted(part.code, part.value) for part in field.subfields if part is not number]
    yield Field("084", "", "  ", (Subfield("a", number.value), Subfield("2", "dk5"), *rest))


def _person(field: Field) -> Field:
    """Return a name inverted, as MARC 21 has it: surname and first name in one."""
    surname, first = field.first("a"), field.first("h")
    numeral = field.first("e")
    name = f"{surname} {numeral}, {first}" if first and numeral else f"{surname}, {first}"
    parts = [Subfield("a", name if first else surname)]
    if numeral and not first:
        parts.append(Subfield("b", numeral))
    codes = {"c": "d", "f": "c", "4": "4", "t": "t"}
    spent = {"a", "h", "e"}
    for part in field.subfields:
        # Only the first of each has been spent on the name.
        if part.code in spent and part.value.strip():
            spent.discard(part.code)
        elif part.value.strip():
            new = codes.get(part.code)
            parts.append(Subfield(new, part.value) if new else noted(part.code, part.value))
    tag = _NAMES[field.tag]
    ending = "4" if tag == "600" else " "
    inverted = Field(tag, "", "  ", tuple(parts))
    return Field(tag, "", of_person(inverted)[:1] + ending, tuple(parts))


def _subject(field: Field) -> Field:
    """Return a chain of words as an uncontrolled term (653), with what it was before it."""
    parts = [
        Subfield("a", part.value) if part.code.isalpha() else noted(part.code, part.value)
        for part in field.subfields
    ]
    told = "".join(part.code for part in field.subfields)
    return Field("653", "", "  ", (*parts, noted(field.tag, told)))


def _fixed(record: Record, facts: BookFacts) -> str:
    """Return 008: the year, the country and the language, and what is known of the kind."""
    year = f"s{facts.year:04d}    " if facts.year else "|||||||||"
    country = _COUNTRIES.get(record.first("008", "b"), "xx ")
    language = next(iter(facts.languages), "und")
    return coded(f"      {year}{country}".ljust(35) + f"{language:3.3} |", facts)


_OWN: Mapping[str, Callable[[Field], Iterator[Field]]] = {
    "001": _number,
    "004": _coded,
    "008": _coded,
    "009": _coded,
    "021": _isbns,
    "245": _title,
    "440": lambda field: iter(series(field)),
    "652": _class,
}
