"""Searching a million titles: built, asked, read by eight while copies change, and kept current.

Each kind of question is asked through the service beside the same query straight on the index, in
turns (kept where the ratio is above 1/1.5); `..._page` is what the page asks for, with what is in.
`search_page` is a page over HTTP beside the 50 ms that are wished for at the 95th percentile,
`search_change` how long a new title took to be found beside the 5 s promised. `BENCH_SIZE` is the
number of titles.
"""

import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from statistics import median, quantiles

from django.conf import settings
from django.db import connection

from hylla.catalogue.actions import NewTitle, add_titles, change_item
from hylla.catalogue.actions.indexing import rebuild
from hylla.catalogue.index.asking import query_of
from hylla.catalogue.index.choices import Choices
from hylla.catalogue.index.finding import COUNTING, attempts, naming
from hylla.catalogue.index.folder import Folder
from hylla.catalogue.index.reading import Reader
from hylla.catalogue.index.schema import POPULAR
from hylla.catalogue.models import Item, Record
from hylla.catalogue.queries import Asking, suggested, works_found
from hylla.catalogue.rules import NewCopy, TitleFacts
from hylla.catalogue.rules.questions import question
from hylla.circulation.queries.finding import results
from hylla.library.models import Branch
from hylla.site.bench.figures import Figure, Times, in_rounds
from hylla.site.bench.library import TODAY, Size, fill
from hylla.site.bench.search.readers import Changing, page, read
from hylla.site.bench.search.titles import Makers, shelve
from hylla.site.bench.servers import serving
from hylla.site.processes import web

SCALE = float(os.environ.get("BENCH_SCALE", "1"))
SIZE = int(os.environ.get("BENCH_SIZE", 1_000_000 * SCALE))
QUERIES = 60
ROUNDS, WARM_UP = 5, 1
PAGES = 40
PAGE_MS, CHANGE_SECONDS = 50.0, 5.0
CHANGES = 5
BRANCHES = 30
SHOWN = 20
Ask = Callable[[str], object]


def measure(database: str) -> list[Figure]:
    """Measure on the database of this process."""
    fill(Size(branches=BRANCHES))
    makers = Makers(list(Branch.objects.values_list("pk", flat=True)))
    shelve(makers, SIZE, on=TODAY)
    with connection.cursor() as cursor:
        # What PostgreSQL does by itself in the minutes after so much has come.
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    folder = Folder(Path(settings.HYLLA_SEARCH))
    built = list(_built(folder, database))
    asked = _asked(makers)
    return [
        *built,
        *_questions(folder, asked, database),
        *_pages(asked, makers, database),
    ]


def _built(folder: Folder, database: str) -> Iterator[Figure]:
    began = time.perf_counter()
    count = rebuild(folder)
    seconds = time.perf_counter() - began
    size = sum(each.stat().st_size for each in folder.current().iterdir()) / 2**20
    for name, value, unit in (
        ("search_build", seconds, "s"),
        ("search_size", size, "MiB"),
        ("search_titles", float(count or 0), "titles"),
    ):
        yield Figure(name, database, round(value, 1), unit, 0.0, 0.0, 0.0, 0.0)


def _asked(makers: Makers) -> Mapping[str, list[str]]:
    """Return questions of each kind, about titles that are there."""
    dice = random.Random(5)  # noqa: S311 - the same questions each time
    texts: list[list[str]] = []
    numbers = list(Record.objects.filter(source="made").values_list("pk", flat=True)[:50_000])
    for record in Record.objects.filter(pk__in=dice.sample(numbers, min(900, len(numbers)))):
        words = [word for word in record.title.lower().split() if len(word) > 4]
        if len(words) > 2:
            texts.append(words)
    texts = texts[:QUERIES]
    return {
        "two_words": [" ".join(words[:2]) for words in texts],
        "prefix": [words[0][:4] for words in texts],
        "typo": [f"{_typo(words[0])} {words[1]}" for words in texts],
        "phrase": [f'"{words[0]} {words[1]}"' for words in texts],
        "broad": [dice.choice(makers.words[5:25]) for _ in texts],
    }


def _typo(word: str) -> str:
    return word[:2] + word[3] + word[2] + word[4:]


