"""The command line's part of an import."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from hylla.catalogue.actions.batches import undo_batch
from hylla.catalogue.models import Batch, Item, Record
from hylla.catalogue.rules.batches import Stage
from tests.builders import a_branch
from tests.catalogue.batches import NOW, a_profile, work
from tests.formats.marc.making import book, field, iso2709

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "made.mrc"
    path.write_bytes(iso2709(book(1, "Fjellet", field("852", "belsewhere", "p0301"))))
    return path


def run(*arguments: object) -> tuple[str, str]:
    told, shown = StringIO(), StringIO()
    call_command("import_records", "marc", *map(str, arguments), stdout=told, stderr=shown)
    return told.getvalue(), shown.getvalue()


def test_an_import_tells_what_it_did(file: Path) -> None:
    told, shown = run(file)
    assert "1 records: 1 added, 0 updated, 0 unchanged, 0 skipped" in told
    assert "1 copies of a branch that is not one of ours" in told
    assert "100%" in shown


def test_copies_go_to_the_branch_that_is_named(file: Path) -> None:
    a_branch("main")
    run(file, "--branch", "main")
    assert Item.objects.get().branch.code == "main"
    with pytest.raises(CommandError):
        run(file, "--branch", "nowhere")


def test_a_file_that_is_missing_or_no_marc_fails_at_the_end(file: Path, tmp_path: Path) -> None:
    (tmp_path / "notes.mrc").write_text("Remember the milk.")
    for bad in (tmp_path / "gone.mrc", tmp_path / "notes.mrc"):
        with pytest.raises(SystemExit) as ended:
            run(bad, file)
        assert ended.value.code == 1


def test_a_file_goes_by_the_rules_of_a_profile(file: Path) -> None:
    """What a cataloguer sees and does in the browser, a nightly job has with one command."""
    a_profile("Delivery")
    file.write_bytes(file.read_bytes() + iso2709(book(2, "")))
    told, shown = run("--profile", "Delivery", file)
    counts = "1 added, 0 changed, 0 with nothing new, 0 left out, 1 refused"
    assert f"made.mrc: 2 records: {counts}" in told
    assert "refused: 1 of which each has no title" in told
    assert "bytes" in shown
    batch = Batch.objects.get()
    assert f"/cataloguing/imports/{batch.pk}/" in told
    assert (batch.stage, Record.objects.get().title) == (Stage.DONE, "Fjellet")
    undo_batch(batch.pk, now=NOW)
    work()
    assert not Record.objects.exists()


def test_a_file_is_only_looked_at(file: Path) -> None:
    a_profile("Delivery")
    told, _shown = run("--profile", "Delivery", "--look", file)
    assert "1 records would be: 1 added" in told
    assert Batch.objects.get().stage == Stage.READY
    assert not Record.objects.exists()


def test_what_a_profile_cannot_do_is_said(file: Path, tmp_path: Path) -> None:
    a_profile("Delivery")
    (tmp_path / "notes.mrc").write_text("Remember the milk.")
    (tmp_path / "empty.mrc").touch()
    with pytest.raises(CommandError, match="Those there are: Delivery"):
        run("--profile", "delivered", file)
    with pytest.raises(CommandError, match="There is no profile"):
        run("--look", file)
    with pytest.raises(CommandError, match="leave --branch out"):
        run("--profile", "Delivery", "--branch", "main", file)
    for name, said in (("notes", "notes.mrc is not MARC"), ("empty", "This file is empty.")):
        told, shown = StringIO(), StringIO()
        bad = str(tmp_path / f"{name}.mrc")
        with pytest.raises(SystemExit):
            call_command(
                "import_records", "marc", bad, profile="Delivery", stdout=told, stderr=shown
            )
        assert said in told.getvalue() + shown.getvalue()
