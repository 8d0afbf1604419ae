"""Two authorities that are one: what the one that stays takes over."""

from dataclasses import replace

from hylla.catalogue.rules.authorities import field_key
from hylla.formats.marc import Field, Record, Subfield
from hylla.formats.marc.authorities import AuthorityFacts

_NUMBERS = "035"


def merged(stays: Record, goes: AuthorityFacts, *, ours: AuthorityFacts, number: str) -> Record:
    """Return the record that stays, with the other's heading and variants as its variants.

    The other's own number stands in 035 $z, so that titles that name it are tied, and the same
    record is known when it comes again.
    """
    known = {field_key(each) for each in (ours.heading, *ours.variants)}
    traced: list[Field] = []
    for each in (goes.heading, *goes.variants):
        if field_key(each) not in known:
            known.add(field_key(each))
            traced.append(replace(each, tag=f"4{each.tag[1:]}"))
    old = Field(_NUMBERS, "", "  ", (Subfield("z", number),))
    fields = [*stays.fields]
    _put(fields, old)
    for each in traced:
        _put(fields, each)
    return replace(stays, fields=tuple(fields))


def _put(fields: list[Field], field: Field) -> None:
    """Put a field behind the last whose tag is not higher."""
    place = max((at + 1 for at, each in enumerate(fields) if each.tag <= field.tag), default=0)
    fields.insert(place, field)
