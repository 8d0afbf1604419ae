"""A trial of class lists: who stands on one, what of theirs is told, and that the old one goes."""

from collections.abc import Iterator
from dataclasses import replace

from hylla.circulation.queries.classes import PupilsLoans, class_list
from hylla.library.models import Branch
from hylla.patrons.actions.classes import NewList, end_class, replace_class
from hylla.patrons.models import Identity
from hylla.patrons.rules import end_of_school_year
from hylla.privacy.policy import Policy
from hylla.site.probes.stage import Stage, trial

NAME = "Trial 7B"


@trial
def class_lists_tell_little(stage: Stage) -> Iterator[str]:
    """A list has no title that nobody decided to show, and nobody of the list that it replaced."""
    Branch.objects.filter(pk=stage.branch.pk).update(is_school_library=True)
    old, new = (stage.patron() for _ in range(2))
    for pupil in (old, new):
        told = NewList(NAME, end_of_school_year(stage.day), pupil.card_number)
        replace_class(told, branch_id=stage.branch.pk, policy=stage.policy, now=stage.now)
    if [each.person_id for each in _listed(stage, stage.policy)] != [new.person_id]:
        yield "a class has others in it than its newest list says"
    if Identity.objects.get(person=old.person_id).school_class:
        yield "who is not on a new list is in the class all the same"
    lent = stage.lent(new.card_number)
    for has_titles in (False, True):
        features = replace(stage.policy.features, class_titles=has_titles)
        (seen,) = _listed(stage, replace(stage.policy, features=features))
        if seen.on_loan != 1 or (lent.title in repr(seen.titles)) is not has_titles:
            yield "a class list tells other things of a pupil than the library has decided"
    end_class(NAME, branch_id=stage.branch.pk)
    if _listed(stage, stage.policy):
        yield "a class that has ended has somebody in it"


def _listed(stage: Stage, policy: Policy) -> tuple[PupilsLoans, ...]:
    return class_list(NAME, branch_id=stage.branch.pk, policy=policy, now=stage.now)


PROBES = (class_lists_tell_little,)
