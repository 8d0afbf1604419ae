"""Titles that become one, and people who were two."""

from datetime import timedelta
from threading import Event, Thread, Timer
from uuid import UUID

import pytest
from django.db import connection, transaction

from hylla.circulation.actions.merging_titles import merge_titles
from hylla.library.refusals import Refused
from hylla.privacy.merging import merge_rows
from hylla.privacy.merging.journal import Journal
from hylla.reviews.models import Rating, Review, Reviewer
from hylla.reviews.rules import Code
from tests.circulation.test_merging_titles import a_merge
from tests.circulation.world import NOW, World, make_world, policy_of
from tests.reviews.ways import TEXT, codes, published, say, shown, some_name, stars_of

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


def test_what_is_said_while_its_title_goes_is_refused(transactional_db: None) -> None:
    """It waits, and finds the title gone: nothing is lost without a word."""
    world = make_world(policy_of("fjordvik"))
    stays, goes = world.item().record, world.item().record
    person, _ = world.patron()
    merge, merged, ends = a_merge(stays, goes), Event(), Event()

    def join() -> None:
        with transaction.atomic():
            merge_titles(merge, now=NOW, policy=world.policy)
            merged.set()
            ends.wait(20)
        connection.close()

    other = Thread(target=join)
    other.start()
    assert merged.wait(20)
    Timer(0.1, ends.set).start()
    with pytest.raises(Refused) as refused:
        say(world, person, goes, stars=4)
    other.join()
    assert codes(refused) == [Code.UNKNOWN_TITLE]
    assert not Rating.objects.exists()


@pytest.mark.parametrize("newer_goes", [True, False])
def test_case_41_one_user_name_stays_and_the_newer_rating(
    world: World, *, newer_goes: bool
) -> None:
    """And an undo gives each back what was theirs."""
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
