"""The command line's part of an import."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from hylla.catalogue.models import Item
from tests.builders import a_branch
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
