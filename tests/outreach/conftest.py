"""A library that brings books, and whoever does."""

import pytest

from hylla.library.models import Staff, StaffRole
from hylla.outreach.actions import add_round
from hylla.privacy.vocabulary import Role
from tests.circulation.world import TODAY, World, make_world, policy_of


@pytest.fixture
def world(db: None) -> World:
    """A library under Sandnes's policy."""
    return make_world(policy_of("sandnes"))


@pytest.fixture
def chooser(world: World) -> int:
    """Someone of the outreach service."""
    return works_in_outreach(world, "ewa")


@pytest.fixture
def way(world: World, chooser: int) -> int:
    """A round of theirs, every third Tuesday."""
    return add_round(
        "Fjord", branch_id=world.main.pk, first_on=TODAY, every_weeks=3, staff_id=chooser
    )


def works_in_outreach(world: World, username: str) -> int:
    """Take somebody on."""
    staff = Staff.objects.create(
        username=username,
        name=username,
        password_hash="",
        branch=world.main,
        language="nb",
        undertaking_on=TODAY,
    )
    StaffRole.objects.create(staff=staff, role=Role.OUTREACH)
    return staff.pk
