"""A policy as plain lines: to show it, to sign it, and to tell what changed."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, is_dataclass

from typing_extensions import override

from hylla.privacy.policy.period import Period
from hylla.privacy.policy.shape import fields_read
from hylla.privacy.policy.values import Policy


@dataclass(frozen=True)
class Change:
    """One value that differs between two policies; None where it does not exist."""

    key: str
    old: str | None
    new: str | None

    @override
    def __str__(self) -> str:
        """Say the change on one line."""
        return f"{self.key}: {self.old or '(nothing)'} -> {self.new or '(nothing)'}"


def values_of(policy: Policy) -> Mapping[str, str]:
    """Return every value by its key in the file, such as `periods.closed_loan`."""
    return dict(_lines(policy, ""))


def canonical(policy: Policy) -> str:
    """Return the values in one order, whatever the order and the comments in the file."""
    return json.dumps(dict(values_of(policy)), sort_keys=True, ensure_ascii=False, indent=0)


def describe(policy: Policy) -> str:
    """Return the policy for people at a terminal: its values, then the warnings."""
    values = values_of(policy)
    width = max(map(len, values))
    lines = [f"{key:<{width}}  {value}" for key, value in values.items()]
    lines += [f"warning: {warning}" for warning in policy.warnings]
    return "\n".join([*lines, f"digest: {policy.digest}", ""])


def difference(old: Policy, new: Policy) -> tuple[Change, ...]:
    """Return the values that differ, in the order of the keys."""
    before, after = values_of(old), values_of(new)
    keys = sorted({*before, *after})
    return tuple(
        Change(key, before.get(key), after.get(key))
        for key in keys
        if before.get(key) != after.get(key)
    )


def _lines(value: object, key: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, Period) or not (is_dataclass(value) or isinstance(value, Mapping | tuple)):
        if value not in (None, ""):
            yield key, _word(value)
        return
    prefix = f"{key}." if key else ""
    for name, inner in _parts(value):
        yield from _lines(inner, f"{prefix}{name}")


def _parts(value: object) -> Iterator[tuple[str, object]]:
    if isinstance(value, Mapping):
        yield from ((str(name), inner) for name, inner in value.items())
    elif isinstance(value, tuple):
        yield from ((_label(inner, number), inner) for number, inner in enumerate(value))
    else:
        yield from ((name, getattr(value, name)) for name in fields_read(type(value)))


def _label(value: object, number: int) -> str:
    """Name a member by what it is, so that a new one does not change the others."""
    return str(getattr(value, "name", None) or number) if is_dataclass(value) else str(value)


def _word(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
