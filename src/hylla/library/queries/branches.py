"""The branches, by name and by code, and the number of whose they are."""

from collections.abc import Mapping
from dataclasses import dataclass

from hylla.library.models import Branch, Controller, Distance


@dataclass(frozen=True)
class BranchFacts:
    """A branch as it is named and chosen."""

    id: int
    code: str
    name: str
    is_school_library: bool


def branches() -> tuple[BranchFacts, ...]:
    """Return every branch, by name."""
    return tuple(facts_of(branch) for branch in Branch.objects.all())


def branch_with_code(code: str) -> BranchFacts | None:
    """Return the branch of that code, or None."""
    branch = Branch.objects.filter(code=code).first()
    return facts_of(branch) if branch else None


def minutes_from(branch_id: int) -> Mapping[int, int]:
    """Return how far it is to other branches, in minutes, where that was said."""
    return dict(Distance.objects.filter(branch=branch_id).values_list("other", "minutes"))


def label_sheet_of(branch_id: int) -> str:
    """Return the code of the labels that a branch printed on last, or nothing."""
    return Branch.objects.filter(pk=branch_id).values_list("label_sheet", flat=True).first() or ""


def own_org_number() -> str:
    """Return the number of the organisation that answers for the library, or nothing."""
    return Controller.objects.order_by("pk").values_list("org_number", flat=True).first() or ""


def facts_of(branch: Branch) -> BranchFacts:
    """Return a branch as it is named and chosen."""
    return BranchFacts(branch.pk, branch.code, branch.name, branch.is_school_library)
