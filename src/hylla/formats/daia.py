"""DAIA 1.0.0: whether a document can be had here, told to other programs (JSON).

Source: Jakob Voß, "Document Availability Information API", version 1.0.0 (2017-06-23); sections
are named where they matter. What it has about patrons is not here, and never will be.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

VERSION = "1.0.0"
AT_A_TIME = 20
UNKNOWN = "unknown"
"""It will come back, nobody can say when."""

_CALLBACK = re.compile("[A-Za-z0-9_]{1,60}")
# Whoever asks for somebody in particular is told no: here, nobody's loans are looked at for it.
_OF_PATRONS = ("patron", "patron-type", "access_token")


class Faulty(Exception):  # noqa: N818 - it is an answer of the protocol, not an error of ours
    """The request cannot be answered; the text says what to do about it."""


@dataclass(frozen=True, slots=True)
class Ask:
    """What is asked for, what must wait for another request, and whether as a script."""

    identifiers: tuple[str, ...]
    rest: tuple[str, ...]
    callback: str


@dataclass(frozen=True, slots=True)
class Unavailable:
    """What a copy cannot be used for now. `expected` is a day, `UNKNOWN`, or nothing where it will
    perhaps never be possible.
    """

    service: str
    expected: date | str = ""
    queue: int = 0


@dataclass(frozen=True, slots=True)
class Item:
    """A copy: what it can be used for now, and what it cannot."""

    identifier: str
    label: str
    department: str
    available: Sequence[str] = ()
    unavailable: Sequence[Unavailable] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A title with its copies, as it was asked for."""

    identifier: str
    requested: str
    about: str
    items: Sequence[Item]


def asked(told: Mapping[str, str]) -> Ask:
    """Read a request ("Query parameters").

    :raises Faulty: it is none, or asks about somebody.
    """
    if told.get("format") != "json":
        raise Faulty("format=json must be given")
    if any(name in told for name in _OF_PATRONS):
        raise Faulty("availability here is the same for everyone: ask without a patron")
    callback = told.get("callback", "")
    if callback and not _CALLBACK.fullmatch(callback):
        raise Faulty("callback must be letters, digits and underscores")
    wanted = tuple(dict.fromkeys(filter(None, map(str.strip, told.get("id", "").split("|")))))
    if not wanted:
        raise Faulty("id must be given: one or more, with | between them")
    return Ask(wanted[:AT_A_TIME], wanted[AT_A_TIME:], callback)


def answer(
    documents: Sequence[Document], *, institution: str, home: str, now: datetime
) -> dict[str, Any]:
    """Return a DAIA response."""
    return {
        "document": [_document(each) for each in documents],
        "institution": {"id": home, "href": home, "content": institution},
        "timestamp": now.replace(microsecond=0).isoformat(),
    }


def failure(code: int, error: str, text: str) -> dict[str, Any]:
    """Return why there is no answer ("Error responses")."""
    return {"error": error, "code": code, "error_description": text}


def written(told: Mapping[str, Any], *, callback: str = "") -> tuple[str, str]:
    """Return the text of an answer and its type: JSON, or a script that calls with it."""
    text = json.dumps(told, ensure_ascii=False)
    if not callback:
        return text, "application/json; charset=utf-8"
    # The comment keeps a browser from taking the beginning for something else than a script.
    escaped = text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return f"/**/{callback}({escaped});", "application/javascript; charset=utf-8"


def _document(each: Document) -> dict[str, Any]:
    return {
        "id": each.identifier,
        "requested": each.requested,
        "href": each.identifier,
        "about": each.about,
        "item": [_item(item) for item in each.items],
    }


def _item(item: Item) -> dict[str, Any]:
    told: dict[str, Any] = {
        "id": item.identifier,
        "label": item.label,
        "department": {"content": item.department},
        "available": [{"service": each} for each in item.available],
        "unavailable": [_unavailable(each) for each in item.unavailable],
    }
    return {name: value for name, value in told.items() if value}


def _unavailable(each: Unavailable) -> dict[str, Any]:
    told: dict[str, Any] = {"service": each.service}
    if each.expected:
        told["expected"] = str(each.expected)
    if each.queue:
        told["queue"] = each.queue
    return told
