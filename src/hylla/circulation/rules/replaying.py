"""In which order what desks did without a network happened, and what of it still counts.

Of a copy two moments decide: the last time it was lent, and the last time it was returned. It is on
loan where the first is later, to whoever it was lent last. So whatever order records come in, and
however often, the same is left (`docs/adr/0034-the-later-of-two-moments.md`).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

LONG_AGO = timedelta(days=1000)
"""Longer than any policy lets a desk be without a network."""


class Did(StrEnum):
    """What a desk did without a network."""

    LEND = "lend"
    RETURN = "return"


class Became(StrEnum):
    """What became of a record."""

    LENT = "lent"
    RETURNED = "returned"
    LENT_SINCE = "lent_since"
    """A return: the copy was lent after it, and that loan stands."""
    OVER = "over"
    """A loan: the copy has been returned, or lent again, since."""
    NOT_LENT = "not_lent"
    """A loan that cannot stand, for its reasons; the copy is out, and nobody's."""
    UNKNOWN_ITEM = "unknown_item"
    TOO_OLD = "too_old"


@dataclass(frozen=True)
class Record:
    """One act: `id` is a random word of the desk's own, `number` counts what that desk did."""

    id: str
    did: Did
    barcode: str
    at: datetime
    number: int
    card: str = ""


@dataclass(frozen=True)
class LastKnown:
    """When the loan that a copy is on began, and when the copy was last returned."""

    lent_at: datetime | None = None
    returned_at: datetime | None = None


def is_over(record: Record, last: LastKnown) -> bool:
    """Say whether a loan is over before it is told: something later is known of the copy."""
    return any(
        later is not None and record.at <= later for later in (last.lent_at, last.returned_at)
    )


def ended_at(record: Record, last: LastKnown) -> datetime:
    """Return when a loan that is over ended, as far as is known: at the first that came later."""
    known = (last.lent_at, last.returned_at)
    return min(each for each in known if each is not None and record.at <= each)


def lent_again(told: Iterable[Record]) -> frozenset[str]:
    """Return the ids of the returns after which the copy was lent again, of records in order."""
    again, latest = set[str](), dict[str, Record]()
    for each in told:
        before = latest.get(each.barcode)
        if before is not None and before.did is Did.RETURN and each.did is Did.LEND:
            again.add(before.id)
        latest[each.barcode] = each
    return frozenset(again)


def in_time(records: Iterable[Record], *, clock: datetime, now: datetime) -> tuple[Record, ...]:
    """Return the records as they happened, by the library's clock.

    `clock` is what the desk's clock said when it sent them. A desk whose clock is wrong is put
    right by the difference; nothing is later than now. A clock that was moved in between does not
    move what was done: each record is at least as late as the one before it.
    """
    latest: datetime | None = None
    told = []
    for each in sorted(records, key=lambda record: record.number):
        # Also of a date at the end of time, and of one at its beginning.
        at = now - min(max(clock - each.at, timedelta()), LONG_AGO)
        if latest is not None and at <= latest:
            at = latest + timedelta(microseconds=1)
        latest = at
        told.append(Record(each.id, each.did, each.barcode, at, each.number, each.card))
    return tuple(told)
