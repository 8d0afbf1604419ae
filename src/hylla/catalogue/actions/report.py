"""What an import did, in numbers and in words for whoever started it."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from hylla.catalogue.rules.codes import CopyLeftOut, LeftOut
from hylla.formats.marc import Reason
from hylla.formats.marc.faults import Fault

SHOWN_OF_EACH = 10

WORDS: dict[StrEnum, str] = {
    Reason.UNREADABLE_FILE: "cannot be read",
    Reason.EMPTY_FILE: "is empty",
    Reason.NOT_MARC: "is not MARC",
    Reason.UNSAFE_XML: "has entities, which are never expanded",
    Reason.MALFORMED_XML: "is not well-formed XML",
    Reason.TRUNCATED: "is cut off",
    Reason.TOO_LONG: "is too long",
    Reason.BAD_LEADER: "has no right leader",
    Reason.BAD_DIRECTORY: "has no right directory",
    Reason.NO_FIELDS: "has no fields",
    LeftOut.NOT_BIBLIOGRAPHIC: "describes no title and no authority (holdings, classes ...)",
    LeftOut.NO_HEADING: "is an authority without a heading (1XX)",
    LeftOut.NO_TITLE: "has no title",
    LeftOut.REPEATED_NUMBER: "has the number of an earlier record of this import",
    LeftOut.OLDER: "is older than the one in the catalogue",
    LeftOut.HERE_ALREADY: "is here already",
    LeftOut.NOT_HERE: "is of a title that is not here",
    LeftOut.NUMBER_TAKEN: "has the number of a title that is here already",
    LeftOut.MERGED_AUTHORITY: "is of an authority that became part of another",
    LeftOut.MERGED: "is of a title that was merged into another",
    LeftOut.SEVERAL: "may be of several titles that are here",
    Fault.ODD_TAG: "has a tag that is not three letters or digits; it was cut",
    Fault.ODD_CODE: "has a subfield whose code is not one character; it was cut",
    Fault.ODD_LEADER: "has a leader with letters that cannot stand in it; they were left out",
    Fault.NO_SUBFIELDS: "has indicators of a field without subfields; they were left out",
    CopyLeftOut.NO_BARCODE: "without a barcode",
    CopyLeftOut.BARCODE_UNFIT: "with a barcode that cannot be one here",
    CopyLeftOut.BARCODE_TAKEN: "with a barcode that another copy has",
    CopyLeftOut.BRANCH_UNKNOWN: "of a branch that is not one of ours",
}


@dataclass(frozen=True, slots=True)
class Skipped:
    """A record not taken, or not kept to the letter; or a file that has none (`number` 0)."""

    file: str
    number: int
    reason: Reason | LeftOut | Fault
    detail: str = ""

    def in_words(self) -> str:
        """Name the place and the reason."""
        place = f"{self.file}: record {self.number}" if self.number else self.file
        detail = f": {self.detail}" if self.detail else ""
        return f"{place} {WORDS[self.reason]}{detail}"


@dataclass(slots=True)
class Counted:
    """How many of something were added, updated and left as they are."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0

    @property
    def total(self) -> int:
        return self.added + self.updated + self.unchanged


@dataclass(slots=True)
class ImportReport:
    """The numbers. Every record that was met is in exactly one of added to skipped.

    The first three are titles; the authorities have theirs.

    `altered` are of those taken, each fault by itself: no format we keep has room for it.
    `unreadable` are files that have no record, or could not be read to their end. Copies are
    counted where their record was written.
    """

    read: int = 0
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    authorities: Counted = field(default_factory=Counted)
    skipped: list[Skipped] = field(default_factory=list)
    altered: list[Skipped] = field(default_factory=list)
    unreadable: list[Skipped] = field(default_factory=list)
    copies_added: int = 0
    copies_left_out: Counter[CopyLeftOut] = field(default_factory=Counter)

    def in_words(self) -> str:
        """Return the report for a terminal."""
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        yield (
            f"{self.read} records: {self.added} added, {self.updated} updated, "
            f"{self.unchanged} unchanged, {len(self.skipped)} skipped"
        )
        told = self.authorities
        if told.total:
            yield (
                f"{told.total} authorities: {told.added} added, {told.updated} updated, "
                f"{told.unchanged} unchanged"
            )
        if self.copies_added or self.copies_left_out:
            yield f"{self.copies_added} copies added, {self.copies_left_out.total()} left out"
        yield from (f"  {n} copies {WORDS[why]}" for why, n in self.copies_left_out.most_common())
        yield from _examples("skipped", self.skipped)
        yield from _examples("altered", self.altered)
        yield from (f"not read: {each.in_words()}" for each in self.unreadable)


def _examples(what: str, of: list[Skipped]) -> Iterator[str]:
    """Tell some of each reason one by one, and the rest as a number."""
    for reason, number in Counter(each.reason for each in of).most_common():
        examples = [each for each in of if each.reason is reason][:SHOWN_OF_EACH]
        yield from (f"{what}: {each.in_words()}" for each in examples)
        if number > len(examples):
            yield f"{what}: {number - len(examples)} more of which each {WORDS[reason]}"
