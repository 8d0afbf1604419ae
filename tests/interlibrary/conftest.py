"""A library that gets things from others, and one other library."""

from dataclasses import replace

import pytest

from hylla.interlibrary.actions import add_partner
from hylla.interlibrary.models import Partner
from hylla.privacy.policy import Interlibrary
from tests.circulation.world import World, make_world, policy_of


@pytest.fixture
def world(db: None) -> World:
    """A library in which three requests at a time are free."""
    made = make_world(policy_of("fjordvik"))
    made.policy = replace(made.policy, interlibrary=Interlibrary(offered=True, max_open=3))
    return made


@pytest.fixture
def partner(db: None) -> Partner:
    """Another library."""
    return Partner.objects.get(pk=add_partner("Nabovik", email="fjern@nabovik.example.org"))
