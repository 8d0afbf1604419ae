"""Reads a table of plain values into a frozen dataclass by the types of its fields."""

import re
import types
from collections.abc import Collection, Mapping
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass
from datetime import date, datetime
from difflib import get_close_matches
from enum import Enum, StrEnum
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from hylla.privacy.policy.period import Period
from hylla.privacy.policy.phrases import Phrase, phrase
from hylla.privacy.policy.problems import Problem

MANY = 40
"""So many names are not listed."""


@dataclass(frozen=True)
class Range:
    """The least and the most a number may be."""

    least: int
    most: int


@dataclass(frozen=True)
class Form:
    """The pattern a text must have, and its description for people."""

    pattern: str
    words: str


@dataclass(frozen=True)
class Complete:
    """Every member of the enum must be a key."""

    of: type[StrEnum]


class Reading(Enum):
    """Marks a field that does not come from the file."""

    NOT = "not"


class Reader:
    """Reads one file, and gathers every problem on the way.

    Every table becomes its dataclass, and a value that could not be read becomes None: checks can
    go on and find more, but nobody may use the result while there are problems.
    """

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []

    def wrong(self, key: str, found: str, allowed: str) -> None:
        """Note a problem at `key`."""
        self.problems.append(Problem(self.file, key, found, allowed))

    def read(self, kind: Any, value: object, key: str) -> Any:
        """Return `value` as `kind`, or None after noting what is wrong with it."""
        if get_origin(kind) is Annotated:
            return self._marked(kind, value, key)
        if get_origin(kind) in (Union, types.UnionType):
            return self.read(get_args(kind)[0], value, key)
        if get_origin(kind) is tuple:
            return self._tuple(get_args(kind)[0], value, key)
        if get_origin(kind) is Mapping:
            return self._mapping(get_args(kind), value, key)
        if is_dataclass(kind) and kind is not Period:
            return self.table(kind, value, key)
        return self._plain(kind, value, key)

    def table(self, kind: Any, value: object, key: str = "") -> Any:
        """Return a dataclass from a table: unknown and missing keys are problems."""
        expected = fields_read(kind)
        if not isinstance(value, Mapping):
            self.wrong(key, repr(value), phrase("a table"))
            return _empty(kind)
        prefix = f"{key}." if key else ""
        self.unknown(prefix, set(value), list(expected))
        hints = get_type_hints(kind, include_extras=True)
        given: dict[str, Any] = {}
        for name, member in expected.items():
            if name in value:
                given[name] = self.read(hints[name], value[name], prefix + name)
            elif _is_required(member):
                self.wrong(prefix + name, phrase("nothing"), _words(hints[name]))
                given[name] = _empty(hints[name])
        return kind(**given)

    def unknown(self, prefix: str, found: set[str], allowed: list[str]) -> None:
        """Note the keys that do not exist, each with the nearest that does."""
        for key in sorted(found - set(allowed)):
            self.wrong(prefix + key, phrase("an unknown key"), nearest(key, allowed))

    def _marked(self, kind: Any, value: object, key: str) -> Any:
        plain, *marks = get_args(kind)
        if isinstance(plain, type):
            read = self._plain(plain, value, key, allowed=_words(kind))
        else:
            read = self.read(plain, value, key)
        for mark in marks:
            if read is not None and not _meets(mark, read):
                if isinstance(mark, Complete):
                    self._incomplete(mark, read, key)
                else:
                    self.wrong(key, repr(value), _words(kind))
                    return None
        return read

    def _incomplete(self, mark: Complete, read: Mapping[str, object], key: str) -> None:
        for member in mark.of:
            if member not in read:
                every = phrase("all of %(names)s", names=", ".join(mark.of))
                self.wrong(f"{key}.{member}", phrase("nothing"), every)

    def _tuple(self, kind: Any, value: object, key: str) -> Any:
        if not isinstance(value, list):
            return self.wrong(key, repr(value), phrase("a list"))
        return tuple(self.read(kind, member, f"{key}[{n}]") for n, member in enumerate(value))

    def _mapping(self, kinds: tuple[Any, Any], value: object, key: str) -> Any:
        if not isinstance(value, Mapping):
            return self.wrong(key, repr(value), phrase("a table"))
        of_key, of_value = kinds
        if isinstance(of_key, type) and issubclass(of_key, StrEnum):
            names = _names(of_key, value)
            self.unknown(f"{key}.", set(value), names)
            value = {of_key(name): value[name] for name in names if name in value}
        read = {name: self.read(of_value, inner, f"{key}.{name}") for name, inner in value.items()}
        return types.MappingProxyType(read)

    def _plain(self, kind: Any, value: object, key: str, *, allowed: str = "") -> Any:
        try:
            if kind is Period or issubclass(kind, StrEnum):
                if isinstance(value, str):
                    return Period.parse(value) if kind is Period else kind(value)
            elif _is_plainly(kind, value):
                return value
        except ValueError:
            pass
        return self.wrong(key, repr(value), allowed or _words(kind))


