"""Titles that become one, and people who were two."""

from datetime import timedelta
from uuid import UUID

import pytest

from hylla.circulation.actions.merging_titles import merge_titles
from hylla.lists import actions
from hylla.lists.models import Entry, Interest, TitleList
from hylla.privacy.merging import merge_rows
from hylla.privacy.merging.journal import Journal
from tests.circulation.test_merging_titles import a_merge
from tests.circulation.world import NOW, World
from tests.lists.ways import owner, titles

DAY = timedelta(days=1)


def test_lists_follow_the_title(world: World) -> None:
    """A list that has both has it once, with what was noted."""
    stays, goes = world.item().record, world.item().record
    both, one = world.patron()[0], world.patron()[0]
    for record in (stays, goes):
        mine = actions.put_on_list(record.pk, owner=owner(world, both))
    noted = titles(world, both, mine)[1]
    actions.note_entry(noted.id, "Den nye", owner=owner(world, both))
    other = actions.put_on_list(goes.pk, owner=owner(world, one))
    merge_titles(a_merge(stays, goes), now=NOW, policy=world.policy)
    told = [(each.record_id, each.note) for each in titles(world, both, mine)]
    assert told == [(stays.pk, "Den nye")]
    assert [each.record_id for each in titles(world, one, other)] == [stays.pk]


@pytest.mark.parametrize("newer_goes", [True, False])
def test_of_two_entries_the_lists_are_joined(world: World, *, newer_goes: bool) -> None:
    """Conflict case 41, and an undo gives each back what was theirs."""
    stays, goes = world.patron()[0], world.patron()[0]
    title, alone = world.record(), world.record()
    early, late = (stays, goes) if newer_goes else (goes, stays)
    for person, now in ((early, NOW), (late, NOW + DAY)):
        actions.put_on_list(title.pk, owner=owner(world, person, now=now))
        actions.register_interest("Hester", owner=owner(world, person, now=now))
    actions.put_on_list(alone.pk, owner=owner(world, early))
    actions.make_list("Gaver", owner=owner(world, goes))
    before = everything()
    journal = Journal()
    merge_rows(stays, goes, journal=journal)
    assert set(TitleList.objects.values_list("patron", "name")) == {(stays, ""), (stays, "Gaver")}
    on_it = Entry.objects.filter(list__name="").values_list("record", flat=True)
    assert sorted(on_it) == sorted([title.pk, alone.pk])
    assert list(Interest.objects.values_list("patron", flat=True)) == [stays]
    assert journal.undo() == 0
    assert everything() == before


def everything() -> tuple[set[tuple[UUID, str]], set[tuple[UUID, int | None]], set[UUID]]:
    return (
        set(TitleList.objects.values_list("patron", "name")),
        set(Entry.objects.values_list("list__patron", "record")),
        set(Interest.objects.values_list("patron", flat=True)),
    )
