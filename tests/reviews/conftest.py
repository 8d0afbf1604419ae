"""A library in which patrons rate and review."""

from pathlib import Path
from typing import Any

import pytest

from tests.circulation.world import World, make_world, policy_of


@pytest.fixture
def world(db: None) -> World:
    """The demo's library: a review is read before it is published."""
    return make_world(policy_of("fjordvik"))


@pytest.fixture
def own_ledger(settings: Any, tmp_path: Path) -> None:
    """Let a test begin with an empty ledger: it outlives a test, whose ids are drawn alike."""
    settings.HYLLA_DATA = tmp_path / "here"
    settings.HYLLA_LEDGER = tmp_path / "there"
