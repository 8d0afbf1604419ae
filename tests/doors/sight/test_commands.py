"""What an operator reads of patrons on the command line: numbers of rows, and no values."""

import io
from contextlib import suppress
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from hylla.library.queries import policy_in_force
from hylla.privacy.models import AccessEntry
from tests.doors.sight.looking import marks_in
from tests.doors.sight.planting import Planted, plant
from tests.doors.town import Town

ASKED = (
    ("notice",),
    ("night", "--dry-run"),
    ("policy", "show"),
    ("policy", "check", settings.HYLLA_POLICY),
    ("extract_schema",),
)


@pytest.fixture
def planted(town: Town) -> Planted:
    """Somebody with a mark in every column."""
    return plant(town, age=40)


def said(capsys: pytest.CaptureFixture[str], *command: str) -> str:
    out = io.StringIO()
    # That something waits is told by the exit code too.
    with suppress(SystemExit):
        call_command(*command, stdout=out, stderr=out)
    printed = capsys.readouterr()
    return out.getvalue() + printed.out + printed.err


@pytest.mark.parametrize("command", ASKED, ids=lambda each: each[0])
def test_nothing_of_anybody_is_printed(
    command: tuple[str, ...], planted: Planted, capsys: pytest.CaptureFixture[str]
) -> None:
    text = said(capsys, *command)
    assert text, "control: it says something"
    # The checksum of the policy, which stands beside each consent too, is the policy's own.
    own = {"digest": policy_in_force().digest}
    assert marks_in(text, planted, own) == frozenset()


def test_an_erasure_says_tables_and_numbers(
    planted: Planted, capsys: pytest.CaptureFixture[str]
) -> None:
    typed = {"card": planted.patron.card}
    text = said(capsys, "erase", "--card", planted.patron.card)
    assert "waits:" in text
    assert not marks_in(text, planted, typed)


def test_an_extract_goes_into_a_file_and_the_patron_reads_that_it_did(
    planted: Planted, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    typed = {"card": planted.patron.card}
    AccessEntry.objects.all().delete()
    out = tmp_path / "extract.zip"
    text = said(capsys, "extract", "--card", planted.patron.card, "--out", str(out))
    assert not marks_in(text, planted, typed)
    assert out.stat().st_mode & 0o077 == 0
    (row,) = AccessEntry.objects.all()
    assert (row.role, row.task) == ("administrator", "written_out")
