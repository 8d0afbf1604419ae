"""Read without seeing whose it is: passed, refused, reported, taken down, written anew."""

from dataclasses import asdict
from datetime import timedelta
from typing import Any

import pytest

from hylla.library.models import Staff
from hylla.library.refusals import Refused
from hylla.patrons.models import OwnRecord
from hylla.privacy.models import Request
from hylla.reviews.actions import (
    choose_name,
    drop_review,
    pass_review,
    refuse_review,
    report,
)
from hylla.reviews.models import Review
from hylla.reviews.queries import is_published, mine_of, opinions_of, to_judge
from hylla.reviews.queries.judging import ToJudge
from hylla.reviews.rules import Code, State, Why
from tests.builders import a_branch, ask_to_be_erased
from tests.circulation.world import NOW, TODAY, World
from tests.reviews.ways import STAFF, TEXT, codes, facets_of, published, say, shown

DAY = timedelta(days=1)


def waiting(staff: int = STAFF) -> tuple[ToJudge, ...]:
    return to_judge(staff_id=staff)


def test_nobody_reads_it_before_it_is_passed(world: World) -> None:
    person, card = world.patron()
    title = world.record()
    say(world, person, title, text=TEXT)
    assert shown(world, title) == ()
    (row,) = waiting()
    assert (row.title, row.text, row.written_on) == ("Hest", TEXT, TODAY)
    told = " ".join(map(str, asdict(row).values()))
    assert not any(each in told for each in (str(person), card, "Bokorm", "Kari", "Prøve"))
    pass_review(row.id, staff_id=STAFF, on=TODAY + DAY)
    (opinion,) = shown(world, title)
    assert (opinion.by, opinion.published_on) == ("Bokorm", TODAY + DAY)
    assert waiting() == ()


def test_its_author_reads_why_not_and_writes_it_anew(world: World) -> None:
    person, _ = world.patron()
    title = world.record()
    say(world, person, title, text=TEXT, stars=1)
    (row,) = waiting()
    refuse_review(row.id, why=Why.OFF_TOPIC, staff_id=STAFF, now=NOW, policy=world.policy)
    (mine,) = mine_of(person, now=NOW, policy=world.policy).said
    assert (mine.state, mine.reason, mine.text) == (State.REFUSED, Why.OFF_TOPIC, TEXT)
    assert mine.goes_on == TODAY + 30 * DAY
    assert waiting() == ()
    later = NOW + 32 * DAY
    (mine,) = mine_of(person, now=later, policy=world.policy).said
    assert (mine.text, mine.stars) == ("", 1), "the stars stay"
    say(world, person, title, text=TEXT, now=later)
    assert Review.objects.get().state == State.WAITING, "the same text may be tried again"


def test_who_writes_anew_is_read_anew(world: World) -> None:
    """A pass for the text that was read passes no other."""
    title = world.record()
    person, _ = published(world, title)
    say(world, person, title, text="Something quite different, and much worse.")
    assert shown(world, title) == ()
    (row,) = waiting()
    say(world, person, title, text="Something different yet again, and worse still.")
    with pytest.raises(Refused) as refused:
        pass_review(row.id, staff_id=STAFF, on=TODAY)
    assert codes(refused) == [Code.GONE]


@pytest.mark.usefixtures("own_ledger")
def test_what_is_reported_stays_until_it_is_read(world: World) -> None:
    title = world.record()
    _, row = published(world, title)
    report(row.pk, why=Why.OFFENSIVE, on=TODAY)
    report(row.pk, why=Why.COPIED, on=TODAY + DAY)
    assert len(shown(world, title)) == 1
    (seen,) = waiting()
    assert (seen.is_published, seen.reported_for, seen.name) == (True, Why.OFFENSIVE, "")
    pass_review(row.pk, staff_id=STAFF, on=TODAY + DAY)
    row.refresh_from_db()
    assert (row.reported_for, row.reported_on, row.published_on) == ("", None, TODAY)
    report(row.pk, why=Why.PERSON, on=TODAY)
    refuse_review(row.pk, why=Why.PERSON, staff_id=STAFF, now=NOW, policy=world.policy)
    assert shown(world, title) == ()
    assert facets_of(row.patron_id) == {"reviews.Review"}, "for whoever restores a backup"


