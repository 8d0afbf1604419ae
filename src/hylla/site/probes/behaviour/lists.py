"""What becomes of lists: read by their owner alone, gone when deleted, told of by a link."""

from collections.abc import Iterator
from uuid import UUID

from hylla.library.refusals import Refused
from hylla.lists.actions import (
    delete_list,
    drop_entry,
    note_entry,
    put_on_list,
    register_interest,
    share_list,
    stop_sharing,
)
from hylla.lists.actions.owning import Owner
from hylla.lists.models import Interest, TitleList
from hylla.lists.queries import list_of, shared_titles
from hylla.privacy import erasure
from hylla.site.probes.stage import NothingToTry, Stage, trial

NOTE = "For whoever has this list"


@trial
def lists_are_their_owners(stage: Stage) -> Iterator[str]:
    """Nobody reads, changes or deletes another's list."""
    mine, entry = list_something(stage, stage.patron().person_id)
    stranger = stage.patron().person_id
    if list_of(mine, stranger, now=stage.now, policy=stage.policy) is not None:
        yield "somebody reads another's list"
    for tried in (
        lambda: delete_list(mine, person_id=stranger, now=stage.now),
        lambda: drop_entry(entry, person_id=stranger, now=stage.now),
        lambda: share_list(mine, owner=Owner(stranger, stage.now, stage.policy)),
    ):
        try:
            tried()
        except Refused:
            continue
        yield "somebody changes another's list"


@trial
def lists_go(stage: Stage) -> Iterator[str]:
    """A list goes when it is deleted, and all with the wish to be erased, whatever must wait."""
    bird = stage.patron().person_id
    mine, _ = list_something(stage, bird)
    delete_list(mine, person_id=bird, now=stage.now)
    if TitleList.objects.filter(patron=bird).exists():
        yield "a deleted list is there"
    list_something(stage, bird)
    stage.owes(bird, 10_000)
    erasure.ask(bird, policy=stage.policy, now=stage.now)
    kept = [each.objects.filter(patron=bird).exists() for each in (TitleList, Interest)]
    if any(kept):
        yield "a list or an interest is left of who asked to be erased and owes"


@trial
def shared_lists_tell_titles(stage: Stage) -> Iterator[str]:
    """A link tells titles without notes, and nothing once it is closed."""
    bird = stage.patron().person_id
    mine, _ = list_something(stage, bird)
    if TitleList.objects.filter(pk=mine).exclude(shared_as=None).exists():
        yield "a list is shared that nobody has shared"
    word = share_list(mine, owner=Owner(bird, stage.now, stage.policy))
    told = shared_titles(word, now=stage.now, policy=stage.policy)
    if not told:
        yield "the link to a list opens nothing"
    elif NOTE in str(told) or str(bird) in str(told):
        yield "the link to a list tells more than its titles"
    stop_sharing(mine, person_id=bird)
    if shared_titles(word, now=stage.now, policy=stage.policy) is not None:
        yield "a closed link opens a list"


def list_something(stage: Stage, person_id: UUID) -> tuple[UUID, UUID]:
    """Let somebody put a title on a list with a note; return the list and the entry.

    :raises NothingToTry: the library keeps no lists.
    """
    if not stage.policy.lists.offered:
        raise NothingToTry
    owner = Owner(person_id, stage.now, stage.policy)
    mine = put_on_list(stage.record().pk, owner=owner)
    found = list_of(mine, person_id, now=stage.now, policy=stage.policy)
    assert found is not None, "it was made just now"  # noqa: S101 - for mypy
    (entry,) = found[1]
    note_entry(entry.id, NOTE, owner=owner)
    if stage.policy.lists.interests:
        register_interest("A trial that nobody reads", owner=owner)
    return mine, entry.id


PROBES = (lists_are_their_owners, lists_go, shared_lists_tell_titles)
