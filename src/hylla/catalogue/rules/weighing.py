"""Whether a record that was changed among many may be written."""

from collections import Counter
from dataclasses import dataclass

from hylla.catalogue.rules.batches import Fate
from hylla.catalogue.rules.merging import too_many
from hylla.formats.marc import Record
from hylla.formats.marc.checking import GRAVE, problems


@dataclass(frozen=True, slots=True)
class Weighed:
    """What becomes of a record: why it is refused, and what is odd about it from now on."""

    fate: Fate
    reason: str = ""
    detail: str = ""
    remarks: tuple[str, ...] = ()


def weighed(before: Record, after: Record) -> Weighed:
    """Judge a change; what was wrong before is not the change's to put right."""
    if after == before:
        return Weighed(Fate.SAME)
    old = Counter((each.tag, each.problem, each.said) for each in problems(before))
    new = Counter((each.tag, each.problem, each.said) for each in problems(after))
    come = list((new - old).elements())
    for tag, problem, said in come:
        if problem in GRAVE:
            return Weighed(Fate.REFUSE, problem, f"{tag} {said}".strip())
    for reason in too_many(after, stays=before):
        tag = f"{reason.number:03}" if reason.number is not None else ""
        return Weighed(Fate.REFUSE, reason.code, tag)
    return Weighed(Fate.CHANGE, remarks=tuple(dict.fromkeys(each[1].value for each in come)))
