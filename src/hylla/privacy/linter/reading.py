"""Reads a notice that was taken apart into claims, and what others say, from TOML."""

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from hylla.privacy.linter.claims import DATA, MATTERS, Claim, Noticed, Practice
from hylla.privacy.policy import PolicyErrors, Problem
from hylla.privacy.policy.law import CITATIONS, LIMITS
from hylla.privacy.policy.shape import Reader


@dataclass(frozen=True)
class _Practices:
    practices: tuple[Practice, ...]


def is_taken_apart(path: Path | str) -> bool:
    """Say whether a file holds a notice's claims, and not a policy; no file holds none."""
    try:
        return "claims" in tomllib.loads(Path(path).read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError):
        return False


def read_noticed(path: Path | str) -> Noticed:
    """Read a notice that was taken apart.

    :raises PolicyErrors: it cannot be used; every reason is in `problems`.
    """
    path = Path(path)
    reader = Reader(path.name)
    notice: Noticed = reader.table(Noticed, tomllib.loads(path.read_text(encoding="utf-8")))
    _refuse([*reader.problems, *unknown(notice.claims or (), file=path.name)])
    return notice


def read_practices(path: Path | str) -> tuple[Practice, ...]:
    """Read what others say.

    :raises PolicyErrors: it cannot be used; every reason is in `problems`.
    """
    path = Path(path)
    reader = Reader(path.name)
    read: _Practices = reader.table(_Practices, tomllib.loads(path.read_text(encoding="utf-8")))
    claims = [each.claim for each in read.practices or ()]
    _refuse([*reader.problems, *unknown(claims, file=path.name)])
    return read.practices


def unknown(claims: Iterable[Claim], *, file: str) -> Iterator[Problem]:
    """Return the words of claims that the linter does not know."""
    for claim in claims:
        place = f"claims.{claim.where}"
        if claim.about not in MATTERS:
            yield Problem(file, f"{place}.about", repr(claim.about), ", ".join(sorted(MATTERS)))
        for datum in sorted(set(claim.keeps or ()) - DATA):
            yield Problem(file, f"{place}.keeps", datum, ", ".join(sorted(DATA)))
        if claim.limit and claim.limit not in LIMITS:
            yield Problem(file, f"{place}.limit", claim.limit, "a period of the law's table")
        if claim.safeguard and claim.safeguard not in CITATIONS:
            yield Problem(file, f"{place}.safeguard", claim.safeguard, "a law of the table")


def _refuse(problems: list[Problem]) -> None:
    if problems:
        raise PolicyErrors(tuple(sorted(problems)))
