"""Files sent in by a cataloguer, as the tests send them, with the worker at hand."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from hylla.catalogue.actions.batches import NewProfile, add_profile, receive_file, work_on_batches
from hylla.catalogue.rules.matching import MatchBy
from hylla.library.actions import add_staff
from hylla.library.rules import NewStaff
from hylla.privacy.vocabulary import Role
from tests.builders import a_branch

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


def a_profile(
    name: str = "Source", *, match_by: tuple[MatchBy, ...] = (MatchBy.ISBN,), **rules: Any
) -> int:
    """Add a profile."""
    return add_profile(NewProfile(name, match_by=match_by, **rules))


def a_cataloguer() -> int:
    """Take on somebody who writes records; return their number."""
    new = NewStaff(
        username="kari.katalog",
        name="Kari Katalog",
        password="correct horse battery",
        branch_id=a_branch().pk,
        roles=frozenset({Role.CATALOGUER}),
        undertaking_on=NOW.date(),
    )
    return add_staff(new).pk


def work(now: datetime = NOW) -> None:
    """Let the worker do all there is to do."""
    while work_on_batches(now=now, on=now.date()):
        pass


def sent(data: bytes | Path, profile: int, *, name: str = "file.mrc") -> int:
    """Send a file in and let it be read; return the number of its batch."""
    chunks = [data.read_bytes() if isinstance(data, Path) else data]
    number = receive_file(chunks, name=name, profile_id=profile, now=NOW)
    work()
    return number
