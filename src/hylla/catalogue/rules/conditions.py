"""What can be wrong with a copy: codes, so that nobody writes about whoever had it."""

from enum import StrEnum


class Flaw(StrEnum):
    """One thing that is wrong with a copy; stored, so a word is never renamed."""

    PAGES_TORN = "pages_torn"
    PAGES_LOOSE = "pages_loose"
    PAGES_MISSING = "pages_missing"
    WRITTEN_IN = "written_in"
    STAINED = "stained"
    WET = "wet"
    COVER_DAMAGED = "cover_damaged"
    SCRATCHED = "scratched"
    PART_MISSING = "part_missing"
    CASE_BROKEN = "case_broken"
    DOES_NOT_WORK = "does_not_work"


FLAWS = tuple(Flaw)
