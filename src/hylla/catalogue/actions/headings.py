"""Write under which headings titles stand, and which of these are an authority's."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import groupby, islice
from typing import TypeVar

from django.db import connection
from django.db.models import Q

from hylla.catalogue.models import Authority, AuthorityForm, TitleHeading
from hylla.catalogue.rules import authorities as rules
from hylla.catalogue.rules.authorities import FormKind, Owner, owner_of
from hylla.formats.marc.headings import Family

Value = TypeVar("Value")
_AT_A_TIME, _ROWS_AT_A_TIME = 500, 10_000
_INSERT_ROW = """
INSERT INTO catalogue_titleheading (record_id, place, rank, tag, key, authority_id)
VALUES (%s, %s, %s, %s, %s, %s)"""
_INSERT_ARRAYS = """
INSERT INTO catalogue_titleheading (record_id, place, rank, tag, key, authority_id)
SELECT * FROM unnest(
    %s::bigint[], %s::smallint[], %s::smallint[], %s::text[], %s::text[], %s::bigint[]
)"""
# Names one lock of PostgreSQL's among those that programs may name freely.
_LOCK = 4_810_020
_TRIES = 1_000


def titles_written() -> None:
    """Let no authority change until this transaction ends, as titles are tied to those there are.

    Many may write titles at once. In SQLite one transaction writes at a time anyway.
    """
    _lock("pg_advisory_xact_lock_shared")


def authorities_written() -> None:
    """Let no title be written until this transaction ends: the first thing that it does.

    It does not stand in line for that: who has a title locked and is about to write it would wait
    behind it, and whoever writes now for them.
    """
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        for _time in range(_TRIES):
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
            if cursor.fetchone()[0]:
                return
            cursor.execute("SELECT pg_sleep(0.02)")
    _lock("pg_advisory_xact_lock")


def _lock(function: str) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {function}(%s)", [_LOCK])


def write_headings(headings: Mapping[int, Sequence[rules.TitleHeading]]) -> None:
    """Write anew under which headings titles, by number, stand. `titles_written` comes before."""
    TitleHeading.objects.filter(record__in=headings).delete()
    owners = _owners({key for own in headings.values() for each in own for key in each.keys})
    _insert(
        (number, place, rank, each.tag, key, owner)
        for number, own in headings.items()
        for place, each in enumerate(own)
        for rank, (key, owner) in enumerate(_owned(each, owners))
    )


def _owned(
    heading: rules.TitleHeading, owners: Mapping[str, Sequence[Owner]]
) -> Iterator[tuple[str, int | None]]:
    key_of_owner, owner = owner_of(heading.family, heading.keys, owners=owners) or ("", None)
    return ((key, owner if key == key_of_owner else None) for key in heading.keys)


def _insert(rows: Iterable[tuple[int, int, int, str, str, int | None]]) -> None:
    """Insert without a model for each: there are six to a title."""
    with connection.cursor() as cursor:
        for some in _pieces(rows, count=_ROWS_AT_A_TIME):
            if connection.vendor == "postgresql":
                cursor.execute(_INSERT_ARRAYS, [list(column) for column in zip(*some, strict=True)])
            else:
                cursor.executemany(_INSERT_ROW, some)


def tie_again(keys: Collection[str], *, authorities: Collection[int]) -> set[int]:
    """Tie the fields that have one of the keys, or are under one of the authorities.

    Return the numbers of the titles that are under one of these, or were. `authorities_written`
    comes before.
    """
    titles = set(_titles(Q(authority__in=authorities)))
    met = titles.union(*(_titles(Q(key__in=some)) for some in _pieces(sorted(keys))))
    for some in _pieces(sorted(met)):
        _tie(some)
    return titles.union(_titles(Q(authority__in=authorities)))


def _titles(wanted: Q) -> Iterable[int]:
    rows = TitleHeading.objects.filter(wanted)
    return rows.values_list("record_id", flat=True).distinct()


def _tie(numbers: Sequence[int]) -> None:
    rows = list(TitleHeading.objects.filter(record__in=numbers).order_by("record", "place", "rank"))
    owners = _owners({row.key for row in rows})
    changed: list[TitleHeading] = []
    for _place, some in groupby(rows, key=lambda row: (row.record_id, row.place)):
        field = list(some)
        family = Family(next(row.key for row in reversed(field))[0])
        key_of_owner, owner = owner_of(family, [row.key for row in field], owners=owners) or (
            "",
            None,
        )
        for row in field:
            now = owner if row.key == key_of_owner else None
            if row.authority_id != now:
                row.authority_id = now
                changed.append(row)
    TitleHeading.objects.bulk_update(changed, ["authority"], batch_size=_AT_A_TIME)


def _owners(keys: set[str]) -> Mapping[str, list[Owner]]:
    """Return the authorities that have each of the keys, as their heading or as a number."""
    owners: dict[str, list[Owner]] = {}
    if not keys or not Authority.objects.exists():
        return owners
    forms = AuthorityForm.objects.filter(kind__in=(FormKind.HEADING, FormKind.NUMBER))
    for some in _pieces(sorted(keys)):
        found = forms.filter(key__in=some).values_list("key", "authority_id", "authority__key")
        for key, number, own in found:
            owners.setdefault(key, []).append(Owner(number, Family(own[0])))
    return owners


def _pieces(values: Iterable[Value], *, count: int = _AT_A_TIME) -> Iterator[list[Value]]:
    coming = iter(values)
    while some := list(islice(coming, count)):
        yield some
