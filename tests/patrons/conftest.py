"""A library with two branches and four kinds of patron, and people who do not exist."""

from collections.abc import Callable
from typing import Any

import pytest

from hylla.library.actions import add_branch
from hylla.library.queries import policy_in_force
from hylla.patrons.actions import Registered, add_category, register
from hylla.patrons.rules import NewAddress, NewGuardian, NewPatron
from hylla.privacy.policy import Policy
from tests.patrons.samples import ADULT, CHILD, NOW


@pytest.fixture
def policy(db: None) -> Policy:
    return policy_in_force()


@pytest.fixture
def branch_id(policy: Policy) -> int:
    add_category("adult", name="Adult", from_age=18)
    add_category("youth", name="Youth", from_age=13, until_age=18, next_code="adult")
    add_category("child", name="Child", until_age=13, next_code="youth")
    add_category("class", name="School class")
    return add_branch("main", name="Main").pk


@pytest.fixture
def school_id(branch_id: int) -> int:
    return add_branch("school", name="School", is_school_library=True).pk


@pytest.fixture
def adult(branch_id: int) -> Callable[..., NewPatron]:
    """Return a patron to be, with changes."""

    def make(**changes: Any) -> NewPatron:
        values: dict[str, Any] = {
            "given_name": "Kari",
            "family_name": "Eksempel",
            "birth_date": ADULT,
            "home_branch_id": branch_id,
            "emails": ("kari@example.org",),
            "phones": ("412 34 567",),
            "addresses": (NewAddress(line_1="Gata 1", postcode="0001", city="Fjordvik"),),
        }
        return NewPatron(**{**values, **changes})

    return make


@pytest.fixture
def child(adult: Callable[..., NewPatron]) -> Callable[..., NewPatron]:
    """Return a child to be, with a guardian who is new to the library."""

    def make(**changes: Any) -> NewPatron:
        guardian = NewGuardian(given_name="Ola", family_name="Prøve", emails=("ola@example.org",))
        values: dict[str, Any] = {
            "given_name": "Lise",
            "birth_date": CHILD,
            "guardian": guardian,
            "emails": (),
            "phones": (),
            "addresses": (),
        }
        return adult(**{**values, **changes})

    return make


@pytest.fixture
def registered(policy: Policy) -> Callable[[NewPatron], Registered]:
    """Return what registers someone now."""
    return lambda new: register(new, policy=policy, now=NOW)
