"""A library in which patrons keep lists and interests."""

import pytest

from tests.circulation.world import World, make_world, policy_of


@pytest.fixture
def world(db: None) -> World:
    """The demo's library."""
    return make_world(policy_of("fjordvik"))
