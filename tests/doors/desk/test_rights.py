"""Requests at the desk: nothing is taken before something is shown (R45)."""

import io
import re
import zipfile
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from hylla.library.queries import policy_in_force
from hylla.privacy.models import Request
from hylla.privacy.rights.receipts import receipt_with
from hylla.privacy.rights.restriction import is_restricted
from hylla.privacy.vocabulary import Role
from tests.doors.town import Patron, Town


@pytest.fixture
def patron(town: Town) -> Patron:
    """Someone at the desk."""
    return town.patron(given_name="Embla")


@pytest.fixture
def take(town: Town, patron: Patron, staff_client: Callable[[str], Client]) -> Callable[..., str]:
    """Return what takes a request of the open patron's."""
    desk = staff_client(town.staff(Role.DESK))
    desk.post("/en/desk/", {"entry": patron.card})

    def send(kind: str, proof: str = "passport", **told: str) -> str:
        told = {"kind": kind, "proof": proof, "what": "", "words": "", **told}
        return desk.post("/en/desk/rights/", told).content.decode()

    return send


@pytest.mark.parametrize("proof", ["", "log_in", "none"])
def test_nothing_without_something_shown(take: Callable[..., str], proof: str) -> None:
    assert 'id="id_proof_error"' in take("extract", proof)
    assert not Request.objects.exists()


def test_an_extract_behind_a_link(take: Callable[..., str]) -> None:
    page = take("extract")
    link = re.search(r"http://[^/]+(/en/my/fetch/[^/]+/)", page)
    assert link
    request = Request.objects.get()
    assert (request.came_by, request.proof, request.unit) == ("desk", "passport", "main")
    assert request.answered_at is not None
    fetched = Client(headers={"Sec-Fetch-Site": "same-origin"}).post(link[1])
    with zipfile.ZipFile(io.BytesIO(fetched.content)) as folder:
        assert "Embla" in folder.read("extract.json").decode()


def test_a_correction_waits_for_the_officer(take: Callable[..., str]) -> None:
    assert 'id="id_what_error"' in take("rectification", words="1986")
    assert "answers within a month" in take("rectification", what="birth_date", words="1986")
    request = Request.objects.get()
    assert (request.what, request.words, request.answered_at) == ("birth_date", "1986", None)


def test_a_restriction_closes_the_record(take: Callable[..., str], patron: Patron) -> None:
    page = take("restriction")
    assert "Embla" not in page
    assert is_restricted(patron.id)


@pytest.mark.parametrize("kind", ["erasure", "termination"])
def test_leaving_gives_a_receipt(
    town: Town, patron: Patron, take: Callable[..., str], kind: str
) -> None:
    town.lend(patron, town.item())
    code = re.search(r"(?:[2-9A-Z]{4}-){4}[2-9A-Z]{4}", take(kind))
    assert code
    followed = receipt_with(code[0], policy=policy_in_force(), now=timezone.now())
    assert followed is not None
    assert (followed.kind, followed.completed_at) == (kind, None)
