"""What the editor knows of a kind of record: its fields, and the words for them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from hylla.doors.cataloguing import authority_words, marc_words
from hylla.doors.cataloguing.marc_words import Words
from hylla.formats.marc import authority_fields, fields
from hylla.formats.marc.fields import Rule


@dataclass(frozen=True)
class RecordFormat:
    """A kind of record."""

    fields: Mapping[str, Rule]
    words: Words
    hints: Words
    field_text: Callable[[str], str]
    part_text: Callable[[str, str], str]
    indicator_text: Callable[[str, int, str], str]


LETTERS = "æøåÆØÅäöÄÖáčđŋšŧžÁČĐŊŠŦŽéèêëçñüßÉÜ«»“”„–—…©×½¼"
"""Letters of the languages of these countries, and signs, that a keyboard may lack."""

TITLES = RecordFormat(
    fields.FIELDS,
    marc_words.FIELDS,
    marc_words.HINTS,
    marc_words.field_text,
    marc_words.part_text,
    marc_words.indicator_text,
)
AUTHORITIES = RecordFormat(
    authority_fields.FIELDS,
    authority_words.FIELDS,
    authority_words.HINTS,
    authority_words.field_text,
    authority_words.part_text,
    authority_words.indicator_text,
)
