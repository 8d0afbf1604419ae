"""Which editions of a work somebody takes who waits for any."""

from typing import NamedTuple

LANGUAGE_LENGTH = 3
"""Languages are told by codes of so many letters; the first is that of the text."""


class Editions(NamedTuple):
    """What else than the edition somebody asked for would do; its own always does.

    Unless told otherwise it is in the same language, and printed if that is.
    """

    any_language: bool = False
    any_form: bool = False


class Edition(NamedTuple):
    """A title as one edition of its work."""

    record_id: int
    work_key: str
    kind: str
    languages: str

    @property
    def language(self) -> str:
        """The language of the text."""
        return self.languages[:LANGUAGE_LENGTH]


def would_do(asked: Edition, other: Edition, *, editions: Editions | None) -> bool:
    """Say whether another edition would do for who asked for this one."""
    if asked.record_id == other.record_id:
        return True
    if editions is None or asked.work_key != other.work_key:
        return False
    is_read = editions.any_language or asked.language == other.language
    return is_read and (editions.any_form or asked.kind == other.kind)
