"""Reads a policy from TOML, with every problem at once."""

import re
import tomllib
from dataclasses import replace
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType

from hylla.privacy.policy.checks import problems_with, warnings_about
from hylla.privacy.policy.comparison import canonical
from hylla.privacy.policy.phrases import phrase
from hylla.privacy.policy.problems import PolicyErrors, Problem
from hylla.privacy.policy.shape import Reader
from hylla.privacy.policy.values import Policy

PLACE = re.compile(r"\(at line (\d+), column (\d+)\)")


def read_policy(path: Path | str) -> Policy:
    """Read the policy in a file.

    :raises PolicyErrors: it cannot be used; every reason is in `problems`.
    """
    path = Path(path)
    return parse_policy(path.read_text(encoding="utf-8"), name=path.name)


def parse_policy(text: str, *, name: str) -> Policy:
    """Read the policy in a text; `name` stands in the problems.

    :raises PolicyErrors: it cannot be used; every reason is in `problems`.
    """
    return _parsed(text, name)


@lru_cache(maxsize=16)
def _parsed(text: str, name: str) -> Policy:
    """Read a text once: what comes of it does not change."""
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise PolicyErrors((_unreadable(error, name),)) from error
    reader = Reader(name)
    policy: Policy = reader.table(Policy, values)
    problems = (*reader.problems, *problems_with(policy, file=name))
    if problems:
        raise PolicyErrors(tuple(sorted(problems)))
    return _finished(policy, text=text, name=name)


def _unreadable(error: tomllib.TOMLDecodeError, name: str) -> Problem:
    """Say where the text stops being TOML."""
    place = PLACE.search(str(error))
    if place is None:
        found = phrase("a text that ends too early")
    else:
        line, column = place.groups()
        found = phrase("what cannot be read in line %(line)s, at %(at)s", line=line, at=column)
    return Problem(name, phrase("the file"), found, "TOML 1.0")


def _finished(policy: Policy, *, text: str, name: str) -> Policy:
    """Add what follows from the values."""
    zone = policy.zone
    periods = {key: replace(period, zone=zone) for key, period in policy.periods.items()}
    return replace(
        policy,
        periods=MappingProxyType(periods),
        text=text,
        digest=sha256(canonical(policy).encode()).hexdigest(),
        warnings=warnings_about(policy, file=name),
    )