def nearest(key: str, allowed: Collection[str]) -> Phrase:
    """Say which key was meant, if one is like it, and which there are, if they are not too many."""
    near = get_close_matches(key, list(allowed), 1, 0.6)
    names = ", ".join(allowed) if len(allowed) < MANY else ""
    if near and names:
        return phrase("did you mean %(near)s? one of %(names)s", near=near[0], names=names)
    if near:
        return phrase("did you mean %(near)s?", near=near[0])
    return phrase("one of %(names)s", names=names) if names else phrase("a known name")


def _names(kind: type[StrEnum], value: Mapping[str, object]) -> list[str]:
    """Return the keys there may be: the members, and what else the enum takes for one."""
    further = [key for key in value if key not in kind.__members__.values() and _is_one(kind, key)]
    return [*map(str, kind), *further]


def _is_one(kind: type[StrEnum], key: str) -> bool:
    try:
        return bool(kind(key))
    except ValueError:
        return False


def fields_read(kind: Any) -> Mapping[str, Field[Any]]:
    """Return the fields of a dataclass that stand in the file."""
    hints = get_type_hints(kind, include_extras=True)
    return {
        member.name: member
        for member in fields(kind)
        if Reading.NOT not in getattr(hints[member.name], "__metadata__", ())
    }


def _empty(kind: Any) -> Any:
    """Return a dataclass with nothing in it, or None for anything smaller."""
    if not is_dataclass(kind):
        return None
    hints = get_type_hints(kind, include_extras=True)
    required = [name for name, member in fields_read(kind).items() if _is_required(member)]
    return kind(**{name: _empty(hints[name]) for name in required})  # type: ignore[operator] # a class


def _is_plainly(kind: Any, value: object) -> bool:
    """Keep apart what Python takes for one another: true and 1, a moment and a date."""
    exact = isinstance(value, bool) == (kind is bool) and not isinstance(value, datetime)
    return exact and isinstance(value, kind)


def _is_required(member: Field[Any]) -> bool:
    return member.default is MISSING and member.default_factory is MISSING


def _meets(mark: object, value: Any) -> bool:
    if isinstance(mark, Range):
        return mark.least <= int(value) <= mark.most
    if isinstance(mark, Form):
        return re.fullmatch(mark.pattern, value) is not None
    if isinstance(mark, Complete):
        return all(member in value for member in mark.of)
    return True


_PLAIN = {
    str: phrase("a text"),
    bool: phrase("true or false"),
    int: phrase("a whole number"),
    date: phrase("a date such as 2026-01-31"),
    Period: phrase("an ISO 8601 duration such as P24M, P7D or PT72H"),
}


def allowed(kind: Any) -> str:
    """Say what a field takes."""
    return _words(kind)


def _words(kind: Any) -> str:
    if get_origin(kind) is Annotated:
        marks = [mark for mark in get_args(kind)[1:] if isinstance(mark, Form | Range)]
        if marks:
            mark = marks[0]
            if isinstance(mark, Form):
                return mark.words
            return phrase("%(least)s to %(most)s", least=mark.least, most=mark.most)
        return _words(get_args(kind)[0])
    if get_origin(kind) in (Union, types.UnionType):
        return _words(get_args(kind)[0])
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return phrase("one of %(names)s", names=", ".join(kind))
    return _PLAIN.get(kind, phrase("a list") if get_origin(kind) is tuple else phrase("a table"))
