"""Search the catalogue: in the index where there is one, else in the tables.

This is the one entry for whoever searches as readers do. While the index is missing, or is being
made anew, fewer titles come near and nothing is counted, but whatever has the words is found.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Q

from hylla.catalogue.index.asking import Effort
from hylla.catalogue.index.choices import Choices, Count, Facet, Sorting
from hylla.catalogue.index.finding import Findings, Work, find, nearby, similar, suggest
from hylla.catalogue.index.finding import counts_among as counts_of
from hylla.catalogue.index.folder import Folder, Unusable
from hylla.catalogue.index.reading import Reader
from hylla.catalogue.models import BORROWED, Item, ItemStatus, Record, Stamp
from hylla.catalogue.queries.changes import titles_for_index
from hylla.catalogue.queries.records import LARGEST_NUMBER, Hit, hits_of
from hylla.catalogue.queries.search import search, title_of_barcode
from hylla.catalogue.rules.ordering import LAST, places, without_article
from hylla.catalogue.rules.questions import Question, Trouble, question
from hylla.catalogue.rules.spelling import meant

MOST_FROM_TABLES = 1_000
_MOST_LIKE_IT = 3
SUGGESTIONS = 8
BESIDE = 6


@dataclass(frozen=True, slots=True)
class Asking:
    """What somebody searches for: the text as typed, what they chose, and the order.

    `languages` are those the reader reads; of what is alike otherwise, that comes first.
    """

    text: str
    choices: Choices = field(default_factory=Choices)
    sorting: Sorting = Sorting.RELEVANCE
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """What was found: works by the numbers of their editions, the best first.

    `titles` is how many editions there are, also those past the first thousand. `meant` is the
    question as it may have been meant, where only what comes near was found.
    """

    works: tuple[Work, ...]
    titles: int
    counts: Mapping[Facet, tuple[Count, ...]]
    troubles: tuple[Trouble, ...] = ()
    effort: Effort = Effort.AS_ASKED
    meant: str = ""

    @property
    def has_only_some_words(self) -> bool:
        """Tell whether no title has all the words that were asked for."""
        return self.effort is Effort.MOST_WORDS


def works_found(asking: Asking) -> Found:
    """Return the works that are found; a barcode finds its title, an ISBN its edition."""
    by_barcode = title_of_barcode(asking.text.strip())
    if by_barcode is not None:
        return Found((Work((by_barcode,)),), 1, {})
    asked = question(asking.text)
    if asked.is_empty and not asking.choices:
        return Found((), 0, {}, asked.troubles)
    try:
        searcher = _reader().searcher()
        findings = find(
            searcher,
            asked,
            choices=asking.choices,
            sorting=asking.sorting,
            languages=asking.languages,
        )
    except Unusable:
        _reader().forget()
        findings = _from_tables(asked, asking)
    found = Found(findings.works, findings.titles, findings.counts, asked.troubles, findings.effort)
    return replace(found, meant=_meant(asked, findings))


def counts_among(record_ids: Iterable[int]) -> Mapping[Facet, tuple[Count, ...]]:
    """Return what is to choose by among some titles, with counts; none while there is no index."""
    try:
        return counts_of(_reader().searcher(), record_ids)
    except Unusable:
        _reader().forget()
        return {}


def suggested(text: str) -> tuple[Hit, ...]:
    """Return a few titles that somebody may be about to type; none while there is no index."""
    asked = question(text)
    if not asked.plain:
        return ()
    try:
        findings = suggest(_reader().searcher(), asked)
    except Unusable:
        _reader().forget()
        return ()
    return hits_of(work.numbers[0] for work in findings.works[:SUGGESTIONS])


def similar_to(record_id: int) -> tuple[Hit, ...]:
    """Return other works with much in common, by what the catalogue knows of them; of nobody.

    None while there is no index.
    """
    try:
        titles = titles_for_index([record_id])
        numbers = [similar(_reader().searcher(), each, most=BESIDE) for each in titles]
    except Unusable:
        _reader().forget()
        return ()
    return _still_here(number for some in numbers for number in some)


def shelved_beside(record_id: int) -> tuple[Hit, ...]:
    """Return what stands before and after a title on shelves; none while there is no index."""
    try:
        titles = titles_for_index([record_id])
        numbers = [nearby(_reader().searcher(), each, each_way=BESIDE // 2) for each in titles]
    except Unusable:
        _reader().forget()
        return ()
    return _still_here(number for some in numbers for number in some)


def _still_here(numbers: Iterable[int]) -> tuple[Hit, ...]:
    """Leave out what has gone since the index was last brought up to date."""
    hits = hits_of(numbers)
    gone = Stamp.objects.filter(pk__in=[hit.id for hit in hits], is_gone=True)
    left = set(gone.values_list("pk", flat=True))
    return tuple(hit for hit in hits if hit.id not in left)


def _reader() -> Reader:
    return _reader_of(Path(settings.HYLLA_SEARCH))


@cache
def _reader_of(folder: Path) -> Reader:
    return Reader(Folder(folder))


def _meant(asked: Question, found: Findings) -> str:
    works = found.works if found.effort is Effort.ALIKE else found.near
    if not works or not asked.plain:
        return ""
    best = [number for work in works[:_MOST_LIKE_IT] for number in work.numbers[:1]]
    texts = (text for hit in hits_of(best) for text in (hit.title, hit.authors, hit.subtitle))
    return meant(asked.plain, texts, sought=found.words)


def _from_tables(asked: Question, asking: Asking) -> Findings:
    """Find what has every word, choose by what the tables know, and sort the first thousand."""
    wanted = _chosen(asking.choices) & (Q(year__range=asked.years) if asked.years else Q())
    text = asked.number or " ".join(word.text for word in asked.words)
    if text:
        page = search(text, per_page=MOST_FROM_TABLES)
        numbers, total = [hit.id for hit in page.rows], page.total
    else:
        rows = Record.objects.exclude(source=BORROWED).filter(wanted)
        total = rows.count()
        numbers = list(rows.order_by("-pk").values_list("pk", flat=True)[:MOST_FROM_TABLES])
    known = Record.objects.filter(wanted, pk__in=numbers).defer("marc").in_bulk()
    if wanted and text:
        total = len(known)
    found = [known[each] for each in numbers if each in known]
    if key := _KEYS.get(asking.sorting):
        found.sort(key=key)
    together: dict[str, list[int]] = {}
    for row in found:
        together.setdefault(row.work_key, []).append(row.pk)
    return Findings(tuple(Work(tuple(each)) for each in together.values()), total)


def _by_title(row: Record) -> tuple[int, int]:
    return places(without_article(row.title, row.languages.split()))


def _by_author(row: Record) -> tuple[int, tuple[int, int]]:
    return places(row.authors.partition("\n")[0])[0] or LAST, _by_title(row)


_KEYS: Mapping[Sorting, Callable[[Record], Any]] = {
    Sorting.NEWEST: lambda row: -(row.year or 0),
    Sorting.OLDEST: lambda row: row.year or LAST,
    Sorting.ARRIVAL: lambda row: -row.pk,
    Sorting.TITLE: _by_title,
    Sorting.AUTHOR: _by_author,
}


def _chosen(choices: Choices) -> Q:
    wanted = Q()
    for facet, value in choices:
        wanted &= _COLUMNS[facet](value)
    return wanted


def _of_decade(value: str) -> Q:
    first = int(value) if value.isascii() and value.isdigit() else 0
    return Q(year__gte=first, year__lte=first + 9)


def _of_branch(value: str) -> Q:
    number = int(value) if value.isascii() and value.isdigit() else 0
    number = number if number <= LARGEST_NUMBER else 0
    items = Item.objects.exclude(status=ItemStatus.WITHDRAWN).filter(branch=number)
    return Q(pk__in=items.values("record"))


def _of_language(value: str) -> Q:
    return Q(languages=value) | Q(languages__startswith=f"{value} ")


def _of(column: str) -> Callable[[str], Q]:
    return lambda value: Q(**{column: value})


_COLUMNS: Mapping[Facet, Callable[[str], Q]] = {
    Facet.KIND: _of("kind"),
    Facet.AUDIENCE: _of("audience"),
    Facet.LANGUAGE: _of_language,
    Facet.DECADE: _of_decade,
    Facet.BRANCH: _of_branch,
    Facet.SUBJECT: _of("subjects__icontains"),
    Facet.SERIES: _of("series__icontains"),
}
