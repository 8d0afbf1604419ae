"""A library to lend in, and one with pages: each case takes the one in which it happens."""

import pytest

from tests.circulation.world import World, make_world, policy_of
from tests.doors.conftest import patron_client, staff_client, town, visitor

__all__ = ["patron_client", "staff_client", "town", "visitor"]


@pytest.fixture
def world(db: None) -> World:
    """A library under Sandnes's policy: hours after a return, titles that wait for their fee."""
    return make_world(policy_of("sandnes"))