def test_nothing_else_is_reported(world: World) -> None:
    person, _ = world.patron()
    say(world, person, world.record(), text=TEXT)
    row = Review.objects.get()
    for _ in range(2):
        with pytest.raises(Refused) as refused:
            report(row.pk, why=Why.COPIED, on=TODAY)
        assert codes(refused) == [Code.GONE]
        Review.objects.filter(pk=row.pk).delete()


def test_a_name_is_judged_alone(world: World) -> None:
    """Nothing under a bad name is shown, and all of it is again under another."""
    one, other = world.record(), world.record()
    person, row = published(world, one, name="Faen og hans oldemor")
    say(world, person, other, text=TEXT)
    pass_review(Review.objects.get(record=other).pk, staff_id=STAFF, on=TODAY)
    report(row.pk, why=Why.NAME, on=TODAY)
    (seen,) = waiting()
    assert seen.name == "Faen og hans oldemor"
    refuse_review(row.pk, why=Why.NAME, staff_id=STAFF, now=NOW, policy=world.policy)
    assert shown(world, one) == shown(world, other) == ()
    mine = mine_of(person, now=NOW, policy=world.policy)
    assert mine.is_refused
    assert {each.state for each in mine.said} == {State.PUBLISHED}
    choose_name("Bokorm", person_id=person, now=NOW, policy=world.policy)
    assert len(shown(world, one)) == len(shown(world, other)) == 1


def test_case_60_nobody_judges_their_own_review(world: World) -> None:
    """Staff who are patrons have no advantage of it."""
    person, _ = world.patron()
    staff = Staff.objects.create(
        username="x", name="X", password_hash="", branch=a_branch(), language="nb"
    )
    OwnRecord.objects.create(staff=staff, person_id=person)
    say(world, person, world.record(), text=TEXT)
    assert waiting(staff.pk) == ()
    (row,) = waiting()
    at: dict[str, Any] = {"now": NOW, "policy": world.policy}
    for act in (
        lambda: pass_review(row.id, staff_id=staff.pk, on=TODAY),
        lambda: refuse_review(row.id, why=Why.COPIED, staff_id=staff.pk, **at),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert codes(refused) == [Code.OWN]


def test_a_decision_is_made_once(world: World) -> None:
    person, row = published(world, world.record())
    refuse_review(row.pk, why=Why.COPIED, staff_id=STAFF, now=NOW, policy=world.policy)
    with pytest.raises(Refused) as refused:
        pass_review(row.pk, staff_id=STAFF, on=TODAY)
    assert codes(refused) == [Code.GONE]
    drop_review(row.pk, person_id=person, now=NOW)


def test_what_may_only_be_stored_is_not_shown(world: World) -> None:
    """GDPR article 18: while somebody contests what is kept, nothing of theirs is published."""
    title = world.record()
    person, row = published(world, title)
    ask_to_be_erased(person, kind="restriction")
    assert shown(world, title) == ()
    assert is_published(row.pk, policy=world.policy) is None
    Request.objects.all().delete()
    assert is_published(row.pk, policy=world.policy) == shown(world, title)[0]


def test_reviews_come_in_pages_the_newest_first(world: World) -> None:
    title = world.record()
    names = ["Leser A", "Leser B", "Leser C", "Leser D", "Leser E"]
    for number, name in enumerate(names):
        published(world, title, name=name, on=TODAY + number * DAY)
    first = opinions_of(title.pk, policy=world.policy, per_page=2)
    assert (first.total, [each.by for each in first.rows]) == (5, ["Leser E", "Leser D"])
    last = opinions_of(title.pk, policy=world.policy, page=99, per_page=2)
    assert (last.number, [each.by for each in last.rows]) == (3, ["Leser A"])