def _questions(folder: Folder, asked: Mapping[str, list[str]], database: str) -> Iterator[Figure]:
    reader = Reader(folder)
    for name, queries in asked.items():
        ways: dict[str, Ask] = {"service": _through_the_service(name)}
        if name != "prefix":
            ways["page"] = lambda text: results(Asking(text), page=1, on=TODAY)
        ways["index"] = _straight(reader, queries, counts=name != "prefix")
        times = {way: Times() for way in ways}
        turns = {
            way: partial(_turn, times[way], [partial(ask, text) for text in queries])
            for way, ask in ways.items()
        }
        in_rounds(turns, rounds=ROUNDS, warm_up=WARM_UP)
        for each in times.values():
            del each.calls[: WARM_UP * len(queries)], each.rates[:WARM_UP]
        bare = times["index"]
        yield times["service"].figure(f"search_{name}", database=database, limit=bare)
        yield bare.figure(f"search_{name}_bare", database=database, limit=bare)
        if "page" in times:
            yield times["page"].figure(f"search_{name}_page", database=database, limit=bare)


def _turn(times: Times, acts: Sequence[Callable[[], object]]) -> None:
    times.measure(acts)


def _through_the_service(name: str) -> Ask:
    return suggested if name == "prefix" else lambda text: works_found(Asking(text))


def _straight(reader: Reader, queries: Sequence[str], *, counts: bool) -> Ask:
    """Return what asks the index alone, with queries that are made beforehand."""
    searcher = reader.searcher()
    made = {}
    for text in queries:
        asked = question(text)
        if not counts:
            made[text] = naming(asked)
            continue
        for wanted, attempt in attempts(searcher, asked):
            made[text] = query_of(wanted, Choices(), attempt=attempt)
            if searcher.search(made[text], 1).hits:
                break

    def ask(text: str) -> None:
        searcher.search(made[text], SHOWN, weight_by_field=POPULAR)
        if counts:
            searcher.aggregate(made[text], COUNTING)

    return ask


def _pages(asked: Mapping[str, list[str]], makers: Makers, database: str) -> Iterator[Figure]:
    """Read pages from a web process, with a process beside it that keeps the index current."""
    queries = [text for name in ("two_words", "typo", "phrase") for text in asked[name]]
    barcodes = list(Item.objects.order_by("-pk").values_list("barcode", flat=True)[:2_000])
    branches = list(Branch.objects.values_list("pk", flat=True))

    def move(number: int) -> None:
        change_item(barcodes[number % len(barcodes)], branch_id=branches[number % len(branches)])

    def command(port: int) -> list[str]:
        return web(host="127.0.0.1", port=port, workers=1)

    with serving("search", command) as port, _following():
        read(port, queries, pages=3)
        with Changing(move):
            took = read(port, queries, pages=PAGES)
        found_after = [_found_after(port, makers, number, branches[0]) for number in range(CHANGES)]
    yield _against("search_page", database, took, PAGE_MS / 1000, unit="ms")
    yield _against("search_change", database, found_after, CHANGE_SECONDS, unit="s")


def _found_after(port: int, makers: Makers, number: int, branch: int) -> float:
    """Return the seconds from a new title's commit until a page shows it."""
    word = f"nyhet{number}{makers.words[number]}"
    copy = NewCopy(f"N{number:06}", branch, "book")
    add_titles([NewTitle(word, TitleFacts(word), (copy,))], source="new", on=TODAY)
    began = time.perf_counter()
    while f'">{word}</a>' not in page(port, word)[1]:
        if time.perf_counter() - began > 10 * CHANGE_SECONDS:
            raise AssertionError(f"{word} is not found")
        time.sleep(0.05)
    return time.perf_counter() - began


@contextmanager
def _following() -> Iterator[None]:
    """Keep the index current in a process of its own, as the worker does."""
    command = [sys.executable, "-m", "hylla.site", "index", "--follow"]
    with subprocess.Popen(command) as process:  # noqa: S603 - this very program
        try:
            yield
        finally:
            process.terminate()


def _against(
    name: str, database: str, seconds: Sequence[float], limit: float, *, unit: str
) -> Figure:
    """Compare the 95th percentile with what is promised, both in the unit."""
    p95 = quantiles(seconds, n=20)[-1] if len(seconds) >= SHOWN else max(seconds)
    by = 1000 if unit == "ms" else 1
    return Figure(
        name,
        database,
        value=round(by * p95, 2),
        unit=unit,
        p50_ms=round(1000 * median(seconds), 2),
        p95_ms=round(1000 * p95, 2),
        limit=by * limit,
        ratio=round(limit / p95, 3),
    )
