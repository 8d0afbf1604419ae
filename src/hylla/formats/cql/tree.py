"""What a query says, as values."""

from dataclasses import dataclass
from typing import TypeAlias

BOOLEANS = frozenset({"and", "or", "not", "prox"})
SYMBOLS = ("==", ">=", "<=", "<>", "=", ">", "<")


@dataclass(frozen=True, slots=True)
class Modifier:
    """`/name` or `/name=value`, behind a relation, a boolean or a key to sort by."""

    name: str
    comparison: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class Clause:
    """An index, a relation and a term. A term alone has neither of the others.

    Backslashes stay in the term, since they tell which of `*`, `?` and `^` are meant as such.
    """

    term: str
    index: str = ""
    relation: str = ""
    modifiers: tuple[Modifier, ...] = ()


@dataclass(frozen=True, slots=True)
class Boolean:
    """Two trees and what is between them: and, or, not, prox."""

    operator: str
    left: "Tree"
    right: "Tree"
    modifiers: tuple[Modifier, ...] = ()


@dataclass(frozen=True, slots=True)
class Prefixed:
    """A tree in which a prefix means a context set; without a prefix it is that of bare indexes."""

    prefix: str
    uri: str
    tree: "Tree"


Tree: TypeAlias = Clause | Boolean | Prefixed


@dataclass(frozen=True, slots=True)
class SortKey:
    """What to sort by."""

    index: str
    modifiers: tuple[Modifier, ...] = ()


@dataclass(frozen=True, slots=True)
class Query:
    """A whole query."""

    tree: Tree
    sort: tuple[SortKey, ...] = ()
