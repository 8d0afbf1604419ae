"""A cataloguer at work."""

from collections.abc import Callable

import pytest
from django.test import Client

from hylla.privacy.vocabulary import Role
from tests.doors.town import Town


@pytest.fixture
def cataloguer(town: Town, staff_client: Callable[[str], Client]) -> Client:
    """A browser in which a cataloguer is logged in."""
    return staff_client(town.staff(Role.CATALOGUER, username="cataloguer"))
