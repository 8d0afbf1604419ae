"""A library to owe money to."""

import pytest

from tests.circulation.world import World, make_world, policy_of


@pytest.fixture
def world(db: None) -> World:
    return make_world(policy_of("kungsbacka"))
