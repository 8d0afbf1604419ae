"""Catalogues are compiled when they are newer, and guesses are never shown."""

import gettext
import os
from pathlib import Path

import pytest

from hylla.site.catalogues import compile_catalogues

CATALOGUE = """
#, fuzzy
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"

msgid "Loan"
msgstr "Lån"

#, fuzzy
msgid "Hold"
msgstr "Hylla"
"""


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A Swedish catalogue with one good text and one guess."""
    path = tmp_path / "sv" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    path.write_text(CATALOGUE, encoding="utf-8")
    return path


def test_what_is_compiled_has_the_texts_and_no_guesses(source: Path, tmp_path: Path) -> None:
    compile_catalogues(tmp_path)
    with source.with_suffix(".mo").open("rb") as file:
        texts = gettext.GNUTranslations(file)
    assert texts.gettext("Loan") == "Lån"
    assert texts.gettext("Hold") == "Hold"


def test_only_what_is_newer_is_compiled(source: Path, tmp_path: Path) -> None:
    assert compile_catalogues(tmp_path) == [source]
    assert compile_catalogues(tmp_path) == []
    later = source.with_suffix(".mo").stat().st_mtime + 10
    os.utime(source, (later, later))
    assert compile_catalogues(tmp_path) == [source]


def test_nothing_else_is_left_behind(source: Path, tmp_path: Path) -> None:
    compile_catalogues(tmp_path)
    assert {path.name for path in source.parent.iterdir()} == {"django.po", "django.mo"}
