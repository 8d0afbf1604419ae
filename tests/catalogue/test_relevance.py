"""What readers are to find first: questions of our own over real records and the demo's titles.

The questions stand in `relevance/queries.tsv`, each written before it was first asked: exact and
partial titles, misspelt and bent words, letters of the neighbours' alphabets, author and title,
series and number, ISBN. The records are other people's and not in this repository: where their
folder is missing, the questions about them are not asked, and the test says so.
"""

import csv
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import count
from pathlib import Path

import pytest
from tantivy import Index

from hylla.catalogue.index.choices import Choices
from hylla.catalogue.index.finding import Work, find
from hylla.catalogue.index.values import IndexedTitle
from hylla.catalogue.index.writing import create
from hylla.catalogue.rules import TitleFacts, title_facts
from hylla.catalogue.rules.questions import question
from hylla.catalogue.rules.title_facts import fitted
from hylla.catalogue.rules.words import words_in
from hylla.catalogue.rules.works import work_key
from hylla.formats import marc
from hylla.formats.marc import ReadRecord, RecordType, read_records
from hylla.site.demo.titles import Audience, titles
from tests.catalogue.test_real_files import DATA

QUERIES = Path(__file__).parent / "relevance" / "queries.tsv"
VARIANTS = Path(__file__).parent / "relevance" / "variants.tsv"
FILES = (
    "derived_gutenberg_nordic.mrc",
    "solrmarc+solrmarc__test_data_records_uva_001_2000.mrc",
    "joubu+koha-misc4dev__bundle.xml",
    "pkiraly+qa-catalogue__src_test_resources_translation_thomas-mann.xml.gz",
    "digibib+marc2rdf__spec_example.bibliofilmarc.xml",
    "digibib+marc2rdf__spec_example.binary.normarc.mrc",
    "digibib+marc2rdf__spec_test.xml",
)
READ = {"nb": ("nob", "nor"), "nn": ("nno", "nor"), "sv": ("swe",), "en": ("eng",)}
FIRST, AMONG_FIVE = 0.90, 0.98
FEWEST = 200


@dataclass(frozen=True)
class Query:
    """A question, and the title that is wanted; `author` is a part of a name, or empty."""

    way: str
    language: str
    query: str
    title: str
    author: str

    def is_wanted(self, title: IndexedTitle) -> bool:
        """Tell whether a title is the one; another edition with the same title is, too."""
        by = any(self.author.lower() in name.lower() for name in title.authors)
        return folded(title.title) == folded(self.title) and (not self.author or by)


folded = cache(words_in)


def queries() -> list[Query]:
    with QUERIES.open(encoding="utf-8") as file:
        return [
            Query(**row) for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        ]


@cache
def variants() -> dict[str, tuple[str, ...]]:
    """Return other forms of authors' names, as their authorities would have them."""
    forms = defaultdict[str, list[str]](list)
    with VARIANTS.open(encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            forms[row["name"]].append(row["variant"])
    return {name: tuple(own) for name, own in forms.items()}


def of_the_demo() -> Iterator[tuple[TitleFacts, int]]:
    for work in titles():
        facts = TitleFacts(
            title=work.title,
            subtitle=work.subtitle,
            authors=work.authors,
            year=work.year,
            languages=(work.language,),
            kind=work.kind.value,
            audience="adult" if work.audience is Audience.ADULT else "child",
            subjects=work.subjects,
            series=work.series,
            original=work.original,
        )
        yield facts, work.copies


def of_the_files() -> Iterator[tuple[TitleFacts, int]]:
    for name in FILES:
        path = DATA / name
        for result in read_records(path) if path.is_file() else ():
            if isinstance(result, ReadRecord) and result.record.type is RecordType.BIBLIOGRAPHIC:
                facts = fitted(title_facts(marc.describe(result.record)))
                if facts.title:
                    yield facts, 1


def all_titles() -> Iterator[IndexedTitle]:
    numbers = count(1)
    for facts, copies in (*of_the_demo(), *of_the_files()):
        number = next(numbers)
        yield IndexedTitle(
            number=number,
            work_key=work_key(facts, alone=str(number)),
            title=facts.title,
            subtitle=facts.subtitle,
            authors=facts.authors,
            series=facts.series,
            subjects=facts.subjects,
            publisher=facts.publisher,
            languages=facts.languages,
            year=facts.year,
            kind=facts.kind,
            audience=facts.audience,
            numbers=facts.isbns,
            copies=copies,
            other_authors=tuple(
                form for name in facts.authors for form in variants().get(name, ())
            ),
        )


def place_of(query: Query, works: tuple[Work, ...], by_number: dict[int, IndexedTitle]) -> int:
    """Return the place of the wanted title among the first twenty, from 1, or 0."""
    for place, work in enumerate(works[:20], start=1):
        if any(query.is_wanted(by_number[number]) for number in work.numbers):
            return place
    return 0


def test_the_wanted_title_comes_first(tmp_path: Path) -> None:
    by_number = {title.number: title for title in all_titles()}
    named = defaultdict[tuple[str, ...], list[IndexedTitle]](list)
    for title in by_number.values():
        named[folded(title.title)].append(title)
    asked = [each for each in queries() if any(map(each.is_wanted, named[folded(each.title)]))]
    if all((DATA / name).is_file() for name in FILES):
        assert asked == queries()
        assert len(asked) >= FEWEST
    create(tmp_path, by_number.values(), change=1)
    searcher = Index.open(str(tmp_path)).searcher()

    missed: defaultdict[int, list[Query]] = defaultdict(list)
    for query in asked:
        languages = READ[query.language]
        found = find(searcher, question(query.query), choices=Choices(), languages=languages)
        missed[place_of(query, found.works, by_number)].append(query)

    first = len(missed[1]) / len(asked)
    among_five = sum(len(missed[place]) for place in range(1, 6)) / len(asked)
    told = "\n".join(
        f"{place}: {each}" for place, some in missed.items() if place != 1 for each in some
    )
    assert first >= FIRST, told
    assert among_five >= AMONG_FIVE, told
    if len(asked) < len(queries()):
        pytest.skip(f"ONLY {len(asked)} of {len(queries())} asked: no real records in data/marc")
