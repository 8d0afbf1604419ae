"""Other catalogues that a cataloguer takes records from, by the file that names them.

Asked only when somebody presses for it, with what they typed of a title; nothing about anybody who
borrows is in it, and nothing of it is kept or logged.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from django.conf import settings

from hylla.catalogue.actions.batches.judging import Came, Finding, Judging
from hylla.catalogue.queries.records import Hit, hits_of
from hylla.catalogue.rules.judging import ImportRules
from hylla.catalogue.rules.matching import MatchBy
from hylla.catalogue.rules.merging import with_number
from hylla.catalogue.rules.title_facts import TitleFacts
from hylla.clients.catalogues import Source, SourceError, Wanted, asked, read_sources
from hylla.formats.marc import Record
from hylla.formats.marc.converting import to_marc21
from hylla.formats.marc.fixed import copied
from hylla.formats.sru.reading import Diagnosed, NoAnswer, response

_KNOWN_BY = ImportRules((MatchBy.ISBN, MatchBy.ISSN, MatchBy.NUMBER, MatchBy.TITLE))
_OF_THEIR_SHELVES = frozenset({"096", "850", "852", "876", "877", "878", "949", "952"})
NO_ANSWER = "no_answer"


@dataclass(frozen=True, slots=True)
class Foreign:
    """A title as another catalogue has it, in MARC 21 and without its copies there.

    `here` is the title of ours that it is of, if there is one.
    """

    record: Record
    facts: TitleFacts
    marc: bytes
    here: Hit | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one catalogue answered. `problem` is a code of why it did not, else empty.

    `unreadable` is how many records could not be read, or have no title.
    """

    source: str
    total: int = 0
    found: tuple[Foreign, ...] = ()
    unreadable: int = 0
    diagnosed: tuple[Diagnosed, ...] = ()
    problem: str = ""


def sources() -> tuple[Source, ...]:
    """Return the catalogues that may be asked; none where no file names any.

    :raises WrongSettings: the file cannot be used.
    """
    return read_sources(Path(settings.HYLLA_SOURCES)) if settings.HYLLA_SOURCES else ()


def look_up(wanted: Wanted, among: Sequence[Source], *, first: int = 1) -> tuple[Outcome, ...]:
    """Ask catalogues at the same time, and return what each said, in their order.

    One that is slow or away takes nothing from the others.
    """
    if not among:
        return ()
    with ThreadPoolExecutor(len(among)) as askers:
        outcomes = list(askers.map(partial(_asked, wanted, first), among))
    return tuple(_with_ours(outcome) for outcome in outcomes)


def to_begin_with(record: Record) -> Record:
    """Return a record of theirs as the beginning of one of ours; its number stands in 035."""
    source, number = record.control("003").strip(), record.control("001").strip()
    own = copied(record)
    return with_number(own, source=source, number=number) if source and number else own


def _asked(wanted: Wanted, first: int, source: Source) -> Outcome:
    try:
        answer = response(asked(source, wanted, first=first))
    except SourceError as error:
        return Outcome(source.name, problem=error.problem)
    except NoAnswer:
        return Outcome(source.name, problem=NO_ANSWER)
    records = [_without_shelves(to_marc21(each)) for each in answer.records]
    came = [Came.of(each, file=source.name) for each in records]
    titles = [Foreign(e.record, e.filed.facts, e.told.marc, None) for e in came]
    found = tuple(each for each in titles if each.facts.title)
    unreadable = answer.unreadable + len(titles) - len(found)
    total = max(answer.total, len(answer.records))
    return Outcome(source.name, total, found, unreadable, answer.diagnosed)


def _without_shelves(record: Record) -> Record:
    """Return a record without what it tells of copies that are somebody else's."""
    rest = (field for field in record.fields if field.tag not in _OF_THEIR_SHELVES)
    return replace(record, fields=tuple(rest))


def _with_ours(outcome: Outcome) -> Outcome:
    # Looked up in the thread of the request, whose connection to the database this is.
    came = [Came.of(each.record, file=outcome.source) for each in outcome.found]
    numbers = [each.number for each in map(_alone, came)]
    ours = {hit.id: hit for hit in hits_of(number for number in numbers if number)}
    found = tuple(
        replace(each, here=ours.get(number or 0))
        for each, number in zip(outcome.found, numbers, strict=True)
    )
    return replace(outcome, found=found)


def _alone(came: Came) -> Finding:
    """Judge a record by itself: of those beside it none is being added."""
    (finding,) = Judging(_KNOWN_BY).findings([came])
    return finding
