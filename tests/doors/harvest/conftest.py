"""What every test of this door sees to: no cookie is set, whatever is asked."""

from collections.abc import Iterator

import pytest
from django.test import Client


@pytest.fixture
def program(db: None) -> Iterator[Client]:
    """Another program: it sends nothing that a browser would."""
    client = Client()
    yield client
    assert not client.cookies
