"""What the record of a title says that was two."""

from collections import Counter
from collections.abc import Collection, Iterator

from hylla.catalogue.rules.codes import Code
from hylla.catalogue.rules.keeping import OWN_TAGS, place_of
from hylla.formats.marc import Field, Record, Subfield
from hylla.formats.marc.fields import stands_once
from hylla.library.refusals import Reason

_MAIN_ENTRIES = frozenset({"100", "110", "111", "130"})


def joined(
    stays: Record, goes: Record, *, without: Collection[int], taken: Collection[int]
) -> Record:
    """Return the record that stays, `without` some of its fields and with some `taken` over.

    Both are places among the fields. Numbers in the system (001, 003) are never changed.
    """
    fields = [
        field
        for place, field in enumerate(stays.fields)
        if place not in without or field.tag in OWN_TAGS
    ]
    for place, field in enumerate(goes.fields):
        if place in taken and field.tag not in OWN_TAGS and field not in fields:
            fields.insert(place_of(fields, field.tag), field)
    return Record(stays.leader, tuple(fields), stays.format_hint)


def too_many(joined: Record, *, stays: Record) -> Iterator[Reason]:
    """Yield what a record of two would have twice that a record has once.

    What the one that stays had twice before is not the merge's to put right.
    """
    before, after = (Counter(field.tag for field in each.fields) for each in (stays, joined))
    for tag in sorted(after):
        if stands_once(tag) and after[tag] > max(1, before[tag]):
            yield Reason(Code.FIELD_TWICE, number=int(tag))
    mine, both = (sum(count[tag] > 0 for tag in _MAIN_ENTRIES) for count in (before, after))
    if both > max(1, mine):
        yield Reason(Code.MAIN_ENTRY_TWICE)


def with_number(record: Record, *, source: str, number: str) -> Record:
    """Return a record with another number of the title in 035, by which it is known again."""
    told = f"({source}){number}"
    if told in set(record.every("035", "a")):
        return record
    fields = list(record.fields)
    fields.insert(place_of(fields, "035"), Field("035", "", "  ", (Subfield("a", told),)))
    return Record(record.leader, tuple(fields), record.format_hint)
