"""What becomes of an incoming record under the rules of a profile."""

from collections.abc import Collection
from dataclasses import dataclass

from hylla.catalogue.rules.batches import Fate, OnMatch, OnNew
from hylla.catalogue.rules.codes import LeftOut
from hylla.catalogue.rules.incoming import Incoming, Ours, Verdict, verdict
from hylla.catalogue.rules.keeping import Keep
from hylla.catalogue.rules.matching import MatchBy


@dataclass(frozen=True, slots=True)
class ImportRules:
    """A profile's rules."""

    match_by: tuple[MatchBy, ...] = ()
    on_match: OnMatch = OnMatch.OVERLAY
    on_new: OnNew = OnNew.ADD
    kept: tuple[Keep, ...] = ()


@dataclass(frozen=True, slots=True)
class Judged:
    """What becomes of a record, and why it is not taken where it is not."""

    fate: Fate
    reason: LeftOut | None = None


def of_same_number(record: Incoming, *, ours: Ours, was_here: bool, on_match: OnMatch) -> Judged:
    """Judge a record whose number is known; `was_here` says from earlier in the same file."""
    match verdict(record, ours=ours, was_here=was_here):
        case Verdict.NOTHING_NEW:
            return Judged(Fate.SAME)
        case Verdict.OLDER:
            return Judged(Fate.SKIP, LeftOut.OLDER)
        case Verdict.REPEATED:
            return Judged(Fate.REFUSE, LeftOut.REPEATED_NUMBER)
    match on_match:
        case OnMatch.SKIP:
            return Judged(Fate.SKIP, LeftOut.HERE_ALREADY)
        case OnMatch.ADD:
            # The number of a record within its source names one title.
            return Judged(Fate.REFUSE, LeftOut.NUMBER_TAKEN)
    return Judged(Fate.CHANGE)


def of_same_keys(record: Incoming, *, digests: Collection[str], rules: ImportRules) -> Judged:
    """Judge a record that has a key in common with titles that have these digests."""
    if not digests:
        is_wanted = rules.on_new is OnNew.ADD
        return Judged(Fate.ADD) if is_wanted else Judged(Fate.SKIP, LeftOut.NOT_HERE)
    if rules.on_match is OnMatch.ADD:
        return Judged(Fate.ADD)
    if rules.on_match is OnMatch.SKIP:
        return Judged(Fate.SKIP, LeftOut.HERE_ALREADY)
    if len(digests) > 1:
        return Judged(Fate.REFUSE, LeftOut.SEVERAL)
    return Judged(Fate.SAME if record.digest in digests else Fate.CHANGE)
