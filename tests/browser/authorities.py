"""An authority that was changed, and waits for a yes to another heading."""

from dataclasses import replace
from datetime import datetime

from hylla.catalogue.actions.authorities.writing import change_authority, write_authority
from hylla.catalogue.actions.editing import Hand, change_record
from hylla.catalogue.queries.authorities import authority
from hylla.catalogue.queries.authority_versions import versions_of_authority
from hylla.catalogue.queries.versions import editable
from hylla.formats.marc import Field, Subfield
from hylla.formats.marc.authority_fields import beginning
from hylla.library.models import Staff
from tests.browser.matrix import Samples
from tests.doors.town import Town

NAME = Field("100", "", "1 ", (Subfield("a", "Vandrer, Vilja"),))
YEARS = replace(NAME, subfields=(*NAME.subfields, Subfield("d", "1950-")))
VARIANT = replace(NAME, tag="400", subfields=(Subfield("a", "Gangar, Vilja"),))


def authorities(town: Town, now: datetime) -> Samples:
    """Write an authority with a title and change it; return where its pages are."""
    by = Hand(Staff.objects.values_list("pk", flat=True)[0], now, now.date())
    title = editable(town.item("Fjellvandring i sør").record_id)
    assert title is not None
    named = replace(title.record, fields=(*title.record.fields, replace(NAME, tag="700")))
    change_record(title.number, named, seen=title.seen, by=by)
    plain = beginning(NAME, day=now.date())
    heading = tuple(each for each in plain.fields if each.tag in {"008", "100"})
    number = write_authority(replace(plain, fields=heading), by=by)
    batch: int | None = None
    for fields in ((*heading, VARIANT), (heading[0], YEARS, VARIANT)):
        known = authority(number)
        assert known is not None
        record = replace(plain, fields=fields)
        batch = change_authority(number, record, seen=known.seen, by=by).batch
    return {
        "cataloguing:authority": {"number": number},
        "cataloguing:edit_authority": {"number": number},
        "cataloguing:merge_authority": {"number": number},
        "cataloguing:authority_history": {"number": number},
        "cataloguing:authority_version": {"number": versions_of_authority(number)[0].id},
        "cataloguing:heading_change": {"number": batch},
        "cataloguing:heading_change_row": {"number": batch, "place": 1},
    }
