"""Texts are found in code and templates, and each language's gaps are named."""

from pathlib import Path

import pytest

from hylla.site.check import texts

CODE = """
from django.utils.translation import gettext_lazy as _, ngettext, pgettext
title = _("On %(day)s")
ngettext("one hold", "many holds", 2)
pgettext("date", "Due")
"""
TEMPLATE = """
{% load i18n %}
    {% if loans %}
  <p title="{% translate 'Bok' as b %}">it's {{ _("Under")|upper }}
        {% blocktranslate trimmed count n=n %}
   {{ n }} loan
   {% plural %} {{ n }} loans {% endblocktranslate %}
 {% endif %} {# {% translate "No" %} #}
"""


@pytest.fixture(autouse=True)
def sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package with one module and one template."""
    monkeypatch.setattr(texts, "SOURCES", tmp_path)
    monkeypatch.setattr(texts, "LOCALE", tmp_path / "locale")
    (tmp_path / "code.py").write_text(CODE)
    (tmp_path / "page.html").write_text(TEMPLATE)
    return tmp_path


def test_texts_of_code_and_templates_are_found() -> None:
    found = {(message.context, message.id) for message in texts.used_texts() if message.id}
    assert found == {
        (None, "On %(day)s"),
        (None, ("one hold", "many holds")),
        ("date", "Due"),
        (None, "Bok"),
        (None, "Under"),
        (None, ("%(n)s loan", "%(n)s loans")),
    }


def test_every_gap_is_named_in_every_language(capsys: pytest.CaptureFixture[str]) -> None:
    assert texts.main([]) == 1
    said = capsys.readouterr().out.splitlines()
    assert len(said) == 6 * len(texts.LANGUAGES)
    assert "sv: no translation of 'Bok'" in said[-3]


def test_update_adds_what_is_new_and_keeps_what_is_there(sources: Path) -> None:
    texts.main(["--update"])
    catalogue = texts.path_of("sv")
    done = catalogue.read_text().replace('msgid "Bok"\nmsgstr ""', 'msgid "Bok"\nmsgstr "Bok!"')
    catalogue.write_text(done)
    (sources / "more.py").write_text('_("More")')
    texts.main(["--update"])
    assert 'msgstr "Bok!"' in catalogue.read_text()
    assert 'msgid "More"' in catalogue.read_text()


def test_a_placeholder_that_is_lost_is_a_fault() -> None:
    texts.main(["--update"])
    catalogue = texts.path_of("sv")
    wrong = 'msgid "On %(day)s"\nmsgstr "Den %(dag)s"'
    catalogue.write_text(catalogue.read_text().replace('msgid "On %(day)s"\nmsgstr ""', wrong))
    problems = list(texts.problems_in("sv", texts.used_texts()))
    assert any("On %(day)s" in problem for problem in problems)
