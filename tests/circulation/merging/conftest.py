"""A library in which somebody is entered twice."""

import pytest

from tests.circulation.world import World, make_world, policy_of


@pytest.fixture
def world(db: None) -> World:
    """A library that keeps histories, guardians and national ids."""
    return make_world(policy_of("fjordvik"))
