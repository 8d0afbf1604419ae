"""What a column says when two rows become one, and what two sets of words come to."""

from collections.abc import Set
from datetime import date
from typing import Any, TypeVar

from hylla.privacy.declarations import Join

Word = TypeVar("Word")


def joined(how: Join, one: Any, other: Any) -> Any:
    """Return what two values become; the order in which they come does not matter."""
    match how:
        case Join.EITHER:
            return bool(one) or bool(other)
        case Join.BOTH:
            return bool(one) and bool(other)
        case Join.EARLIEST:
            return min(_known(one, other), default=None)
        case Join.LATEST:
            return max(_known(one, other), default=None)
        case Join.LAST_OR_NEVER:
            return None if one is None or other is None else max(one, other)


def _known(one: date | None, other: date | None) -> list[date]:
    return [each for each in (one, other) if each is not None]


def agreed(one: Set[Word], other: Set[Word]) -> tuple[Set[Word], Set[Word]]:
    """Return what both say, and what only one of them does."""
    return one & other, one ^ other
