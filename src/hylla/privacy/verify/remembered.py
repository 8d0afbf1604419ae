"""What the last look at the notice found, as its page tells it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from hylla.privacy.models import LookedAt, SentenceCheck, StateChange


def last_checks() -> Mapping[str, SentenceCheck]:
    """Return how each sentence stood, by its id."""
    return {each.sentence: each for each in SentenceCheck.objects.all()}


def last_looks() -> Mapping[str, LookedAt]:
    """Return what each clock, probe and confirmation was found like, by its name."""
    return {each.name: each for each in LookedAt.objects.all()}


def changes_of_state() -> Mapping[str, Sequence[StateChange]]:
    """Return how each sentence stood before, by its id, in the order of the table."""
    changes: defaultdict[str, list[StateChange]] = defaultdict(list)
    for change in StateChange.objects.all():
        changes[change.sentence].append(change)
    return changes
