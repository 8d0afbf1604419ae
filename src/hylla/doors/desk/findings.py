"""What an inventory has found, in words, and what can be done about it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hylla.catalogue.queries import collections
from hylla.circulation.queries import InventoryFacts, Report, Seen
from hylla.circulation.queries.inventories import LISTED
from hylla.circulation.rules.inventories import TO_TAKE_IN, Finding, Part
from hylla.doors.desk.outcomes import branch_name

HEADINGS: Mapping[Finding, str | Promise] = {
    Finding.MISSING: gettext_lazy("Should be here, and was not seen"),
    Finding.ON_LOAN: gettext_lazy("Here, but on loan"),
    Finding.FOUND: gettext_lazy("Here, but counted as lost or missing"),
    Finding.IN_TRANSIT: gettext_lazy("Here, but on its way between branches"),
    Finding.SET_ASIDE: gettext_lazy("Here, but belongs on the hold shelf"),
    Finding.OTHER_BRANCH: gettext_lazy("Belongs to another branch"),
    Finding.OTHER_COLLECTION: gettext_lazy("Belongs to another collection"),
    Finding.OTHER_SHELF: gettext_lazy("Belongs on another shelf"),
    Finding.WITHDRAWN: gettext_lazy("Here, but withdrawn"),
    Finding.IN_PROCESS: gettext_lazy("Here, but not ready for lending"),
    Finding.UNKNOWN: gettext_lazy("Unknown barcodes"),
    Finding.RIGHT: gettext_lazy("Where they should be"),
}
ACTS: Mapping[Finding, str | Promise] = {
    Finding.ON_LOAN: gettext_lazy("Return them"),
    Finding.FOUND: gettext_lazy("They are found"),
    Finding.IN_TRANSIT: gettext_lazy("They have arrived"),
    Finding.SET_ASIDE: gettext_lazy("Say where they go"),
}
"""What the button beside those is called that a return puts right."""


@dataclass(frozen=True)
class Thing:
    """One thing of a finding, and where it belongs if that is elsewhere."""

    seen: Seen
    belongs: str


@dataclass(frozen=True)
class Group:
    """All of one finding: how many, the first of them, and what can be done."""

    finding: Finding
    heading: str
    count: int
    things: tuple[Thing, ...]
    act: str

    @property
    def is_missing(self) -> bool:
        """Whether these were not seen."""
        return self.finding is Finding.MISSING

    @property
    def not_listed(self) -> int:
        """How many more there are than stand in the list."""
        return max(self.count - LISTED, 0) if self.things else 0

    @property
    def barcodes(self) -> str:
        """The barcodes, as the form for returns takes them."""
        return ",".join(each.seen.barcode for each in self.things)


@dataclass(frozen=True)
class Row:
    """An inventory in the list."""

    facts: InventoryFacts
    part: str
    at: datetime


def groups_of(report: Report) -> list[Group]:
    """Return what was found, in the order in which it is put right."""
    return [
        Group(
            finding,
            str(HEADINGS[finding]),
            count,
            tuple(Thing(each, _belongs(finding, each)) for each in report.things.get(finding, ())),
            str(ACTS[finding]) if finding in TO_TAKE_IN else "",
        )
        for finding, count in report.counts.items()
    ]


def rows_of(found: Iterable[InventoryFacts]) -> list[Row]:
    """Return the list of inventories."""
    return [Row(each, part_text(each.part), each.ended_at or each.begun_at) for each in found]


def part_text(part: Part) -> str:
    """Say what an inventory covers: a branch, perhaps a collection, perhaps some shelves."""
    said = [branch_name(part.branch_id)]
    if part.collection is not None:
        said.append(_collection_name(part.collection))
    if part.shelf_from and part.shelf_to:
        said.append(_("%(first)s to %(last)s") % {"first": part.shelf_from, "last": part.shelf_to})
    elif part.shelf_from:
        said.append(_("from %(first)s") % {"first": part.shelf_from})
    elif part.shelf_to:
        said.append(_("to %(last)s") % {"last": part.shelf_to})
    return ", ".join(said)


def _belongs(finding: Finding, seen: Seen) -> str:
    if finding is Finding.OTHER_BRANCH:
        return branch_name(seen.branch_id)
    if finding is Finding.OTHER_COLLECTION:
        return _collection_name(seen.collection) if seen.collection else _("No collection")
    return ""


def _collection_name(code: str) -> str:
    return next((each.name for each in collections() if each.code == code), code)
