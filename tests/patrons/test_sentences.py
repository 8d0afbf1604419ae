"""Every refusal of this domain has its sentence, in every language."""

import pytest
from django.utils import translation

from hylla.patrons.rules import Code
from hylla.patrons.sentences import SENTENCES


def test_every_code_has_a_sentence() -> None:
    assert set(SENTENCES) == set(Code)


@pytest.mark.parametrize("language", ["nb", "nn", "sv"])
@pytest.mark.parametrize("code", Code)
def test_every_sentence_is_translated(code: Code, language: str) -> None:
    with translation.override("en"):
        english = str(SENTENCES[code])
    with translation.override(language):
        assert str(SENTENCES[code]) != english
