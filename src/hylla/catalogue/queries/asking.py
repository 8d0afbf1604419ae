"""Find the titles that a question wants: boolean, by index, with an exact count.

Who asks for a tree of wishes asks here and nowhere else, so that what answers can be another. This
one answers from the tables. A word belongs to the index of its greatest weight, so that a word of
a title that stands among the authors too is looked for in that column as it is written there.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import and_, or_

from django.db import connection
from django.db.models import Exists, OuterRef, Q

from hylla.catalogue.models import Record, RecordWord, Stamp
from hylla.catalogue.rules import weights
from hylla.catalogue.rules.wanted import (
    Asked,
    Both,
    Everything,
    Index,
    Leaf,
    Match,
    Operator,
    Order,
    Sorting,
    Wanted,
)
from hylla.catalogue.rules.words import words_in

# Sorts behind whatever may follow in a word: it is no character, and so in no word.
_LAST = "\U0010ffff"
_WORD = re.compile(r"\w+")
_BETWEEN = r"\W+"
_COLUMNS: Mapping[Index, tuple[str, ...]] = {
    Index.TITLE: ("title", "subtitle"),
    Index.AUTHOR: ("authors",),
    Index.SUBJECT: ("subjects",),
    Index.SERIES: ("series",),
    Index.PUBLISHER: ("publisher",),
    Index.ANYWHERE: ("title", "subtitle", "authors", "subjects", "series", "publisher"),
}
_WEIGHTS: Mapping[Index, tuple[int, ...]] = {
    Index.AUTHOR: (weights.AUTHOR,),
    Index.SUBJECT: (weights.SUBJECT,),
    Index.SERIES: (weights.SERIES,),
    Index.PUBLISHER: (weights.PUBLISHER,),
    Index.TITLE: (weights.SUBTITLE,),
}
_ORDERS: Mapping[Order, tuple[str, ...]] = {
    Order.NEWEST: ("id",),
    Order.TITLE: ("title", "id"),
    Order.AUTHOR: ("authors", "id"),
    Order.YEAR: ("year", "id"),
}
_LOOKUPS = {
    Match.BELOW: "lt",
    Match.UP_TO: "lte",
    Match.FROM: "gte",
    Match.ABOVE: "gt",
    Match.EXACTLY: "exact",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """The numbers of some of the titles that were found, in order, and how many there are."""

    record_ids: tuple[int, ...]
    total: int


def find(asked: Asked, *, first: int, count: int) -> Answer:
    """Return `count` titles from the place `first`, which counts from 0; gone ones are none."""
    here = Stamp.objects.filter(pk=OuterRef("pk"), is_gone=False)
    rows = Record.objects.filter(_matching(asked.wanted)).filter(Exists(here))
    total = rows.count()
    ordered = rows.order_by(*_order(asked.sorting)).values_list("pk", flat=True)
    return Answer(tuple(ordered[first : first + count]) if total > first else (), total)


def _order(sorting: Sorting) -> tuple[str, ...]:
    columns = _ORDERS[sorting.by]
    return tuple(f"-{each}" for each in columns) if sorting.is_descending else columns


def _matching(wanted: Wanted) -> Q:
    match wanted:
        case Everything():
            return Q()
        case Both(operator, left, right):
            other = _matching(right)
            if operator is Operator.OR:
                return _either(_matching(left), other)
            return _matching(left) & (~_all(other) if operator is Operator.AND_NOT else other)
        case Leaf():
            return _LEAVES.get(wanted.index, _of_text)(wanted)


def _either(left: Q, right: Q) -> Q:
    """An empty Q is no condition: with it everything is found, which Django's `|` forgets."""
    return left | right if left and right else Q()


def _all(wanted: Q) -> Q:
    """Give no condition a form that can be turned round."""
    return wanted or Q(pk__isnull=False)


def _of_text(leaf: Leaf) -> Q:
    columns = _COLUMNS[leaf.index]
    if leaf.match is Match.EXACTLY:
        return reduce(or_, (_a_line(column, leaf.text) for column in columns))
    found = reduce(and_, (_of_word(each, leaf) for each in leaf.words))
    if leaf.match is Match.PHRASE:
        phrase = _phrase(leaf.text)
        found &= reduce(or_, (Q(**{f"{column}__iregex": phrase}) for column in columns))
    return found


