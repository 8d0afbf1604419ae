"""A library for the tests of lending."""

import pytest

from tests.circulation.world import World, make_world, policy_of


@pytest.fixture
def world(db: None) -> World:
    """A library that forgets at once and lets no loan wait for its fee, as Umeå's."""
    return make_world(policy_of("umea"))
