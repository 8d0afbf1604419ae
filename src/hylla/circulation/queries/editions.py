"""The editions of a work, as who waits asks for them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from hylla.catalogue.models import Record
from hylla.circulation.rules.editions import Edition, Editions, would_do

COLUMNS = ("pk", "work_key", "kind", "languages")


def edition_of(record_id: int) -> Edition:
    """Return a title as an edition."""
    return Edition(*Record.objects.values_list(*COLUMNS).get(pk=record_id))


def edition_from(record: Record) -> Edition:
    """Return a title that was read as an edition."""
    return Edition(record.pk, record.work_key, record.kind, record.languages)


def editions_at(record_ids: Collection[int]) -> tuple[Edition, ...]:
    """Return some titles as editions."""
    rows = Record.objects.filter(pk__in=record_ids).values_list(*COLUMNS)
    return tuple(Edition(*row) for row in rows)


def editions_in(work_keys: Iterable[str]) -> Mapping[str, Sequence[Edition]]:
    """Return all editions of some works, in one statement."""
    found: defaultdict[str, list[Edition]] = defaultdict(list)
    for row in Record.objects.filter(work_key__in=set(work_keys)).values_list(*COLUMNS):
        edition = Edition(*row)
        found[edition.work_key].append(edition)
    return found


def records_for(record_id: int, editions: Editions | None) -> tuple[int, ...]:
    """Return the titles of which a copy would do; where one edition is asked for, that."""
    if editions is None:
        return (record_id,)
    asked = edition_of(record_id)
    every = editions_in([asked.work_key])[asked.work_key]
    return tuple(each.record_id for each in every if would_do(asked, each, editions=editions))