def _phrase(text: str) -> str:
    """Return what finds the words after one another, whatever signs are between them.

    It is of letters and digits alone, so that both databases read it alike and none runs away.
    """
    return rf"(^|\W){_BETWEEN.join(_WORD.findall(text))}(\W|$)"


def _a_line(column: str, text: str) -> Q:
    """Where there may be several of something, each has a line."""
    ways = {
        "iexact": text,
        "istartswith": f"{text}\n",
        "iendswith": f"\n{text}",
        "icontains": f"\n{text}\n",
    }
    return reduce(or_, (Q(**{f"{column}__{way}": value}) for way, value in ways.items()))


def _of_word(word: str, leaf: Leaf) -> Q:
    """Find a word by its weight, or with a greater weight by what the column says."""
    words = RecordWord.objects.filter(_beginning(word) if word in leaf.begun else Q(word=word))
    if leaf.index is Index.ANYWHERE:
        return Q(pk__in=words.values("record"))
    own = Q(weight__in=_WEIGHTS[leaf.index])
    if leaf.index is Index.TITLE:
        own |= Q(weight__gte=weights.TITLE)
    greater = words.filter(weight__gt=min(_WEIGHTS[leaf.index]))
    said = (
        Q(**{f"{column}__icontains": spelling})
        for column in _COLUMNS[leaf.index]
        for spelling in _spellings(word, leaf.text)
    )
    return Q(pk__in=words.filter(own).values("record")) | (
        Q(pk__in=greater.values("record")) & reduce(or_, said)
    )


def _spellings(word: str, text: str) -> set[str]:
    """Return a folded word as it was typed, too: the columns have å, in both cases."""
    typed = [each for each in text.split() if word in words_in(each)]
    return {word, *typed, *(each.capitalize() for each in typed)}


def _beginning(word: str) -> Q:
    """Each database finds a beginning by its index in a form of its own."""
    if connection.vendor == "postgresql":
        return Q(word__startswith=word)
    return Q(word__gte=word, word__lt=word + _LAST)


def _of_isbn(leaf: Leaf) -> Q:
    words = RecordWord.objects.filter(word=leaf.text, weight=weights.ISBN)
    return _perhaps_not(leaf, Q(pk__in=words.values("record")))


def _of_language(leaf: Leaf) -> Q:
    code = leaf.text
    found = (
        Q(languages=code)
        | Q(languages__startswith=f"{code} ")
        | Q(languages__endswith=f" {code}")
        | Q(languages__contains=f" {code} ")
    )
    return _perhaps_not(leaf, found)


def _of_number(leaf: Leaf) -> Q:
    return _perhaps_not(leaf, Q(pk=int(leaf.text)))


def _of_column(column: str) -> Callable[[Leaf], Q]:
    return lambda leaf: _perhaps_not(leaf, Q(**{column: leaf.text}))


def _of_year(leaf: Leaf) -> Q:
    return _compared("year", leaf, int(leaf.text))


def _of_day_added(leaf: Leaf) -> Q:
    return _compared("added_on", leaf, date.fromisoformat(leaf.text))


def _of_day_changed(leaf: Leaf) -> Q:
    stamps = Stamp.objects.filter(_compared("changed_on", leaf, date.fromisoformat(leaf.text)))
    return Q(pk__in=stamps.values("pk"))


def _compared(column: str, leaf: Leaf, value: int | date) -> Q:
    if leaf.match is Match.NOT:
        return ~Q(**{column: value})
    return Q(**{f"{column}__{_LOOKUPS[leaf.match]}": value})


def _perhaps_not(leaf: Leaf, found: Q) -> Q:
    return ~found if leaf.match is Match.NOT else found


_LEAVES: Mapping[Index, Callable[[Leaf], Q]] = {
    Index.ISBN: _of_isbn,
    Index.YEAR: _of_year,
    Index.LANGUAGE: _of_language,
    Index.KIND: _of_column("kind"),
    Index.NUMBER: _of_number,
    Index.CONTROL_NUMBER: _of_column("control_number"),
    Index.ADDED_ON: _of_day_added,
    Index.CHANGED_ON: _of_day_changed,
}
