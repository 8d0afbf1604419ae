"""What the catalogue keeps about a title, made fit for its columns."""

import re
from dataclasses import dataclass, replace

from hylla.formats.marc.facts import BookFacts

LONGEST_TITLE = 1_000
LONGEST_LIST = 100
LONGEST_CLASSIFICATION = 50
LONGEST_LANGUAGES = 50
LONGEST_CODE = 20
EARLIEST, LATEST = 1, 2999
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")


@dataclass(frozen=True, slots=True)
class TitleFacts:
    """Bibliographic facts; what is not known is empty or None.

    `kind` and `audience` are those of `hylla.formats.marc`, as are the codes of `languages`.
    Names stand inverted: "Lindgren, Astrid". By `uniform` and `original` the editions of a work are
    found, see `rules.works`.
    """

    title: str
    kind: str = "book"
    subtitle: str = ""
    authors: tuple[str, ...] = ()
    year: int | None = None
    languages: tuple[str, ...] = ()
    publisher: str = ""
    isbns: tuple[str, ...] = ()
    classification: str = ""
    subjects: tuple[str, ...] = ()
    series: tuple[str, ...] = ()
    audience: str = "unknown"
    uniform: str = ""
    original: str = ""


def title_facts(facts: BookFacts) -> TitleFacts:
    """Return what the catalogue keeps of what a MARC record tells."""
    return TitleFacts(
        title=facts.title,
        kind=facts.material.value,
        subtitle=facts.subtitle,
        authors=facts.authors,
        year=facts.year,
        languages=facts.languages,
        publisher=facts.publisher,
        isbns=facts.isbns,
        classification=facts.classification,
        subjects=facts.subjects,
        series=facts.series,
        audience=facts.audience.value,
        uniform=facts.uniform,
        original=facts.original,
    )


def fitted(facts: TitleFacts) -> TitleFacts:
    """Return the facts without control characters, odd years and what is longer than sense."""
    return replace(
        facts,
        title=one_line(facts.title),
        subtitle=one_line(facts.subtitle),
        authors=_lines(facts.authors),
        year=facts.year if facts.year and EARLIEST <= facts.year <= LATEST else None,
        languages=_codes(facts.languages),
        publisher=one_line(facts.publisher),
        isbns=_lines(facts.isbns),
        classification=one_line(facts.classification)[:LONGEST_CLASSIFICATION],
        subjects=_lines(facts.subjects),
        series=_lines(facts.series),
        uniform=one_line(facts.uniform),
        original=one_line(facts.original),
    )


def one_line(text: str) -> str:
    """Return a text as one line: a list of such lines is kept with line breaks between them."""
    if not text.isprintable():
        text = _CONTROLS.sub(" ", text)
    return text[:LONGEST_TITLE].strip()


def _lines(texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(line for text in texts[:LONGEST_LIST] if (line := one_line(text)))


def _codes(codes: tuple[str, ...]) -> tuple[str, ...]:
    """Keep as many whole codes as there is room for."""
    kept = codes
    while len(" ".join(kept)) > LONGEST_LANGUAGES:
        kept = kept[:-1]
    return kept
