"""After a return and a night, the bytes of every file: who had what stands nowhere (R01-R03)."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from hylla.circulation.actions import check_out, return_item, settle_claim
from hylla.circulation.models import Loan
from hylla.privacy.policy import Policy
from hylla.privacy.removal import remove_before, remove_due
from hylla.privacy.residue import Place, forms, pairs, scan
from hylla.privacy.storage import prepare, sweep
from tests.builders import half, policy_of
from tests.circulation.world import World, make_world

NOW = datetime(2026, 11, 3, 11, tzinfo=UTC)


@pytest.fixture
def night_ready(transactional_db: None) -> None:
    """A database prepared as at start-up."""
    prepare()


def lend(world: World, policy: Policy, *, now: datetime) -> tuple[str, str, str]:
    """Lend something; return the loan's id, the patron's id and the barcode."""
    person, card = world.patron()
    item = world.item()
    check_out(card=card, barcode=item.barcode, branch_id=world.main.pk, now=now, policy=policy)
    return str(Loan.objects.get().pk), str(person), item.barcode


def assert_gone(*markers: str) -> None:
    """Assert that no file of any store holds a marker."""
    swept = sweep()
    assert swept.clean, swept.detail
    result = scan(markers)
    assert not result.unreachable
    assert result.size > 0
    assert result.hits == ()


@pytest.mark.usefixtures("night_ready")
@pytest.mark.parametrize("library", half(["umea", "askoy", "kungsbacka"]))
def test_case_24_a_return_leaves_nothing(library: str) -> None:
    """R01: no row at once, no byte after the night."""
    policy = policy_of(library)
    world = make_world(policy)
    loan, _person, barcode = lend(world, policy, now=NOW)
    assert scan([loan]).hits, "the scan must find the loan while it is there"
    back = NOW + timedelta(days=2)
    return_item(barcode=barcode, branch_id=world.main.pk, now=back, policy=policy)
    assert not Loan.objects.exists()
    assert_gone(loan)


@pytest.mark.usefixtures("night_ready")
def test_case_24_72_hours_at_sandnes() -> None:
    """R01: the link lives at most 72 hours (SAN-54), then neither row nor byte."""
    policy = policy_of("sandnes")
    world = make_world(policy)
    loan, _person, barcode = lend(world, policy, now=NOW)
    back = NOW + timedelta(days=2)
    return_item(barcode=barcode, branch_id=world.main.pk, now=back, policy=policy)
    assert Loan.objects.filter(closed_at=back).exists()
    ahead = timedelta(minutes=10)
    remove_before(policy, now=back + timedelta(hours=72) - ahead, ahead=ahead)
    assert not Loan.objects.exists()
    assert_gone(loan)


@pytest.mark.usefixtures("night_ready")
def test_case_25_the_fee_keeps_the_loan_at_kungsbacka() -> None:
    """R03: with a fee on it the loan waits (KUN-37), and goes when the fee is paid."""
    policy = policy_of("kungsbacka")
    world = make_world(policy)
    loan, _person, barcode = lend(world, policy, now=NOW)
    late = NOW + timedelta(days=60)
    return_item(barcode=barcode, branch_id=world.main.pk, now=late, policy=policy)
    waiting = Loan.objects.get()
    assert waiting.claim_id is not None
    remove_due(policy, now=late + timedelta(days=400))
    assert Loan.objects.exists(), "the fee holds it, however long"
    settle_claim(waiting.claim_id, method="cash", now=late, policy=policy)
    assert not Loan.objects.exists()
    assert_gone(loan)


@pytest.mark.usefixtures("night_ready")
def test_patron_and_item_stand_nowhere_side_by_side() -> None:
    """R01, below the rows: the patron's id and the item's are in no file beside each other."""
    policy = policy_of("umea")
    world = make_world(policy)
    _loan, person, barcode = lend(world, policy, now=NOW)
    return_item(barcode=barcode, branch_id=world.main.pk, now=NOW, policy=policy)
    assert sweep().clean
    assert pairs(person, barcode).hits == ()


def test_every_form_of_an_id_is_found(tmp_path: Path) -> None:
    """The control of the scan itself: text, raw bytes, base64 and UTF-16 are all seen."""
    marker = "0f5c3a44-9d0b-4c9e-8a63-3f1f0a7be001"
    for number, form in enumerate(forms(marker)):
        (tmp_path / str(number)).write_bytes(b"x" * 1000 + form + b"y" * 1000)
    found = scan([marker], [Place("here", tmp_path)])
    assert len({hit.file for hit in found.hits}) == len(forms(marker)) > 8


def test_a_marker_across_two_pieces_is_found(tmp_path: Path) -> None:
    """A file is read in pieces of a mebibyte; what lies across their edge counts once."""
    for shift in range(0, 20, 3):
        file = tmp_path / f"{shift}"
        file.write_bytes(b"\0" * ((1 << 20) - shift) + b"marker-of-twenty-one" + b"\0" * 100)
    found = scan(["marker-of-twenty-one"], [Place("here", tmp_path)])
    assert [hit.count for hit in found.hits] == [1] * 7


@pytest.mark.usefixtures("night_ready")
def test_identifying_columns_are_in_no_statistics() -> None:
    """On PostgreSQL, ANALYZE would copy values into the catalogue."""
    if connection.vendor != "postgresql":
        assert settings.DATABASES["default"]["OPTIONS"]["init_command"].count("secure_delete=ON")
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT attstattarget FROM pg_attribute "
            "WHERE attrelid = 'circulation_loan'::regclass AND attname = 'patron_id'"
        )
        assert cursor.fetchone()[0] == 0
