"""Lists that their owner makes, fills, orders, shares and deletes."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from hylla.catalogue.models import BORROWED, Record
from hylla.library.refusals import Refused
from hylla.lists import actions
from hylla.lists.models import Entry, Interest, TitleList
from hylla.lists.queries import arrivals, interests_of, list_of, lists_of, lists_with, shared_titles
from hylla.lists.rules import MOST_ENTRIES, MOST_LISTS, Code, Sorting
from hylla.privacy import ledger
from hylla.privacy.erasure import ask, take_back
from hylla.privacy.policy import Lists
from hylla.privacy.removal import remove_due
from tests.circulation.world import NOW, TODAY, World
from tests.lists.ways import codes, names, owner, titles

DAY = timedelta(days=1)


def test_a_list_is_ready_for_everybody(world: World) -> None:
    """SAN-20. There is no row of it before there is a title on it, and a title is on it once."""
    person, _ = world.patron()
    assert names(world, person) == []
    title = world.record()
    mine = actions.put_on_list(title.pk, owner=owner(world, person))
    assert actions.put_on_list(title.pk, owner=owner(world, person), is_work=True) == mine
    assert names(world, person) == [("", 1)]
    (entry,) = titles(world, person, mine)
    assert (entry.record_id, entry.is_work, entry.added_on) == (title.pk, True, TODAY)
    assert lists_with(title.pk, person, now=NOW, policy=world.policy) == {mine}


def test_what_is_no_title_of_ours_is_on_no_list(world: World) -> None:
    person, _ = world.patron()
    borrowed = world.record()
    Record.objects.filter(pk=borrowed.pk).update(source=BORROWED)
    for number in (10**9, borrowed.pk):
        with pytest.raises(Refused) as refused:
            actions.put_on_list(number, owner=owner(world, person))
        assert codes(refused) == [Code.UNKNOWN_TITLE]
    assert not TitleList.objects.exists()


def test_lists_of_ones_own_name(world: World) -> None:
    person, _ = world.patron()
    me = owner(world, person)
    mine = actions.make_list("  Til  ferien ", owner=me)
    assert names(world, person) == [("Til ferien", 0)]
    with pytest.raises(Refused) as refused:
        actions.make_list("TIL FERIEN", owner=me)
    assert codes(refused) == [Code.NAME_TAKEN]
    actions.rename_list(mine, "Til Ferien", owner=me)
    actions.rename_list(mine, "Påske", owner=me)
    assert names(world, person) == [("Påske", 0)]
    ready = actions.put_on_list(world.record().pk, owner=me)
    with pytest.raises(Refused) as refused:
        actions.rename_list(ready, "Min", owner=me)
    assert codes(refused) == [Code.READY_LIST]


def test_there_are_not_endlessly_many(world: World) -> None:
    person, _ = world.patron()
    me = owner(world, person)
    TitleList.objects.bulk_create(
        TitleList(patron_id=person, name=str(each), touched_on=TODAY) for each in range(MOST_LISTS)
    )
    with pytest.raises(Refused) as refused:
        actions.make_list("Enda en", owner=me)
    assert codes(refused) == [Code.TOO_MANY_LISTS]
    full = TitleList.objects.filter(patron=person)[0]
    Entry.objects.bulk_create(
        Entry(list=full, title="x", position=each, added_on=TODAY) for each in range(MOST_ENTRIES)
    )
    with pytest.raises(Refused) as refused:
        actions.put_on_list(world.record().pk, list_id=full.pk, owner=me)
    assert codes(refused) == [Code.LIST_FULL]


def test_titles_are_ordered_noted_and_moved(world: World) -> None:
    person, _ = world.patron()
    me = owner(world, person)
    for _ in range(3):
        mine = actions.put_on_list(world.record().pk, owner=me)
    one, two, three = (each.id for each in titles(world, person, mine))
    actions.move_entry(three, by=-2, owner=me)
    assert [each.id for each in titles(world, person, mine)] == [three, one, two]
    actions.note_entry(one, "  Til\n mormor ", owner=me)
    other = actions.make_list("Gaver", owner=me)
    actions.move_to_list(one, other, owner=me)
    assert [each.note for each in titles(world, person, other)] == ["Til mormor"]
    assert [each.id for each in titles(world, person, mine)] == [three, two]
    again = actions.put_on_list(titles(world, person, other)[0].record_id or 0, owner=me)
    assert again == mine
    actions.move_to_list(one, None, owner=me)
    assert not titles(world, person, other)
    notes = [each.note for each in titles(world, person, mine, sorting=Sorting.TITLE)]
    assert sorted(notes) == ["", "", "Til mormor"], "what met itself keeps the note"


def test_what_is_deleted_is_gone(world: World) -> None:
    """At once and for good; the ready list begins empty again."""
    person, _ = world.patron()
    me = owner(world, person)
    mine = actions.put_on_list(world.record("Sult").pk, owner=me)
    (entry,) = titles(world, person, mine)
    assert actions.drop_entry(entry.id, person_id=person, now=NOW) == "Sult"
    actions.put_on_list(world.record().pk, owner=me)
    word = actions.share_list(mine, owner=me)
    actions.delete_list(mine, person_id=person, now=NOW)
    assert not Entry.objects.exists()
    assert not TitleList.objects.exists()
    assert shared_titles(word, now=NOW, policy=world.policy) is None
    for again in (
        lambda: actions.delete_list(mine, person_id=person, now=NOW),
        lambda: actions.share_list(mine, owner=me),
    ):
        with pytest.raises(Refused) as refused:
            again()
        assert codes(refused) == [Code.LIST_GONE]
    with pytest.raises(Refused) as refused:
        actions.drop_entry(entry.id, person_id=person, now=NOW)
    assert codes(refused) == [Code.ENTRY_GONE]


def test_a_restored_backup_loses_again_what_was_deleted(world: World) -> None:
    """What was not, stays; the ledger names neither a person nor a title."""
    person, _ = world.patron()
    me = owner(world, person)
    mine = actions.put_on_list(world.record().pk, owner=me)
    actions.put_on_list(world.record().pk, owner=me)
    one, other = titles(world, person, mine)
    gone = actions.make_list("Borte", owner=me)
    actions.register_interest("Hester", owner=me)
    (topic,) = interests_of(person, policy=world.policy)
    backup = [*TitleList.objects.all(), *Entry.objects.all(), *Interest.objects.all()]
    actions.drop_entry(one.id, person_id=person, now=NOW)
    actions.delete_list(gone, person_id=person, now=NOW)
    actions.drop_interest(topic.id, person_id=person, now=NOW)
    for row in backup:
        row.save(force_insert=not type(row)._default_manager.filter(pk=row.pk).exists())
    assert actions.delete_again(ledger.ledger().read().entries) == 3
    assert names(world, person) == [("", 1)]
    assert titles(world, person, mine) == [other]
    assert interests_of(person, policy=world.policy) == ()


def test_nobody_reads_or_changes_anothers(world: World) -> None:
    person, stranger = world.patron()[0], world.patron()[0]
    me, other = owner(world, person), owner(world, stranger)
    mine = actions.put_on_list(world.record().pk, owner=me)
    (entry,) = titles(world, person, mine)
    theirs = actions.make_list("Annet", owner=other)
    assert list_of(mine, stranger, now=NOW, policy=world.policy) is None
    for tried in (
        lambda: actions.put_on_list(world.record().pk, list_id=mine, owner=other),
        lambda: actions.move_to_list(entry.id, theirs, owner=me),
        lambda: actions.move_to_list(entry.id, theirs, owner=other),
        lambda: actions.note_entry(entry.id, "x", owner=other),
        lambda: actions.move_entry(entry.id, by=1, owner=other),
        lambda: actions.rename_list(mine, "x", owner=other),
        lambda: actions.keep_list(mine, owner=other),
        lambda: actions.share_list(mine, owner=other),
        lambda: actions.stop_sharing(mine, person_id=stranger),
        lambda: actions.delete_list(mine, person_id=stranger, now=NOW),
        lambda: actions.drop_entry(entry.id, person_id=stranger, now=NOW),
    ):
        with pytest.raises(Refused):
            tried()
    assert titles(world, person, mine) == [entry]


def test_a_link_opens_titles_and_nothing_else(world: World) -> None:
    person, _ = world.patron()
    me = owner(world, person)
    mine = actions.make_list("Kari ønsker seg", owner=me)
    title = world.record("Sult")
    actions.put_on_list(title.pk, list_id=mine, owner=me)
    actions.note_entry(titles(world, person, mine)[0].id, "Til mor", owner=me)
    assert shared_titles("", now=NOW, policy=world.policy) is None
    word = actions.share_list(mine, owner=me)
    assert actions.share_list(mine, owner=me) == word
    (told,) = shared_titles(word, now=NOW, policy=world.policy) or ()
    assert (told.record_id, told.note) == (title.pk, "")
    none = replace(world.policy, lists=Lists())
    assert shared_titles(word, now=NOW, policy=none) is None
    actions.stop_sharing(mine, person_id=person)
    assert shared_titles(word, now=NOW, policy=world.policy) is None
    assert actions.share_list(mine, owner=me) != word
    assert actions.stop_all_sharing() == 1


def test_who_has_asked_to_leave_has_no_lists(world: World) -> None:
    """They are gone although a loan holds them (conflict case 1), and no new ones are made."""
    person, card = world.patron()
    me = owner(world, person)
    actions.put_on_list(world.record().pk, owner=me)
    actions.register_interest("Hester", owner=me)
    world.lend(card, world.item())
    assert not ask(person, policy=world.policy, now=NOW)
    assert not TitleList.objects.exists()
    assert not Entry.objects.exists()
    assert not Interest.objects.exists()
    with pytest.raises(Refused) as refused:
        actions.put_on_list(world.record().pk, owner=me)
    assert codes(refused) == [Code.LEAVING]
    take_back(person, now=NOW)
    assert names(world, person) == [], "what went stays away"


def test_what_is_not_touched_goes(world: World) -> None:
    person, _ = world.patron()
    mine = actions.put_on_list(world.record().pk, owner=owner(world, person))
    (facts,) = lists_of(person, now=NOW, policy=world.policy)
    assert facts.goes_on == TODAY.replace(year=TODAY.year + 3)
    later = NOW + 365 * DAY
    actions.keep_list(mine, owner=owner(world, person, now=later))
    (facts,) = lists_of(person, now=later, policy=world.policy)
    assert facts.goes_on.year == TODAY.year + 4
    past = NOW + 4 * 366 * DAY
    assert lists_of(person, now=past, policy=world.policy) == ()
    remove_due(world.policy, now=past)
    assert not Entry.objects.exists()


def test_interests_and_what_is_new(world: World) -> None:
    """BER-32. Found when somebody looks, among titles of which there is a copy."""
    person, _ = world.patron()
    me = owner(world, person)
    new, old, other = (world.item().record for _ in range(3))
    for record, subjects in ((old, "Hester"), (new, "Stall\nHester"), (other, "Båter")):
        Record.objects.filter(pk=record.pk).update(subjects=subjects)
    Record.objects.filter(pk=world.record().pk).update(subjects="Hester")
    actions.register_interest(" hester ", owner=me)
    actions.register_interest("Hester", owner=me)
    (topic,) = interests_of(person, policy=world.policy)
    assert topic.topic == "hester"
    found = [each.id for each in arrivals((topic,))]
    assert found == sorted({new.pk, old.pk}, reverse=True)
    stranger, _ = world.patron()
    actions.drop_interest(topic.id, person_id=stranger, now=NOW)
    assert interests_of(person, policy=world.policy)
    actions.drop_interest(topic.id, person_id=person, now=NOW)
    assert arrivals(interests_of(person, policy=world.policy)) == ()
    none = replace(world.policy, lists=Lists(offered=True))
    with pytest.raises(Refused) as refused:
        actions.register_interest("Hester", owner=replace(me, policy=none))
    assert codes(refused) == [Code.NO_INTERESTS]


def test_what_is_not_offered_any_more_goes(world: World) -> None:
    person, _ = world.patron()
    me = owner(world, person)
    actions.put_on_list(world.record().pk, owner=me)
    actions.register_interest("Hester", owner=me)
    assert actions.conform_lists(now=NOW, policy=world.policy) == 0
    only_lists = replace(world.policy, lists=Lists(offered=True))
    assert actions.conform_lists(now=NOW, policy=only_lists) == 1
    assert not Interest.objects.exists()
    assert TitleList.objects.exists()
    none = replace(world.policy, lists=Lists())
    with pytest.raises(Refused) as refused:
        actions.put_on_list(world.record().pk, owner=replace(me, policy=none))
    assert codes(refused) == [Code.NOT_OFFERED]
    assert actions.conform_lists(now=NOW, policy=none) == 1
    assert not TitleList.objects.exists()


def test_a_title_that_leaves_the_catalogue_is_still_named(world: World) -> None:
    person, _ = world.patron()
    title = world.record("Sult")
    mine = actions.put_on_list(title.pk, owner=owner(world, person))
    Record.objects.get(pk=title.pk).delete()
    (entry,) = titles(world, person, mine)
    assert (entry.record_id, entry.title, entry.authors) == (None, "Sult", "")


def test_an_unknown_list_is_none(world: World) -> None:
    person: UUID = world.patron()[0]
    assert list_of(uuid4(), person, now=NOW, policy=world.policy) is None
