"""Named rules by which records of one source are taken in."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction

from hylla.catalogue.models import Batch, ImportProfile
from hylla.catalogue.rules.batches import WORKED_ON, OnMatch, OnNew, Stage
from hylla.catalogue.rules.codes import Code
from hylla.catalogue.rules.keeping import WrongRule, keep_rules
from hylla.catalogue.rules.matching import MatchBy
from hylla.library.models import Branch
from hylla.library.refusals import Reason, Refused

UNDER_WAY = (Stage.READY, *WORKED_ON)


@dataclass(frozen=True, slots=True)
class NewProfile:
    """What a profile says; `kept` are the rules of `rules.keeping`, one a line."""

    name: str
    match_by: tuple[MatchBy, ...] = ()
    on_match: OnMatch = OnMatch.OVERLAY
    on_new: OnNew = OnNew.ADD
    kept: str = ""
    branch_id: int | None = None


@transaction.atomic
def add_profile(told: NewProfile) -> int:
    """Add a profile; return its number.

    :raises Refused: its name is another's, a line of `kept` is no rule, or the branch is unknown.
    """
    row = ImportProfile()
    _write(row, told)
    return row.pk


@transaction.atomic
def change_profile(number: int, told: NewProfile) -> None:
    """Let a profile say something else.

    :raises Refused: it is unknown, or as for a new one.
    """
    row = ImportProfile.objects.select_for_update().filter(pk=number).first()
    if row is None:
        raise Refused(Reason(Code.PROFILE_UNKNOWN))
    _write(row, told)


@transaction.atomic
def drop_profile(number: int) -> None:
    """Delete a profile; batches that are done stay.

    :raises Refused: it is unknown, or a batch waits for it.
    """
    if not ImportProfile.objects.filter(pk=number).exists():
        raise Refused(Reason(Code.PROFILE_UNKNOWN))
    if Batch.objects.filter(profile=number, stage__in=UNDER_WAY).exists():
        raise Refused(Reason(Code.PROFILE_IN_USE))
    ImportProfile.objects.filter(pk=number).delete()


def _write(row: ImportProfile, told: NewProfile) -> None:
    if faults := [*_faults(row, told)]:
        raise Refused(*faults)
    row.name, row.kept, row.branch_id = told.name, told.kept, told.branch_id
    row.match_by = " ".join(told.match_by)
    row.on_match, row.on_new = told.on_match, told.on_new
    row.save()


def _faults(row: ImportProfile, told: NewProfile) -> Iterator[Reason]:
    same = ImportProfile.objects.filter(name=told.name)
    if (same.exclude(pk=row.pk) if row.pk else same).exists():
        yield Reason(Code.PROFILE_NAME_TAKEN)
    try:
        keep_rules(told.kept)
    except WrongRule as wrong:
        yield Reason(Code.KEEP_RULE_UNFIT, number=wrong.number)
    branch = told.branch_id
    if branch is not None and not Branch.objects.filter(pk=branch).exists():
        yield Reason(Code.BRANCH_UNKNOWN)
