"""The copies of a title by branch: how many are in, on which shelves, and until when they are out.

A branch is one row, however many copies it has, and so a page stays short.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _

from hylla.circulation.queries import ItemPlace, ItemState
from hylla.doors.parts.kinds import kind_text
from hylla.doors.parts.places import place_text, tone
from hylla.doors.parts.writing import day_text, in_alphabet

MOST_LINES = 12
_MOST_SHELVES = 3


@dataclass(frozen=True, slots=True)
class Copies:
    """Copies of a branch that stand alike, and how many they are."""

    number: int
    shelf_mark: str
    kind: str
    state: str
    tone: str


@dataclass(frozen=True, slots=True)
class Holding:
    """What a branch has of a title, as one; `lines` tell its copies apart where they differ.

    `more` is how many copies stand in none of the lines.
    """

    branch: str
    shelf_mark: str
    kind: str
    state: str
    tone: str
    lines: tuple[Copies, ...] = ()
    more: int = 0


def holdings(
    items: Iterable[ItemState], branch_names: Mapping[int, str], others: AbstractSet[str]
) -> tuple[Holding, ...]:
    """Put copies in words, branch by branch; `others` are the barcodes of those that stand there
    and are somebody's to come.
    """
    by_branch: defaultdict[int, list[ItemState]] = defaultdict(list)
    for item in items:
        by_branch[item.home_branch_id].append(item)
    found = (_holding(branch_names[number], own, others) for number, own in by_branch.items())
    return in_alphabet(found, by=lambda each: each.branch)


def _holding(branch: str, items: Sequence[ItemState], others: AbstractSet[str]) -> Holding:
    counted = Counter(_line(each, others) for each in sorted(items, key=_in_order))
    lines = [replace(line, number=number) for line, number in counted.items()]
    state, how = _summed(items, lines, others)
    told = tuple(lines[:MOST_LINES]) if len(lines) > 1 else ()
    return Holding(
        branch,
        _few(line.shelf_mark for line in lines),
        _few(line.kind for line in lines),
        state,
        how,
        told,
        sum(line.number for line in lines[MOST_LINES:]),
    )


def _line(item: ItemState, others: AbstractSet[str]) -> Copies:
    waits = _is_for(item, others)
    state = _("In, but for the next in the queue") if waits else place_text(item)
    how = "notice" if waits else tone(item)
    return Copies(1, item.shelf_mark, kind_text(item.item_type), state, how)


def _summed(
    items: Sequence[ItemState], lines: Sequence[Copies], others: AbstractSet[str]
) -> tuple[str, str]:
    """Return the state of a branch's copies in few words, and in which tone that is said."""
    if len(items) == 1:
        return lines[0].state, lines[0].tone
    standing = [each for each in items if each.place is ItemPlace.ON_SHELF]
    free = [each for each in standing if not _is_for(each, others)]
    numbers = {"number": len(free), "all": len(items)}
    if free:
        return _("%(number)d of %(all)d copies are in") % numbers, "good"
    if standing:
        return _("In, but for the next in the queue"), "notice"
    due = [each.due_on for each in items if each.place is ItemPlace.ON_LOAN and each.due_on]
    if due:
        text = _("%(all)d copies, the first of them on loan until %(day)s")
        return text % {"all": len(items), "day": day_text(min(due))}, "notice"
    if len({line.state for line in lines}) == 1:
        return lines[0].state, lines[0].tone
    return _("None of %(all)d copies is in") % numbers, "notice"


def _is_for(item: ItemState, others: AbstractSet[str]) -> bool:
    return item.place is ItemPlace.ON_SHELF and item.barcode in others


def _in_order(item: ItemState) -> tuple[bool, date, str, str]:
    """What is in comes first, then what is due first, then all that is due at no time."""
    due = item.due_on if item.place is ItemPlace.ON_LOAN else None
    return item.place is not ItemPlace.ON_SHELF, due or date.max, item.place, item.shelf_mark


def _few(texts: Iterable[str]) -> str:
    """Return the first few different texts, and a sign where there are more."""
    different = list(dict.fromkeys(each for each in texts if each))
    rest = ["\u2026"] if len(different) > _MOST_SHELVES else []
    return ", ".join([*different[:_MOST_SHELVES], *rest])
