"""A library in which patrons rate and review."""

import pytest

from tests.circulation.world import World, make_world, policy_of


@pytest.fixture
def world(db: None) -> World:
    """The demo's library: a review is read before it is published."""
    return make_world(policy_of("fjordvik"))
