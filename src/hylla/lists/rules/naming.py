"""Names of lists, notes beside titles, and topics of interest."""

import re
from collections.abc import Collection

from hylla.library.refusals import Reason
from hylla.lists.rules.codes import Code

NAME_LENGTH = 60
NOTE_LENGTH = 300
TOPIC_LENGTH = 80
ABOUT_LENGTH = 400
TITLE_LENGTH = 200
"""So much of a title is kept for when it has left the catalogue."""
MOST_LISTS = 50
MOST_ENTRIES = 500
MOST_INTERESTS = 30


def tidied(text: str) -> str:
    """Return a text as one line without needless space."""
    return " ".join("".join(each if each.isprintable() else " " for each in text).split())


def name_faults(name: str, *, others: Collection[str]) -> list[Reason]:
    """Return what is wrong with the name of a list (already tidied) beside someone's others."""
    if not name:
        return [Reason(Code.NAME_MISSING)]
    if len(name) > NAME_LENGTH:
        return [Reason(Code.NAME_TOO_LONG, number=NAME_LENGTH)]
    if name.casefold() in {each.casefold() for each in others}:
        return [Reason(Code.NAME_TAKEN)]
    return []


def note_faults(note: str) -> list[Reason]:
    """Return what is wrong with a note (already tidied)."""
    if len(note) > NOTE_LENGTH:
        return [Reason(Code.NOTE_TOO_LONG, number=NOTE_LENGTH)]
    return []


def about_faults(about: str) -> list[Reason]:
    """Return what is wrong with what a list says of itself (already tidied)."""
    if len(about) > ABOUT_LENGTH:
        return [Reason(Code.ABOUT_TOO_LONG, number=ABOUT_LENGTH)]
    return []


def topic_faults(topic: str, *, others: Collection[str]) -> list[Reason]:
    """Return what is wrong with a topic (already tidied) beside those somebody has."""
    if not topic:
        return [Reason(Code.TOPIC_MISSING)]
    if len(topic) > TOPIC_LENGTH:
        return [Reason(Code.TOPIC_TOO_LONG, number=TOPIC_LENGTH)]
    if len(others) >= MOST_INTERESTS:
        return [Reason(Code.TOO_MANY_INTERESTS, number=MOST_INTERESTS)]
    return []


def is_about(topic: str, subjects: str) -> bool:
    """Say whether a title with these subjects is of interest: one has the topic as whole words."""
    return (
        re.search(rf"(?<!\w){re.escape(topic.casefold())}(?!\w)", subjects.casefold()) is not None
    )
