"""Add titles that come from no file: one by one at a desk, or many for a new library."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from itertools import islice

from django.db import transaction

from hylla.catalogue.actions.filing import ToFile, file_records
from hylla.catalogue.actions.items import file_copies, refuse_unfit_copies
from hylla.catalogue.models import Record
from hylla.catalogue.rules.codes import Code
from hylla.catalogue.rules.copies import NewCopy
from hylla.catalogue.rules.title_facts import TitleFacts, fitted
from hylla.library.refusals import Reason

AT_A_TIME = 1_000


@dataclass(frozen=True, slots=True)
class NewTitle:
    """A title with its copies; `control_number` is unique within its source."""

    control_number: str
    facts: TitleFacts
    copies: tuple[NewCopy, ...] = ()


def add_record(facts: TitleFacts, *, source: str, control_number: str, on: date) -> int:
    """Add one title without copies; return its number.

    :raises Refused: it has no title, or the source has this control number already.
    """
    (record_id,) = add_titles([NewTitle(control_number, facts)], source=source, on=on)
    return record_id


@transaction.atomic
def add_titles(titles: Iterable[NewTitle], *, source: str, on: date) -> tuple[int, ...]:
    """Add titles with their copies; return their numbers in the same order.

    :raises Refused: any of them cannot be added; then none is.
    """
    coming, record_ids = iter(titles), list[int]()
    while batch := list(islice(coming, AT_A_TIME)):
        record_ids += _add_batch(batch, source=source, on=on)
    return tuple(record_ids)


def _add_batch(batch: Sequence[NewTitle], *, source: str, on: date) -> list[int]:
    records = [_to_file(title, source=source) for title in batch]
    faults = [] if all(each.facts.title for each in records) else [Reason(Code.TITLE_MISSING)]
    if _is_any_taken([each.control_number for each in records], source=source):
        faults.append(Reason(Code.RECORD_NUMBER_TAKEN))
    refuse_unfit_copies([copy for title in batch for copy in title.copies], also=faults)
    ids = file_records(records, on=on)
    record_ids = [ids[each.identity] for each in records]
    numbered = zip(record_ids, batch, strict=True)
    file_copies(((number, copy) for number, title in numbered for copy in title.copies), on=on)
    return record_ids


def _to_file(title: NewTitle, *, source: str) -> ToFile:
    facts = fitted(title.facts)
    digest = hashlib.sha256(json.dumps(asdict(facts)).encode()).hexdigest()
    return ToFile(source, title.control_number, digest, facts)


def _is_any_taken(numbers: Sequence[str], *, source: str) -> bool:
    if len(set(numbers)) < len(numbers):
        return True
    return Record.objects.filter(source=source, control_number__in=numbers).exists()
