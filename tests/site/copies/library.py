"""A library with people in it, and folders of its own for data, keys, ledger and backups."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from hylla.privacy.policy import Policy
from hylla.site.check import postgres
from tests.builders import policy_of
from tests.circulation.world import make_world

NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Place:
    """A library, where it keeps what, and who is in it."""

    policy: Policy
    backups: Path
    keys: Path
    ledger: Path
    patrons: tuple[tuple[UUID, str], ...]
    """Each with their card."""
    barcode: str
    branch: int


@pytest.fixture(name="folders")
def own_folders(transactional_db: None, settings: Any, tmp_path: Path) -> Path:
    """Folders of the test's own for data, keys, ledger and backups; the last is returned."""
    settings.HYLLA_KEYS = tmp_path / "keys"
    settings.HYLLA_LEDGER = tmp_path / "apart"
    settings.HYLLA_BACKUPS = str(tmp_path / "backups")
    settings.HYLLA_DATA = tmp_path / "data"
    settings.HYLLA_DATA.mkdir()
    if connection.vendor == "postgresql":
        settings.HYLLA_POSTGRESQL = str(Path(postgres.program("postgres")).parent)
    return tmp_path / "backups"


@pytest.fixture(name="place")
def a_place(folders: Path, settings: Any) -> Place:
    """A library that is open, with a few patrons and something to borrow."""
    policy = policy_of("fjordvik")
    world = make_world(policy)
    return Place(
        policy,
        folders,
        settings.HYLLA_KEYS,
        settings.HYLLA_LEDGER,
        tuple(world.patron() for _ in range(6)),
        world.item().barcode,
        world.main.pk,
    )
