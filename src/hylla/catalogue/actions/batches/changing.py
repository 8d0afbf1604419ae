"""Titles that somebody has chosen, changed by rules: looked at first, done, and undone."""

from datetime import date, datetime

from django.db import transaction

from hylla.catalogue.actions.batches.receiving import LONGEST_NAME
from hylla.catalogue.actions.batches.rewriting import Rewrite, look_at, rewrite_titles
from hylla.catalogue.actions.batches.running import AT_A_TIME
from hylla.catalogue.actions.versions import Change
from hylla.catalogue.models import Batch, BatchRow, Record, RuleSet
from hylla.catalogue.queries.choosing import Choosing, titles_chosen
from hylla.catalogue.rules.batches import BatchKind, Fate, RowState, Stage
from hylla.catalogue.rules.change_rules import rules_told
from hylla.catalogue.rules.codes import Code, LeftOut
from hylla.catalogue.rules.rewriting import rewritten
from hylla.catalogue.rules.versions import Why
from hylla.library.refusals import Reason, Refused

MOST_TITLES = 50_000
_WHY = Change(Why.BATCH)
_LONGEST = 200


@transaction.atomic
def prepare_changes(rule_set: int, chosen: Choosing, *, now: datetime) -> int:
    """Let the worker look at what rules would do to titles; return the number of the batch.

    The rules are taken as they are now: what becomes of the rule set later is another matter.

    :raises Refused: the rules are unknown or empty, or no title or too many are chosen.
    """
    rules = RuleSet.objects.filter(pk=rule_set).first()
    if rules is None:
        raise Refused(Reason(Code.RULES_UNKNOWN))
    if not rules_told(rules.rules):
        raise Refused(Reason(Code.RULES_MISSING))
    if not chosen:
        raise Refused(Reason(Code.NOTHING_CHOSEN))
    found = titles_chosen(chosen, most=MOST_TITLES + 1)
    if not found.numbers:
        raise Refused(Reason(Code.NOTHING_FOUND))
    if len(found.numbers) > MOST_TITLES:
        raise Refused(Reason(Code.TOO_MANY_CHOSEN, number=MOST_TITLES))
    batch = Batch.objects.create(
        kind=BatchKind.CHANGE,
        name=rules.name[:LONGEST_NAME],
        stage=Stage.READING,
        size=len(found.numbers) + len(found.unknown),
        rules=rules.rules,
        begun_at=now,
    )
    _add_rows(batch, found.numbers)
    # What leads to no title is told behind them.
    BatchRow.objects.bulk_create(
        BatchRow(
            batch=batch,
            place=place,
            fate=Fate.SKIP,
            reason=LeftOut.NOT_HERE,
            detail=told[:_LONGEST],
            state=RowState.DONE,
        )
        for place, told in enumerate(found.unknown, start=len(found.numbers) + 1)
    )
    return batch.pk


def _add_rows(batch: Batch, numbers: tuple[int, ...]) -> None:
    names = dict(Record.objects.filter(pk__in=numbers).values_list("pk", "title"))
    BatchRow.objects.bulk_create(
        BatchRow(
            batch=batch,
            place=place,
            fate=Fate.CHANGE,
            title=names.get(number, "")[:_LONGEST],
            record_number=number,
        )
        for place, number in enumerate(numbers, start=1)
    )


@transaction.atomic
def look_at_some(number: int) -> bool:
    """Judge the next titles of a batch; return whether there are more."""
    batch = Batch.objects.select_for_update().get(pk=number)
    if batch.stage != Stage.READING:
        return False
    rows = list(batch.rows.filter(place__gt=batch.done).order_by("place")[:AT_A_TIME])
    look_at([row for row in rows if row.record_number is not None], _rewrite(batch))
    batch.done += len(rows)
    if not rows:
        batch.stage, batch.done = Stage.READY, 0
    batch.save(update_fields=["stage", "done"])
    return bool(rows)


@transaction.atomic
def change_some(number: int, *, on: date) -> bool:
    """Change the next titles of a batch; return whether there are more."""
    batch = Batch.objects.select_for_update().get(pk=number)
    if batch.stage != Stage.RUNNING:
        return False
    rows = list(batch.rows.filter(state=RowState.WAITS).order_by("place")[:AT_A_TIME])
    rewrite_titles(rows, lambda _titles: _rewrite(batch), change=_WHY, on=on)
    batch.done += len(rows)
    if not rows:
        batch.stage = Stage.DONE
    batch.save(update_fields=["stage", "done"])
    return bool(rows)


def _rewrite(batch: Batch) -> Rewrite:
    rules = rules_told(batch.rules)
    return lambda record: rewritten(record, rules)
