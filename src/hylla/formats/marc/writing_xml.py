"""A record as MARCXML."""

import re
from collections.abc import Iterator

from hylla.formats.xml import Xml, tag

from .record import Field, Record
from .writing import settled_leader

NAMESPACE = "http://www.loc.gov/MARC21/slim"
SCHEMA = "http://www.loc.gov/standards/marcxml/schema/MARC21slim.xsd"

FIRST = f'<?xml version="1.0" encoding="UTF-8"?>\n<collection xmlns="{NAMESPACE}">\n'
LAST = "</collection>\n"
"""What stands around the records of a file."""

_CONTROL_TAG = re.compile("00.")


def marcxml_of(record: Record, *, in_collection: bool = False) -> Xml:
    """Return a record element; within a collection the namespace is told already."""
    attributes = {} if in_collection else {"xmlns": NAMESPACE}
    leader = tag("leader", settled_leader(record.leader))
    return tag("record", leader, *_fields(record), attributes=attributes)


def _fields(record: Record) -> Iterator[Xml]:
    for field in record.fields:
        if field.subfields or not _CONTROL_TAG.match(field.tag):
            yield _data_field(field)
        else:
            yield tag("controlfield", field.value, attributes={"tag": field.tag})


def _data_field(field: Field) -> Xml:
    indicators = field.indicators[:2].ljust(2)
    told = {"tag": field.tag, "ind1": indicators[0], "ind2": indicators[1]}
    inside = [
        tag("subfield", part.value, attributes={"code": part.code}) for part in field.subfields
    ]
    if not inside:
        # Of a field with neither subfields nor the tag of a control field the bare text is kept.
        return tag("datafield", field.value, attributes=told)
    return tag("datafield", *inside, attributes=told)
