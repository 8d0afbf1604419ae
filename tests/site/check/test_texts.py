"""The check of texts sees what is missing, guessed, hidden, or in the wrong number."""

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from django.utils.translation import ngettext, override

from hylla.site.check.calls import hidden_texts, unwritten
from hylla.site.check.texts import (
    LANGUAGES,
    catalogue_of,
    is_translated,
    plural_problems,
    problems_in,
    texts_in,
    unwritten_texts,
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_missing_and_a_fuzzy_text_are_told_of(
    language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    used, known = Catalog(), Catalog(locale=language)
    for text in ("Loan", "Hold", "Fee"):
        used.add(text, locations=[("doors/page.py", 0)])
    known.add("Loan", "Lån")
    known.add("Hold", "Hylle", flags=["fuzzy"])
    monkeypatch.setattr("hylla.site.check.texts.catalogue_of", lambda _: known)
    told = list(problems_in(language, used))
    assert told == [
        f"{language}: a guess for 'Hold' (doors/page.py)",
        f"{language}: no translation of 'Fee' (doors/page.py)",
    ]


def test_a_text_in_an_f_string_is_found(tmp_path: Path) -> None:
    path = tmp_path / "page.py"
    path.write_text("""said = f"<p>{gettext('Seen by')}: {ngettext('one', 'many', 2)}</p>" """)
    assert [text for _, text, _, _ in texts_in(path)] == ["Seen by", ("one", "many")]
    assert not list(hidden_texts("gettext('Babel finds this')"))


@pytest.mark.parametrize(
    ("line", "found"),
    [("gettext(name)", True), ("_(f'{name}')", True), ("_('written')", False), ("f(name)", False)],
)
def test_a_text_that_nobody_can_collect_is_found(line: str, found: bool) -> None:
    assert bool(list(unwritten(line))) is found


def test_every_text_is_written_where_it_is_translated() -> None:
    assert not list(unwritten_texts())


@pytest.mark.parametrize(
    ("forms", "wrong"),
    [
        (("%(number)s time", "%(number)s timer"), False),
        (("en time", "%(number)s timer"), False),
        (("%(number)s time", "timer"), True),
        (("%(number)s time", "%(number)s timer", "%(number)s timar"), True),
    ],
)
def test_a_plural_keeps_its_number(forms: tuple[str, ...], wrong: bool) -> None:
    catalogue = Catalog(locale="nb")
    catalogue.add(("%(number)s hour", "%(number)s hours"), forms)
    assert bool(list(plural_problems("nb", catalogue))) is wrong


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_plural_speaks_of_one_and_of_many(language: str) -> None:
    """The rule of the language chooses the first form for 1 and the second for 0, 2 and 21."""
    catalogue = catalogue_of(language)
    assert not list(plural_problems(language, catalogue))
    plurals = [each for each in catalogue if isinstance(each.id, tuple | list)]
    assert plurals
    with override(language):
        for message in filter(is_translated, plurals):
            one, many = message.string
            said = [ngettext(*message.id, number) for number in (1, 0, 2, 21)]
            assert said == [one, many, many, many]
