"""What a policy's readers and checks say, in the language of whoever reads it."""

from dataclasses import dataclass

from django.utils.translation import gettext

from hylla.privacy.policy import Phrase, Problem


@dataclass(frozen=True)
class Wrong:
    """One thing to put right in a policy, in words."""

    where: str
    found: str
    allowed: str
    source: str


def wrong(problem: Problem) -> Wrong:
    """Say what is wrong with a policy; the keys and what stands in it are left as they are."""
    parts = (problem.key, problem.found, problem.allowed, problem.citation)
    return Wrong(*(in_words(part) for part in parts))


def in_words(told: object) -> str:
    """Say a phrase, and each phrase in it, in the active language; leave any other text."""
    if not isinstance(told, Phrase):
        return str(told)
    # The pattern is written out where the phrase was made, and collected from there.
    pattern = gettext(told.pattern)
    values = {name: in_words(value) for name, value in told.values.items()}
    return pattern % values if values else pattern
