"""What becomes of a record that an import brings."""

import hashlib
import re
from dataclasses import dataclass
from enum import StrEnum

from hylla.formats.marc import Record
from hylla.formats.marc.writing import iso2709_of

LONGEST_SOURCE = 50
LONGEST_NUMBER = 100
# A new edition of what is taken from a record makes every digest another, so that the next import
# of the same file brings the records up to date.
EDITION = b"3"
_REVISED = re.compile(r"(?:19|20)[0-9]{12}(?:\.[0-9])?")


@dataclass(frozen=True, slots=True)
class Incoming:
    """A record as it came: who it is, and what tells whether it has changed."""

    source: str
    control_number: str
    digest: str
    revised: str
    marc: bytes


@dataclass(frozen=True, slots=True)
class Ours:
    """What is known of a record here."""

    digest: str
    revised: str


class Verdict(StrEnum):
    """What is to be done with an incoming record."""

    ADD = "add"
    CHANGE = "change"
    NOTHING_NEW = "nothing_new"
    OLDER = "older"
    REPEATED = "repeated"


def incoming(record: Record, *, file: str) -> Incoming:
    """Tell who a record is: its number, within the system that gave it or else within the file.

    Danish records keep both in 001 (a, b). One without a number is named by what it says, and so
    is another record once it is changed.
    """
    marc = iso2709_of(record)
    digest = hashlib.sha256(EDITION + marc).hexdigest()
    number = record.control("001").strip() or record.first("001", "a").strip()
    source = record.control("003").strip() or record.first("001", "b").strip() or file
    if len(number) > LONGEST_NUMBER:
        number = hashlib.sha256(number.encode()).hexdigest()
    revised = record.control("005").strip()
    return Incoming(
        source=" ".join(source.split())[:LONGEST_SOURCE],
        control_number=number or digest,
        digest=digest,
        revised=revised if _REVISED.fullmatch(revised) else "",
        marc=marc,
    )


def verdict(record: Incoming, *, ours: Ours | None, was_here: bool) -> Verdict:
    """Decide; `was_here` says that this import has taken a record with this number before.

    The one revised last stands, whichever comes first; of several revised at once in one import,
    the first. So the same files twice never change anything.
    """
    if ours is None:
        return Verdict.ADD
    if record.digest == ours.digest:
        return Verdict.NOTHING_NEW
    if record.revised < ours.revised:
        return Verdict.OLDER
    if was_here and record.revised == ours.revised:
        return Verdict.REPEATED
    return Verdict.CHANGE
