"""Made-up titles by the million, shaped like real ones: how many words, editions, copies they have.

Words are those of the demo's titles and compounds of two, a few of them very common (Zipf).
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import accumulate, islice

from hylla.catalogue.models import Item, Record, Stamp
from hylla.catalogue.rules.words import words_in
from hylla.site.bench.library import TODAY
from hylla.site.demo.titles import titles

AT_ONCE = 5_000
_WORDS, _NAMES, _SUBJECTS, _SERIES, _PUBLISHERS = 120_000, 150_000, 20_000, 8_000, 3_000
_LANGUAGES = {"nob": 40, "eng": 20, "swe": 14, "nno": 8, "dan": 8, "fin": 6, "ger": 4}
_KINDS = {"book": 78, "audiobook": 8, "film": 6, "music": 5, "game": 1, "periodical": 2}
_AUDIENCES = {"adult": 65, "child": 30, "unknown": 5}
_COMMON = ("og", "i", "the", "of", "en", "historie", "norsk", "bok", "livet", "verden")
_SAME_WORK = 0.15
_WITH_SUBTITLE, _WITH_SERIES, _WITH_ISBN = 0.35, 0.12, 0.6
_COPIES = (60, 20, 10, 6, 4)


@dataclass(frozen=True)
class Made:
    """A title with its copies."""

    record: Record
    items: tuple[Item, ...]


class Makers:
    """What titles are made of; the same numbers give the same titles."""

    def __init__(self, branches: Sequence[int]) -> None:
        self._dice = random.Random(13)  # noqa: S311 - the same titles each time, and no secret
        self._branches = branches
        self._earlier: list[tuple[str, str, str]] = []

    @cached_property
    def words(self) -> list[str]:
        """Return all words, the commonest first."""
        own = dict.fromkeys(word for title in titles() for word in words_in(title.title))
        plain = [word for word in own if len(word) > 2 and word.isalpha()]
        made = dict.fromkeys((*_COMMON, *plain))
        while len(made) < _WORDS:
            made[self._dice.choice(plain) + self._dice.choice(plain)] = None
        return list(made)

    @cached_property
    def _weights(self) -> list[float]:
        return list(accumulate(1 / (rank + 2) for rank in range(len(self.words))))

    def some(self, count: int) -> str:
        """Return so many words, the common ones often."""
        return " ".join(self._dice.choices(self.words, cum_weights=self._weights, k=count))

    def records(self, count: int) -> Iterator[Made]:
        """Yield so many titles."""
        for number in range(count):
            record = self._record(number)
            copies = self._dice.choices(range(1, len(_COPIES) + 1), _COPIES)[0]
            yield Made(record, tuple(self._item(record, number, copy) for copy in range(copies)))

    def _record(self, number: int) -> Record:
        dice = self._dice
        if self._earlier and dice.random() < _SAME_WORK:
            title, author, work = dice.choice(self._earlier)
        else:
            title = self.some(dice.randint(1, 7)).capitalize()
            author, work = self._name(), f"{number * 2_654_435_761 % 2**60:015x}{number:09x}"
            if len(self._earlier) < AT_ONCE:
                self._earlier.append((title, author, work))
        return Record(
            source="made",
            control_number=str(number),
            digest=str(number),
            kind=self._one(_KINDS),
            audience=self._one(_AUDIENCES),
            title=title,
            subtitle=self.some(4) if dice.random() < _WITH_SUBTITLE else "",
            authors=author if dice.random() < 0.8 else f"{author}\n{self._name()}",
            year=2026 - int(dice.expovariate(1 / 20)) % 200,
            languages=self._one(_LANGUAGES),
            publisher=f"Forlag {self._far(_PUBLISHERS)}",
            isbns=f"978{number:010}" if dice.random() < _WITH_ISBN else "",
            subjects="\n".join(self._subject() for _ in range(dice.randint(0, 4))),
            series=f"{self.words[self._far(_SERIES)]} serie ; {dice.randint(1, 60)}"
            if dice.random() < _WITH_SERIES
            else "",
            work_key=work,
            added_on=TODAY,
        )

    def _one(self, weighed: dict[str, int]) -> str:
        return self._dice.choices(list(weighed), list(weighed.values()))[0]

    def _far(self, count: int) -> int:
        """Return a number below a count, the low ones more often."""
        return int(count * self._dice.random() ** 2)

    def _name(self) -> str:
        number = self._far(_NAMES)
        given = self.words[(number * 7) % 5_000].capitalize()
        return f"{self.words[number % len(self.words)].capitalize()}, {given}"

    def _subject(self) -> str:
        number = self._far(_SUBJECTS)
        return self.words[number % len(self.words)] + (" - historie" if number % 3 == 0 else "")

    def _item(self, record: Record, number: int, copy: int) -> Item:
        return Item(
            barcode=f"T{number:08}{copy}",
            record=record,
            item_type_id="book",
            branch_id=self._dice.choice(self._branches),
            added_on=TODAY,
        )


def shelve(makers: Makers, count: int, *, on: date) -> None:
    """Write titles and copies into the tables, without the words that the index makes needless."""
    made = makers.records(count)
    while some := list(islice(made, AT_ONCE)):
        records = Record.objects.bulk_create(each.record for each in some)
        Stamp.objects.bulk_create(
            Stamp(number=each.pk, kind=each.kind, changed_on=on) for each in records
        )
        Item.objects.bulk_create(item for each in some for item in each.items)
