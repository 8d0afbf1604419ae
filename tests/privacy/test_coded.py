"""No code of a table about people reaches a reader of their own data as a code."""

from collections.abc import Iterator

from django.db.models import Model
from django.utils import translation

from hylla.formats.national_id import NationalIdKind
from hylla.privacy.extract.coded import WORDS, code_text
from hylla.privacy.extract.reading import value_text
from hylla.privacy.registry import personal_models
from hylla.privacy.vocabulary import Role, Subject


def codes_of(model: type[Model]) -> Iterator[tuple[str, str]]:
    """Yield each column that holds one of some codes, with each of them."""
    for field in model._meta.concrete_fields:
        for value, _ in field.choices or ():
            yield field.name, str(getattr(value, "value", value))


def told() -> Iterator[tuple[str, str]]:
    """Yield what stands in the tables that an extract is made of."""
    for about in (Subject.PATRON, Subject.APPLICANT):
        for model, _ in personal_models(about):
            yield from codes_of(model)
    yield from (("kind", each.value) for each in NationalIdKind)


def test_every_code_has_words() -> None:
    roles = {("role", each.value) for each in Role}
    assert set(told()) - {(column, code) for column in WORDS for code in WORDS[column]} <= roles


def test_words_are_those_of_the_reader() -> None:
    with translation.override("sv"):
        assert value_text("email", "channel") == "E-post"
        assert value_text("privacy_officer", "role") == "dataskyddsansvarig"
        assert value_text("nn", "language") == "Norsk nynorsk"


def test_what_is_no_code_stands_as_it_is() -> None:
    for text in ("email", "", "now"):
        assert code_text(text, "given_name") == text
    assert code_text("something new", "kind") == "something new"
    assert set(WORDS) == {column for column, _ in told()} - {"role"}
