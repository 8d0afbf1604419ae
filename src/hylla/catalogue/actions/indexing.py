"""Keep the index of the catalogue current, and make it anew where it is missing or cannot be used.

One process at a time writes: the worker, or the command that rebuilds. Up to which change it is
current stands in the index itself, in the same commit: killed at any moment, it goes on from there.
Nothing is written into the database but that old changes go, and a first one where there is none.
"""

import logging
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from time import monotonic, sleep

from django.db.models import Max, Min

from hylla.catalogue.index.folder import Folder, Unusable
from hylla.catalogue.index.writing import create, current_up_to, put
from hylla.catalogue.models import RecordChange
from hylla.catalogue.queries.changes import (
    Sight,
    changes_after,
    every_title_for_index,
    has_all_after,
    look,
    titles_for_index,
)

AT_A_TIME = 1_000
KEPT = 100_000
"""So many of the newest changes stay, for the indexes of other machines."""
TRUSTING_SECONDS = 600
_NO_TITLE = 0
_WAIT_SECONDS = 60
_LOOK_SECONDS = 0.05
log = logging.getLogger("hylla.search")


class Did(StrEnum):
    """What a look at the index came to."""

    NOTHING = "nothing"
    FOLLOWED = "followed"
    BUILT = "built"
    ANOTHER_IS_AT_IT = "another_is_at_it"


@dataclass(slots=True)
class Follower:
    """Keeps one index current; remembers what it has taken in that is not settled yet."""

    folder: Folder
    _where: Path | None = None
    _change: int = 0
    _known: set[int] = field(default_factory=set)
    _sight: Sight | None = None
    _trusts_until: float = 0.0

    def keep_current(self) -> Did:
        """Take in what has changed, or build the index where there is none that can be used."""
        if not self.folder.is_rebuild_wanted():
            with self.folder.writing() as is_ours:
                if not is_ours:
                    return Did.ANOTHER_IS_AT_IT
                try:
                    return self._follow(self._trusted(self.folder.current()))
                except Unusable as why:
                    self._where = None
                    log.warning("index_unusable", extra={"code": type(why.__cause__).__name__})
        return Did.ANOTHER_IS_AT_IT if rebuild(self.folder) is None else Did.BUILT

    def _trusted(self, where: Path) -> Path:
        """Return the index, unless somebody could not read it. That is believed now and then only:
        a question that no index can answer must not have them built without end.

        :raises Unusable: it is doubted.
        """
        if monotonic() >= self._trusts_until and self.folder.is_doubted(where):
            self._trusts_until = monotonic() + TRUSTING_SECONDS
            raise Unusable("somebody cannot read it")
        return where

    def _follow(self, where: Path) -> Did:
        """Take in all there is, some at a time.

        :raises Unusable: the index cannot be read or written, or changes that it lacks are gone.
        """
        self._begin(where)
        did = Did.NOTHING
        while True:
            settled = self._settled()
            coming = changes_after(self._change, but=self._known, count=AT_A_TIME)
            reached = settled
            if len(coming) == AT_A_TIME:
                reached = min(settled, coming[-1].number)
            if coming or reached > self._change:
                _take_in(where, {each.record_number for each in coming}, change=reached)
                self._known.update(each.number for each in coming)
                self._known = {each for each in self._known if each > reached}
                self._change = reached
            if not coming:
                break
            did = Did.FOLLOWED
        if did is Did.FOLLOWED:
            _let_old_ones_go(self._change)
        return did

    def _begin(self, where: Path) -> None:
        if where == self._where:
            return
        change = current_up_to(where)
        if not has_all_after(change):
            raise Unusable("too old")
        self._where, self._change, self._known, self._sight = where, change, set(), None

    def _settled(self) -> int:
        """Return up to which change nothing more can come; asked before the changes are read."""
        sight = self._sight or look()
        if not sight.is_settled():
            self._sight = sight
            return self._change
        self._sight = None
        return max(sight.last, self._change)


def rebuild(folder: Folder) -> int | None:
    """Build the index anew and put it into use; return how many titles it has.

    Search goes on in the old one meanwhile. None: another process is building it already.
    """
    with folder.building() as is_ours:
        if not is_ours:
            return None
        folder.tidy(but=_in_use(folder))
        began = monotonic()
        change = _all_settled()
        where = folder.new()
        count = create(where, every_title_for_index(), change=change)
        with folder.writing(waits=True):
            folder.use(where)
        log.info("index_built", extra={"rows": count, "ms": round(1000 * (monotonic() - began))})
        return count


def _in_use(folder: Folder) -> Path | None:
    try:
        return folder.current()
    except Unusable:
        return None


def _all_settled() -> int:
    """Wait until all are done who may have drawn a lower number than the last one seen."""
    if not RecordChange.objects.exists():
        # Otherwise the first change, whatever its number, would look like the rest of many.
        RecordChange.objects.create(record_number=_NO_TITLE)
    sight, until = look(), monotonic() + _WAIT_SECONDS
    while not sight.is_settled():
        if monotonic() > until:
            first = RecordChange.objects.aggregate(first=Min("pk"))["first"]
            return (first or 1) - 1
        sleep(_LOOK_SECONDS)
    return sight.last


def _take_in(where: Path, numbers: set[int], *, change: int) -> None:
    titles = titles_for_index(numbers)
    put(where, titles, gone=numbers - {each.number for each in titles}, change=change)


def _let_old_ones_go(taken: int) -> None:
    ends = RecordChange.objects.aggregate(first=Min("pk"), last=Max("pk"))
    first, last = ends["first"] or 0, ends["last"] or 0
    if last - first > 2 * KEPT:
        RecordChange.objects.filter(pk__lte=min(taken, last - KEPT)).delete()
