"""Two records side by side, field by field."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from hylla.formats.marc import Field, Record

LONGEST_SHOWN = 2_000
MOST_COMPARED = 2_000
"""Fields; of more the two are told one after the other."""
LEADER = "LDR"


@dataclass(frozen=True, slots=True)
class Line:
    """A field of one record or of both, as it is read; empty where one has none."""

    before: str
    after: str

    @property
    def is_changed(self) -> bool:
        return self.before != self.after


def lines_of(before: Record | None, after: Record | None) -> tuple[Line, ...]:
    """Return the fields of both, those they share on one line."""
    return beside(_texts(before), _texts(after))


def beside(old: Sequence[str], new: Sequence[str]) -> tuple[Line, ...]:
    """Return two lists of fields side by side, what both have on one line."""
    if max(len(old), len(new)) > MOST_COMPARED:
        return (*(Line(each, "") for each in old), *(Line("", each) for each in new))
    return tuple(_aligned(old, new))


def field_text(field: Field) -> str:
    """Return a field as cataloguers write it: `245 10 $a Fjellet / $c Frida Nordavind.`"""
    if not field.subfields:
        return f"{field.tag} {field.value}"[:LONGEST_SHOWN]
    indicators = field.indicators.replace(" ", "#")
    parts = " ".join(f"${part.code} {part.value}" for part in field.subfields)
    return f"{field.tag} {indicators} {parts}"[:LONGEST_SHOWN]


def _texts(record: Record | None) -> list[str]:
    if record is None:
        return []
    # Lengths and addresses say nothing about the title.
    leader = f"{LEADER} {record.leader[5:9]} {record.leader[17:20]}".replace(" ", "#")
    return [leader.replace("#", " ", 1), *map(field_text, record.fields)]


def _aligned(old: Sequence[str], new: Sequence[str]) -> Iterator[Line]:
    for what, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            yield from (Line(each, each) for each in old[a:b])
        else:
            yield from _of_one_tag(old[a:b], new[c:d])


def _of_one_tag(old: Sequence[str], new: Sequence[str]) -> Iterator[Line]:
    """Put fields of one tag on one line, in the order of the tags."""
    rest = list(new)
    for each in old:
        same = next((other for other in rest if other[:3] == each[:3]), "")
        if same:
            before = rest[: rest.index(same)]
            yield from (Line("", other) for other in before)
            rest = rest[len(before) + 1 :]
        yield Line(each, same)
    yield from (Line("", other) for other in rest)
