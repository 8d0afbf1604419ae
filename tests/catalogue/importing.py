"""Imports as the tests start them, and the whole catalogue as one comparable value."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from hylla.catalogue.actions import ImportReport, import_marc
from hylla.catalogue.models import Authority, AuthorityForm, Item, Record, RecordWord, TitleHeading

TODAY = date(2026, 3, 2)


def imported(*paths: Path, on: date = TODAY, branch_id: int | None = None) -> ImportReport:
    """Import without anyone looking on."""
    return import_marc(paths, on=on, progress=lambda done, records: None, branch_id=branch_id)


def everything() -> list[object]:
    """Return what the catalogue holds, row by row."""
    words = RecordWord.objects.order_by("record", "word").values_list("record", "word", "weight")
    told = ("authority", "kind", "key", "text", "sorts_as")
    forms = AuthorityForm.objects.order_by("authority", "kind", "key").values_list(*told)
    where = ("record", "place", "rank", "tag", "key", "authority")
    headings = TitleHeading.objects.order_by("record", "place", "rank").values_list(*where)
    return [
        *Record.objects.order_by("pk").values_list(),
        *words,
        *Authority.objects.order_by("pk").values_list(),
        *forms,
        *headings,
        *Item.objects.order_by("pk").values_list(),
    ]


def halves() -> list[int]:
    """Return the records that are there without the words by which their title is found."""
    found = set(RecordWord.objects.filter(weight__gte=100).values_list("record", flat=True))
    return [pk for pk in Record.objects.values_list("pk", flat=True) if pk not in found]


def titles(numbers: Iterable[str] = ()) -> dict[str, str]:
    """Return the titles by control number."""
    rows = Record.objects.filter(control_number__in=numbers) if numbers else Record.objects.all()
    return dict(rows.values_list("control_number", "title"))
