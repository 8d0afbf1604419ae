"""Files taken in by the rules of a profile without a browser, as a nightly delivery is."""

import time
from collections.abc import Callable, Iterator
from enum import StrEnum
from pathlib import Path

from hylla.catalogue.actions.batches import receive_file, run_batch
from hylla.catalogue.actions.report import WORDS
from hylla.catalogue.queries.batches import BatchFacts, batch, tallies
from hylla.catalogue.rules.batches import WORKED_ON, Fate, RowState, Stage
from hylla.site.batching import work_on_next
from hylla.site.clock import Clock

AT_A_TIME = 1_000_000
LOOK_AGAIN_SECONDS = 0.2
DONE = {
    Fate.ADD: "added",
    Fate.CHANGE: "changed",
    Fate.SAME: "with nothing new",
    Fate.SKIP: "left out",
    Fate.REFUSE: "refused",
}
Progress = Callable[[BatchFacts], None]
_REASONS: dict[str, str] = {str(code): words for code, words in WORDS.items()}


def take_in(
    file: Path, *, profile_id: int, clock: Clock, progress: Progress, only_look: bool = False
) -> int:
    """Take a file in as a cataloguer would, yes included, and return the number of its batch.

    What is interrupted stays in the list of files: the worker goes on with it. With `only_look`
    it waits there for somebody to say yes.

    :raises Refused: as `receive_file`.
    """
    with file.open("rb") as source:
        parts = iter(lambda: source.read(AT_A_TIME), b"")
        number = receive_file(parts, name=file.name, profile_id=profile_id, now=clock())
    if _worked(number, clock, progress) is Stage.READY and not only_look:
        run_batch(number)
        _worked(number, clock, progress)
    return number


def told(number: int) -> Iterator[str]:
    """Yield what became of a file, or would, in lines for a terminal."""
    facts = batch(number)
    if facts is None:
        yield "thrown away by somebody while it was being read"
        return
    if facts.stage is Stage.FAILED:
        yield f"not read: {facts.name} {_why(facts.fault.partition(' ')[0])}"
        return
    counted = tallies(number)
    sums = {fate: sum(each.count for each in counted if each.fate is fate) for fate in Fate}
    waits = any(each.state is RowState.WAITS for each in counted)
    would = " would be" if waits else ""
    parts = ", ".join(f"{count} {DONE[fate]}" for fate, count in sums.items())
    yield f"{facts.name}: {sum(sums.values())} records{would}: {parts}"
    for each in counted:
        if each.reason:
            yield f"{DONE[each.fate]}: {each.count} of which each {_why(each.reason)}"
    yield f"record by record, and to undo it: /cataloguing/imports/{number}/"


def _why(code: str) -> str:
    return _REASONS.get(code, code)


def _worked(number: int, clock: Clock, progress: Progress) -> StrEnum | None:
    """Work until nothing more is to be done on a batch; the worker may do some of it."""
    while (facts := batch(number)) and facts.stage in WORKED_ON:
        progress(facts)
        if not work_on_next(clock()):
            time.sleep(LOOK_AGAIN_SECONDS)
    return facts.stage if facts else None
