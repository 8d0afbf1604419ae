"""A user name that is made with the first word, and what is said under it."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from hylla.catalogue.models import Record
from hylla.library.refusals import Refused
from hylla.patrons.actions import choose_user_name
from hylla.privacy import ledger
from hylla.privacy.erasure import ask, take_back
from hylla.privacy.ledger.replay import replay
from hylla.privacy.policy import Moderated, Reviews
from hylla.reviews.actions import choose_name, conform_reviews, drop_name, drop_rating, drop_review
from hylla.reviews.models import Rating, Review, Reviewer
from hylla.reviews.queries import mine_of, name_of, ratings_of
from hylla.reviews.rules import Code, State
from tests.circulation.world import NOW, TODAY, World
from tests.reviews.ways import (
    TEXT,
    codes,
    facets_of,
    published,
    say,
    shown,
    some_name,
    stars_of,
)

DAY = timedelta(days=1)


def test_a_user_name_is_made_with_the_first_word_only(world: World) -> None:
    """KUN-29: before somebody rates or reviews there is none; after, there is no other way."""
    person, _ = world.patron()
    assert name_of(person) == ""
    with pytest.raises(Refused) as refused:
        choose_name("Bokorm", person_id=person, now=NOW, policy=world.policy)
    assert codes(refused) == [Code.NOTHING_SAID]
    say(world, person, world.record(), stars=4)
    assert name_of(person) == "Bokorm"
    say(world, person, world.record(), stars=4, name="Another")
    assert name_of(person) == "Bokorm"


def test_every_reason_at_once_and_nothing_is_kept(world: World) -> None:
    person, _ = world.patron(born=None)
    with pytest.raises(Refused) as refused:
        say(world, person, world.record(), stars=9, text="short", name="Prøve", language="zz")
    assert set(codes(refused)) == {
        Code.AGE_UNKNOWN,
        Code.STARS_WRONG,
        Code.TOO_SHORT,
        Code.LANGUAGE_UNKNOWN,
        Code.NAME_IS_YOURS,
    }
    assert not Reviewer.objects.exists()


def test_a_title_that_is_not_there(world: World) -> None:
    person, _ = world.patron()
    with pytest.raises(Refused) as refused:
        say(world, person, Record(pk=10**9), stars=4)
    assert codes(refused) == [Code.UNKNOWN_TITLE]


def test_a_card_or_a_log_in_name_is_no_user_name(world: World) -> None:
    person, card = world.patron()
    choose_user_name(person, "nattleser")
    for name in (f"x{card}", "Natt-Leser"):
        with pytest.raises(Refused):
            say(world, person, world.record(), stars=4, name=name)
    assert not Reviewer.objects.exists()


def test_nobody_passes_for_another(world: World) -> None:
    one, other = world.patron()[0], world.patron()[0]
    say(world, one, world.record(), stars=4, name="Bokorm")
    with pytest.raises(Refused) as refused:
        say(world, other, world.record(), stars=4, name="BOK-orm")
    assert codes(refused) == [Code.NAME_TAKEN]
    drop_name(one, now=NOW)
    say(world, other, world.record(), stars=4, name="BOK-orm")


def test_one_rating_and_one_review_of_a_work(world: World) -> None:
    """The newest word counts, whichever edition it was said of."""
    person, _ = world.patron()
    one, other = two_editions(world)
    say(world, person, one, stars=2, text=TEXT)
    say(world, person, other, stars=5, text=TEXT + " And more.", now=NOW + DAY)
    assert Rating.objects.get().stars == 5
    assert Review.objects.get().record == other
    say(world, person, other, text=TEXT + " And more.", now=NOW + 2 * DAY)
    assert Review.objects.get().written_on == TODAY + DAY, "the same text is not written anew"


def two_editions(world: World) -> tuple[Record, Record]:
    one, other = world.record(), world.record()
    Record.objects.filter(pk=other.pk).update(work_key=one.work_key)
    return one, other


def test_ratings_count_for_every_edition_and_for_each_reader_once(world: World) -> None:
    one, other = world.record(), world.record()
    readers = [world.patron()[0] for _ in range(3)]
    for reader, title in zip(readers, (one, one, other), strict=True):
        say(world, reader, title, stars=3, name=some_name())
    say(world, readers[0], other, stars=5, now=NOW + DAY)
    assert ratings_of(one.pk, policy=world.policy).average is None
    # Only now somebody sees that the two are one work.
    Record.objects.filter(pk=other.pk).update(work_key=one.work_key)
    for title in (one, other):
        found = ratings_of(title.pk, policy=world.policy)
        assert (found.count, found.average) == (3, 3.7)


def test_averages_of_few_are_not_shown(world: World) -> None:
    title = world.record()
    for _ in range(2):
        say(world, world.patron()[0], title, stars=1, name=some_name())
    assert ratings_of(title.pk, policy=world.policy).count == 0
    say(world, world.patron()[0], title, stars=1, name=some_name())
    assert ratings_of(title.pk, policy=world.policy).average == 1.0
    later = replace(world.policy, reviews=Reviews(offered=True, shown_from=4))
    assert ratings_of(title.pk, policy=later).average is None


def test_somebody_takes_back_what_they_said(world: World) -> None:
    one, other = two_editions(world)
    person, row = published(world, one)
    say(world, person, one, stars=3)
    drop_rating(other.pk, person_id=person, now=NOW)
    assert stars_of(world, person) == [None]
    stranger, _ = world.patron()
    with pytest.raises(Refused) as refused:
        drop_review(row.pk, person_id=stranger, now=NOW)
    assert codes(refused) == [Code.GONE]
    drop_review(row.pk, person_id=person, now=NOW)
    assert not Review.objects.exists()
    assert name_of(person) == "Bokorm", "the name is theirs to delete"


def test_nothing_takes_back_what_was_said_and_says_nothing_first(world: World) -> None:
    person, _ = world.patron()
    title = world.record()
    with pytest.raises(Refused) as refused:
        say(world, person, title, stars=0, text="  ")
    assert codes(refused) == [Code.NOTHING_SAID]
    say(world, person, title, stars=3, text=TEXT)
    say(world, person, title, stars=0, text=TEXT)
    assert not Rating.objects.exists()
    say(world, person, title, stars=5, text="")
    assert not Review.objects.exists()
    say(world, person, title, stars=0)
    assert mine_of(person, now=NOW, policy=world.policy).said == ()


def test_another_name_stands_over_what_was_said(world: World) -> None:
    title = world.record()
    person, _ = published(world, title)
    choose_name("Hestehviskeren", person_id=person, now=NOW, policy=world.policy)
    assert [each.by for each in shown(world, title)] == ["Hestehviskeren"]
    choose_name("hestehviskeren", person_id=person, now=NOW, policy=world.policy)


def test_all_goes_with_the_name(world: World) -> None:
    title = world.record()
    person, _ = published(world, title)
    say(world, person, world.record(), stars=2)
    kept, _ = published(world, title, name="Annen leser")
    drop_name(person, now=NOW)
    assert [each.by for each in shown(world, title)] == ["Annen leser"]
    assert set(Review.objects.values_list("patron", flat=True)) == {kept}
    assert not Rating.objects.exists()
    assert name_of(person) == ""
    drop_name(person, now=NOW)


def test_case_01_reviews_go_although_a_loan_holds_who_wrote_them(world: World) -> None:
    """And whoever has asked to leave says nothing more."""
    person, card = world.patron()
    title = world.record()
    say(world, person, title, stars=3, text=TEXT)
    world.lend(card, world.item())
    assert not ask(person, policy=world.policy, now=NOW)
    assert not Reviewer.objects.exists()
    assert not Review.objects.exists()
    assert not Rating.objects.exists()
    with pytest.raises(Refused) as refused:
        say(world, person, title, stars=3)
    assert codes(refused) == [Code.LEAVING]
    take_back(person, now=NOW)
    assert mine_of(person, now=NOW, policy=world.policy).name == "", "what went stays away"


@pytest.mark.usefixtures("own_ledger")
def test_no_backup_publishes_again_what_was_deleted(world: World) -> None:
    """The ledger knows, by the table alone: of that author all goes that a backup brings back."""
    title = world.record()
    person, row = published(world, title)
    told = (
        (lambda: say(world, person, title, stars=3), set()),
        (lambda: drop_rating(title.pk, person_id=person, now=NOW), {"reviews.Rating"}),
        (lambda: drop_review(row.pk, person_id=person, now=NOW), {"reviews.Review"}),
        (lambda: say(world, person, title, text=TEXT, stars=2), set()),
        (lambda: say(world, person, title, text="", stars=0), set()),
        (lambda: drop_name(person, now=NOW), {"reviews"}),
    )
    known: set[str] = set()
    for act, more in told:
        act()
        known |= more
        assert facets_of(person) == known
    back, _ = published(world, title, name="Annen leser")
    Review.objects.update(patron=person)
    entries = ledger.ledger().read().entries
    replay(entries, taken_at=NOW - DAY, policy=world.policy, now=NOW + DAY)
    assert not Review.objects.exists()
    assert name_of(back) == "Annen leser"


def test_published_at_once_where_it_is_read_after(world: World) -> None:
    reviews = Reviews(offered=True, moderated=Moderated.AFTER)
    world.policy = replace(world.policy, reviews=reviews)
    person, _ = world.patron()
    title = world.record()
    say(world, person, title, text=TEXT)
    assert [each.text for each in shown(world, title)] == [TEXT]
    assert Review.objects.get().state == State.PUBLISHED


def test_what_is_not_offered_any_more_goes(world: World) -> None:
    people: list[UUID] = []
    for born in (TODAY.replace(year=TODAY.year - 14), TODAY.replace(year=TODAY.year - 40)):
        person, _ = world.patron(born=born)
        say(world, person, world.record(), stars=4, text=TEXT, name=some_name())
        people.append(person)
    assert conform_reviews(now=NOW, policy=world.policy) == 0
    older = replace(world.policy, reviews=Reviews(offered=True, min_age=15))
    assert conform_reviews(now=NOW, policy=older) == 1
    assert set(Reviewer.objects.values_list("pk", flat=True)) == {people[1]}
    none = replace(world.policy, reviews=Reviews())
    assert conform_reviews(now=NOW, policy=none) == 1
    assert not Review.objects.exists()
    assert not Rating.objects.exists()


def test_nothing_is_shown_where_it_is_not_offered(world: World) -> None:
    title = world.record()
    published(world, title)
    for _ in range(3):
        say(world, world.patron()[0], title, stars=4, name=some_name())
    none = replace(world.policy, reviews=Reviews())
    assert shown(world, title, policy=none) == ()
    assert ratings_of(title.pk, policy=none).average is None
