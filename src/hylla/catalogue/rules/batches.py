"""Many records at once: where the work on them stands, and what becomes of each."""

from enum import IntEnum, StrEnum


class BatchKind(StrEnum):
    """What a batch does."""

    IMPORT = "import"
    HEADING = "heading"
    """An authority's heading becomes another, in it and in its titles."""
    CHANGE = "change"
    """Titles that somebody has chosen are changed by rules."""
    COPIES = "copies"
    """Copies that somebody has chosen are changed alike."""
    MERGE = "merge"
    """Two titles have become one; kept to be undone."""


class Part(IntEnum):
    """The places of the two titles in a batch of that kind."""

    STAYS = 1
    GOES = 2


class Stage(StrEnum):
    """Where the work on a batch stands."""

    READING = "reading"
    """It is looked at what it would do."""
    READY = "ready"
    """It waits for somebody to say yes."""
    RUNNING = "running"
    DONE = "done"
    UNDOING = "undoing"
    UNDONE = "undone"
    FAILED = "failed"
    """Nothing in it could be read."""


WORKED_ON = (Stage.READING, Stage.RUNNING, Stage.UNDOING)
"""The stages in which the worker has something to do."""


class Fate(StrEnum):
    """What becomes of one record."""

    ADD = "add"
    CHANGE = "change"
    SAME = "same"
    SKIP = "skip"
    REFUSE = "refuse"


CHANGING = (Fate.ADD, Fate.CHANGE)


class RowState(StrEnum):
    """How far the work on one record has come."""

    WAITS = "waits"
    DONE = "done"
    UNDONE = "undone"
    LEFT = "left"
    """It was to be undone, and has been changed or is used since."""


class OnMatch(StrEnum):
    """What is done where a title is here already."""

    OVERLAY = "overlay"
    SKIP = "skip"
    ADD = "add"


class OnNew(StrEnum):
    """What is done where a title is not here."""

    ADD = "add"
    SKIP = "skip"
