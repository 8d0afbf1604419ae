"""Reads the sentences, and picks and writes those of one library."""

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from importlib.resources import files

from hylla.formats.language import nearest
from hylla.privacy.notice.conditions import CONDITIONS
from hylla.privacy.notice.sentence import Area, AreaFile, Sentence
from hylla.privacy.notice.variables import filled
from hylla.privacy.policy import Policy, Problem
from hylla.privacy.policy.shape import Reader
from hylla.privacy.vocabulary import Language


class NoticeErrors(Exception):
    """Sentences that cannot be read, with every reason."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


def parse_area(text: str, *, area: Area) -> AreaFile:
    """Read the sentences of one area.

    :raises NoticeErrors: they cannot be read; every reason is in `problems`.
    """
    reader = Reader(f"sentences/{area}.toml")
    read: AreaFile = reader.table(AreaFile, tomllib.loads(text))
    if reader.problems:
        raise NoticeErrors(tuple(reader.problems))
    placed = tuple(replace(sentence, area=area) for sentence in read.sentences)
    return replace(read, sentences=placed)


@cache
def area_files() -> Mapping[Area, AreaFile]:
    """Return every area with its heading and its sentences."""
    folder = files("hylla.privacy.notice") / "sentences"
    return {
        area: parse_area((folder / f"{area}.toml").read_text(encoding="utf-8"), area=area)
        for area in Area
    }


def read_sentences() -> tuple[Sentence, ...]:
    """Return every sentence there is, in the order of the notice."""
    return tuple(sentence for file in area_files().values() for sentence in file.sentences)


def sentences_for(policy: Policy) -> tuple[Sentence, ...]:
    """Return the sentences of this library's notice, in its order."""
    return tuple(sentence for sentence in read_sentences() if CONDITIONS[sentence.when](policy))


def text_of(sentence: Sentence, policy: Policy, language: Language) -> str:
    """Return the sentence as this library says it in a language, or in the nearest it has."""
    told = Language(nearest(language, sentence.text))
    return filled(sentence.text[told], policy=policy, language=told)
