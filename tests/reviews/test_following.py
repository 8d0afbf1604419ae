"""Titles that become one, and people who were two."""

from datetime import timedelta
from uuid import UUID

import pytest

from hylla.circulation.actions.merging_titles import merge_titles
from hylla.privacy.merging import merge_rows
from hylla.privacy.merging.journal import Journal
from hylla.reviews.models import Rating, Review, Reviewer
from tests.circulation.test_merging_titles import a_merge
from tests.circulation.world import NOW, World
from tests.reviews.ways import TEXT, published, say, shown, some_name, stars_of

DAY = timedelta(days=1)


def test_what_was_said_follows_the_title(world: World) -> None:
    """Of one reader's two words the newer stays."""
    stays, goes = world.item().record, world.item().record
    person, _ = published(world, goes)
    say(world, person, goes, stars=5, now=NOW + DAY)
    say(world, person, stays, stars=1)
    other, _ = world.patron()
    say(world, other, goes, stars=2, name="Annen leser")
    merge_titles(a_merge(stays, goes), now=NOW, policy=world.policy)
    assert [each.text for each in shown(world, stays)] == [TEXT]
    assert stars_of(world, person) == [5]
    assert stars_of(world, other) == [2]


@pytest.mark.parametrize("newer_goes", [True, False])
def test_of_two_entries_one_name_stays_and_the_newer_rating(
    world: World, *, newer_goes: bool
) -> None:
    """Conflict case 41, and an undo gives each back what was theirs."""
    stays, goes = world.patron()[0], world.patron()[0]
    title, alone = world.record(), world.record()
    early, late = (stays, goes) if newer_goes else (goes, stays)
    say(world, early, title, stars=1, name=some_name())
    say(world, late, title, stars=5, text=TEXT, name=some_name(), now=NOW + DAY)
    say(world, goes, alone, stars=3)
    before = everything()
    journal = Journal()
    merge_rows(stays, goes, journal=journal)
    assert list(Reviewer.objects.values_list("pk", flat=True)) == [stays]
    assert Rating.objects.get(record=title).stars == 5
    assert set(Rating.objects.values_list("patron", flat=True)) == {stays}
    assert Review.objects.get().patron_id == stays
    assert Rating.objects.filter(record=alone).exists()
    assert journal.undo() == 0
    assert everything() == before


def everything() -> tuple[set[tuple[UUID, int, int]], set[UUID]]:
    ratings = set(Rating.objects.values_list("patron", "record", "stars"))
    return ratings, set(Review.objects.values_list("patron", flat=True))
