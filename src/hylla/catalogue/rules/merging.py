"""What the record of a title says that was two."""

from collections.abc import Collection

from hylla.catalogue.rules.keeping import OWN_TAGS, place_of
from hylla.formats.marc import Field, Record, Subfield


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


def with_number(record: Record, *, source: str, number: str) -> Record:
    """Return a record with another number of the title in 035, by which it is known again."""
    told = f"({source}){number}"
    if told in set(record.every("035", "a")):
        return record
    fields = list(record.fields)
    fields.insert(place_of(fields, "035"), Field("035", "", "  ", (Subfield("a", told),)))
    return Record(record.leader, tuple(fields), record.format_hint)
