"""Changes values in a policy's text, and leaves every other line and comment as it was."""

import json
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from datetime import date
from typing import Any

Value = str | bool | int | date | Sequence["Value"] | Mapping[str, "Value"]
Values = Mapping[str, Value | None]

_HEADER = re.compile(r"\s*\[([^\[\]]+)\]\s*(?:#.*)?")
_ARRAY = re.compile(r"\s*\[\[([^\[\]]+)\]\]\s*(?:#.*)?")
_KEY = re.compile(r"\s*([A-Za-z0-9_-]+)\s*=(.*)")
_QUOTES = ("'''", '"""')


def with_values(text: str, values: Values) -> str:
    """Return a text with other values, by key ("periods.closed_loan"); None takes a key away.

    Where a line cannot be changed by itself, the whole text is written anew, without comments.

    :raises tomllib.TOMLDecodeError: the text is no TOML.
    """
    known = tomllib.loads(text)
    wanted = _merged(known, values)
    lines = text.splitlines()
    for key, value in values.items():
        if value is not None and _full(_merged(known, {key: value})) == _full(known):
            continue
        table, _, name = key.rpartition(".")
        lines = _set(lines, table, name, value)
    return _unless_same("\n".join(lines) + "\n", wanted)


def with_tables(text: str, name: str, tables: Sequence[Mapping[str, Value]]) -> str:
    """Return a text with other tables of a list ("processors"), one after the other at its end.

    :raises tomllib.TOMLDecodeError: the text is no TOML.
    """
    wanted = deepcopy(tomllib.loads(text))
    wanted.pop(name, None)
    if tables:
        wanted[name] = [_plain(each) for each in tables]
    kept: list[str] = []
    here = ""
    for line, header, _table in _read(text.splitlines()):
        here = header or here
        if here != f"[[{name}]]":
            kept.append(line)
    parts = ["\n".join(kept).rstrip() + "\n"]
    parts += [f"[[{name}]]\n" + "".join(_lines(each)) for each in tables]
    return _unless_same("\n".join(parts), wanted)


def _set(lines: list[str], table: str, name: str, value: Value | None) -> list[str]:
    """Change one line, or add it where its table ends; without the table, add both."""
    written = [] if value is None else f"{name} = {_toml(value)}".split("\n")
    last = -1
    rows = list(_read(lines))
    for at, (line, header, here) in enumerate(rows):
        if here != table:
            continue
        if header or line.strip() or not table:
            last = at
        match = None if header else _KEY.fullmatch(line)
        if match and match[1] == name:
            return [*lines[:at], *written, *lines[at + _height(lines, at) :]]
    if not written:
        return lines
    if last < 0:
        return [*lines, "", f"[{table}]", *written]
    return [*lines[: last + 1], *written, *lines[last + 1 :]]


def _height(lines: list[str], at: int) -> int:
    """Return how many lines a value takes: more than one for a list that goes on."""
    for height in range(1, len(lines) - at + 1):
        try:
            tomllib.loads("\n".join(lines[at : at + height]))
        except tomllib.TOMLDecodeError:
            continue
        return height
    return 1


def _read(lines: list[str]) -> Iterator[tuple[str, str, str]]:
    """Yield each line, the header it is, if it is one, and the table it stands in."""
    table, quotes = "", ""
    for line in lines:
        header = ""
        if not quotes:
            if match := _ARRAY.fullmatch(line):
                header = table = f"[[{match[1].strip()}]]"
            elif match := _HEADER.fullmatch(line):
                table = match[1].strip()
                header = f"[{table}]"
        yield line, header, table
        for mark in _QUOTES:
            if line.count(mark) % 2 and quotes in ("", mark):
                quotes = "" if quotes else mark


def _merged(old: Mapping[str, Any], values: Values) -> dict[str, Any]:
    new = deepcopy(dict(old))
    for key, value in values.items():
        *path, name = key.split(".")
        here = new
        for step in path:
            here = here.setdefault(step, {})
        if value is None:
            here.pop(name, None)
        else:
            here[name] = _plain(value)
    return new


def _unless_same(text: str, wanted: Mapping[str, Any]) -> str:
    """Return the text if it says what is wanted, else one that does."""
    try:
        says = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        says = {}
    return text if _full(says) == _full(wanted) else "".join(_lines(wanted))


def _full(table: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out empty tables: they say nothing."""
    found = {k: _full(v) if isinstance(v, Mapping) else v for k, v in table.items()}
    return {key: value for key, value in found.items() if value != {}}


def _lines(table: Mapping[str, Any], path: str = "") -> Iterator[str]:
    later = []
    for key, value in table.items():
        is_list = isinstance(value, list) and value and isinstance(value[0], Mapping)
        if is_list or (isinstance(value, Mapping) and not path):
            later.append((key, value))
        else:
            yield f"{key} = {_toml(value)}\n"
    for key, value in later:
        for each in value if isinstance(value, list) else [value]:
            head = f"[[{key}]]" if isinstance(value, list) else f"[{key}]"
            yield f"\n{head}\n"
            yield from _lines(each, key)


def _toml(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str) and "\n" in value and _is_plain(value):
        return f"'''\n{value}'''"
    if isinstance(value, str):
        return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, Mapping):
        inner = ", ".join(f"{key} = {_toml(each)}" for key, each in value.items())
        return f"{{ {inner} }}" if inner else "{}"
    return f"[{', '.join(_toml(each) for each in value)}]"


def _is_plain(text: str) -> bool:
    """Say whether a text of several lines can stand as it is, without anything escaped."""
    return (
        "'''" not in text and not text.endswith("'") and all(map(str.isprintable, text.split("\n")))
    )


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, str):
        return str(value)
    if isinstance(value, Sequence):
        return [_plain(each) for each in value]
    return value
