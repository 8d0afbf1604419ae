"""A notice as it was published: written once, kept whole, read again without the program's help."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from hylla.privacy.notice.difference import Rewording
from hylla.privacy.notice.rendering import Format, render
from hylla.privacy.policy import Policy
from hylla.privacy.vocabulary import Language


class Altered(Exception):
    """A stored notice is not what was published."""


@dataclass(frozen=True)
class Said:
    """One sentence as it read."""

    id: str
    text: str


@dataclass(frozen=True)
class Passage:
    """What stood under one heading."""

    area: str
    heading: str
    sentences: tuple[Said, ...]


@dataclass(frozen=True)
class Compiled:
    """The whole notice of one version in one language."""

    title: str
    version: str
    published_on: str
    passages: tuple[Passage, ...]

    @property
    def texts(self) -> Mapping[str, str]:
        """Every sentence by its id."""
        return {each.id: each.text for passage in self.passages for each in passage.sentences}


def compiled(policy: Policy, language: Language) -> str:
    """Write the notice as it is kept."""
    return render(policy, language, Format.JSON)


def as_compiled(policy: Policy, language: Language) -> Compiled:
    """Return the notice that a policy would have today, as if it had been published."""
    text = compiled(policy, language)
    return read_compiled(text, expected=checksum(text))


def checksum(text: str) -> str:
    """Return what tells whether a stored notice was altered."""
    return sha256(text.encode()).hexdigest()


def read_compiled(text: str, *, expected: str) -> Compiled:
    """Read a stored notice.

    :raises Altered: its checksum is not the one of that day.
    """
    if checksum(text) != expected:
        raise Altered("the stored notice is not what was published")
    read = json.loads(text)
    return Compiled(
        title=read["title"],
        version=read["version"],
        published_on=read["published_on"],
        passages=tuple(map(_passage, read["sections"])),
    )


def reworded(old: Compiled, new: Compiled) -> Sequence[Rewording]:
    """Return the sentences that differ between two published notices.

    Number and date of the version always do, so the sentence that says them is left out.
    """
    before, after = old.texts, new.texts
    order = [*after, *(key for key in before if key not in after)]
    return [
        Rewording(key, before.get(key), after.get(key))
        for key in order
        if key != "version" and before.get(key) != after.get(key)
    ]


def _passage(read: Mapping[str, object]) -> Passage:
    sentences = read["sentences"]
    if not isinstance(sentences, list):
        raise Altered("a stored notice has no list of sentences")
    said = tuple(Said(each["id"], each["text"]) for each in sentences)
    return Passage(str(read["area"]), str(read["heading"]), said)
