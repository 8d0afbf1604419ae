"""What a change of many copies does to each, as it is kept with its batch."""

import json
from dataclasses import asdict, dataclass
from enum import StrEnum
from hashlib import sha256

NONE = "-"
"""A collection that is none; an empty one stays what it is."""


class Becomes(StrEnum):
    """What copies are counted as from now on."""

    MISSING = "missing"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class CopyChange:
    """What is the same about all the copies afterwards; None or empty is left as it is."""

    branch_id: int | None = None
    item_type: str = ""
    collection: str = ""
    shelf_mark: str = ""
    becomes: Becomes | None = None

    def __bool__(self) -> bool:
        return self != CopyChange()


def change_text(change: CopyChange) -> str:
    """Return a change as it is kept."""
    return json.dumps(asdict(change), ensure_ascii=False)


def change_told(text: str) -> CopyChange:
    """Return a change that was kept."""
    told = json.loads(text)
    becomes = told.pop("becomes")
    return CopyChange(**told, becomes=Becomes(becomes) if becomes else None)


@dataclass(frozen=True, slots=True)
class CopyState:
    """How a copy is, of all that a change may touch."""

    branch_id: int
    item_type: str
    collection: str
    shelf_mark: str
    status: str


def state_text(state: CopyState) -> str:
    """Return how a copy is, as text that is kept and compared."""
    return json.dumps(asdict(state), ensure_ascii=False)


def state_told(text: str) -> CopyState:
    """Return how a copy was."""
    return CopyState(**json.loads(text))


def digest(state: CopyState) -> str:
    """Return what changes whenever anything that a change may touch does."""
    return sha256(state_text(state).encode()).hexdigest()
