"""Where, when and for whom something is printed."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone, translation

from hylla.formats.paper import Size
from hylla.privacy.policy import Policy
from hylla.privacy.vocabulary import Language


@dataclass(frozen=True)
class Printing:
    """The library, the branch's name, the moment, the reader's language, and the printer's size."""

    policy: Policy
    branch: str
    now: datetime
    language: Language
    size: Size = Size.ROLL


@contextmanager
def reader_of(language: Language, policy: Policy) -> Iterator[None]:
    """Write words, days and times as the reader of a paper does."""
    with translation.override(language), timezone.override(policy.zone):
        yield
