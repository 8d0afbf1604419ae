"""The local provider is as strict as a real one."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
import requests

from hylla.clients.eid.flow import begin
from tests.clients.eid.providers import BACK, KARI, choose, running


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Where to log in."""
    with running() as (_, provider):
        yield begin(provider, redirect_uri=BACK).address


@pytest.mark.parametrize(
    "left_out", ["state", "nonce", "code_challenge", "code_challenge_method", "scope"]
)
def test_a_careless_request_is_sent_back(address: str, left_out: str) -> None:
    careless = address.replace(f"{left_out}=", "left_out=")
    answer = requests.get(careless, timeout=5, allow_redirects=False)
    assert answer.status_code == 303
    assert "error=invalid_request" in answer.headers["Location"]


@pytest.mark.parametrize("left_out", ["client_id", "redirect_uri"])
def test_nobody_is_sent_where_nothing_was_agreed(address: str, left_out: str) -> None:
    careless = address.replace(f"{left_out}=", f"{left_out}=x")
    answer = requests.get(careless, timeout=5, allow_redirects=False)
    assert (answer.status_code, "Location" in answer.headers) == (400, False)


def test_the_page_lists_its_people_and_nothing_foreign(address: str) -> None:
    page = requests.get(address, timeout=5)
    assert KARI.family_name in page.text
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    assert page.headers["Cache-Control"] == "no-store"


def test_a_name_is_shown_as_it_is() -> None:
    odd = replace(KARI, given_name="<b>Kari</b>")
    with running(people=(odd,)) as (_, provider):
        started = begin(provider, redirect_uri=BACK)
        assert "<b>Kari" not in requests.get(started.address, timeout=5).text
        assert choose(started, odd)["state"] == started.state
