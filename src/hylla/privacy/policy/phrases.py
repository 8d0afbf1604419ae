"""Words that the command line says in English, and a door in its reader's language.

This package knows no Django. So a phrase is its English text, and remembers the pattern and the
values that it was made of; `hylla.doors.parts.phrases` looks the pattern up.
"""

from collections.abc import Mapping
from types import MappingProxyType


class Phrase(str):
    """A text in English, made of a pattern with `%(name)s` in it, and values."""

    __slots__ = ("pattern", "values")

    pattern: str
    values: Mapping[str, object]


def phrase(pattern: str, **values: object) -> Phrase:
    """Return a phrase. The pattern is written out, so that translators find it."""
    said = Phrase(pattern % values if values else pattern)
    said.pattern, said.values = pattern, MappingProxyType(values)
    return said
