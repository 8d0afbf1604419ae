"""Puts real titles on the made-up library's shelves."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from hylla.catalogue.actions import NewTitle, add_titles
from hylla.catalogue.rules import NewCopy, TitleFacts
from hylla.site.demo.titles import Audience, DemoTitle, titles

SOURCE = "fjordvik"
PREFIX = "0399"
"""Barcodes have fourteen digits, as Norwegian libraries' have: prefix, title, copy."""


@dataclass(frozen=True)
class Copy:
    """An item on a shelf."""

    barcode: str
    title: str
    record_id: int


def fill_shelves(branches: Mapping[str, int], *, on: date, seed: int) -> list[Copy]:
    """Add every title with its copies, spread over the branches."""
    chance = random.Random(seed)  # noqa: S311 - which branch has a copy is no secret
    works = titles()
    new = [
        NewTitle(f"{number:06}", _facts(work), _copies(work, number, branches, chance))
        for number, work in enumerate(works, start=1)
    ]
    records = add_titles(new, source=SOURCE, on=on)
    return [
        Copy(copy.barcode, title.facts.title, record)
        for title, record in zip(new, records, strict=True)
        for copy in title.copies
    ]


def _facts(work: DemoTitle) -> TitleFacts:
    return TitleFacts(
        title=work.title,
        subtitle=work.subtitle,
        authors=work.authors,
        year=work.year,
        languages=(work.language,),
        kind=work.kind.value,
        audience="adult" if work.audience is Audience.ADULT else "child",
        classification=work.classification,
        subjects=work.subjects,
        series=work.series,
        original=work.original,
    )


def _copies(
    work: DemoTitle, number: int, branches: Mapping[str, int], chance: random.Random
) -> tuple[NewCopy, ...]:
    places: Sequence[int] = list(branches.values())
    weights = [5, 3, 2] if work.audience is not Audience.ADULT else [6, 3, 0]
    mark = " ".join(part for part in (work.classification, _author_mark(work)) if part)
    return tuple(
        NewCopy(
            barcode=f"{PREFIX}{number:07}{copy:03}",
            branch_id=branch,
            item_type=work.kind.value,
            shelf_mark=mark,
        )
        for copy, branch in enumerate(chance.choices(places, weights, k=work.copies), start=1)
    )


def _author_mark(work: DemoTitle) -> str:
    return (work.authors[0] if work.authors else work.title)[:3].upper()
