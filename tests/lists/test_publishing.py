"""Lists for everybody: made and shown by staff, read by all, without a word of who made them."""

import pytest

from hylla.catalogue.models import BORROWED, Record
from hylla.circulation.actions.merging_titles import merge_titles
from hylla.library.refusals import Refused
from hylla.lists import actions
from hylla.lists.actions import Wording
from hylla.lists.models import PublicEntry
from hylla.lists.queries import public_list, public_lists, recommended
from hylla.lists.rules import ABOUT_LENGTH, NOTE_LENGTH, Code
from tests.circulation.test_merging_titles import a_merge
from tests.circulation.world import NOW, TODAY, World
from tests.lists.ways import codes

SHOWN = Wording("Krim fra nord", "Mørke kvelder.", is_shown=True)


def made(*titles: Record, wording: Wording = SHOWN) -> int:
    number = actions.make_public_list(wording, on=TODAY)
    for each in titles:
        actions.recommend(number, each.pk, on=TODAY)
    return number


def order(number: int) -> list[int]:
    return [each.hit.id for each in recommended(number)]


def test_a_list_is_shown_when_it_is_ready_and_has_titles(world: World) -> None:
    number = made(wording=Wording("Krim"))
    assert public_lists() == ()
    actions.recommend(number, world.record().pk, on=TODAY)
    assert public_list(number) is None
    assert [each.count for each in public_lists(only_shown=False)] == [1]
    actions.change_public_list(number, SHOWN, on=TODAY)
    (shown,) = public_lists()
    assert (shown.name, shown.about) == ("Krim fra nord", "Mørke kvelder.")
    actions.delete_public_list(number)
    assert public_lists(only_shown=False) == ()
    assert not PublicEntry.objects.exists()


def test_what_it_says_is_short_and_its_name_its_own(world: World) -> None:
    number = made()
    other = made(wording=Wording("Annet"))
    for wording, code in (
        (Wording(""), Code.NAME_MISSING),
        (Wording("KRIM fra nord"), Code.NAME_TAKEN),
        (Wording("x", "y" * (ABOUT_LENGTH + 1)), Code.ABOUT_TOO_LONG),
    ):
        with pytest.raises(Refused) as refused:
            actions.change_public_list(other, wording, on=TODAY)
        assert codes(refused) == [code]
    actions.change_public_list(number, Wording("krim fra nord"), on=TODAY)


def test_titles_are_ordered_praised_and_removed(world: World) -> None:
    one, two = world.record(), world.record()
    number = made(one, two, one)
    assert order(number) == [one.pk, two.pk]
    actions.move_recommended(number, two.pk, by=-1, on=TODAY)
    assert order(number) == [two.pk, one.pk]
    actions.say_why(number, two.pk, note=" Kort\nog god ", on=TODAY)
    assert recommended(number, most=1)[0].note == "Kort og god"
    with pytest.raises(Refused) as refused:
        actions.say_why(number, two.pk, note="x" * (NOTE_LENGTH + 1), on=TODAY)
    assert codes(refused) == [Code.NOTE_TOO_LONG]
    actions.recommend_no_longer(number, two.pk, on=TODAY)
    with pytest.raises(Refused) as refused:
        actions.recommend_no_longer(number, two.pk, on=TODAY)
    assert codes(refused) == [Code.ENTRY_GONE]


def test_what_is_not_there_is_not_recommended(world: World) -> None:
    number, borrowed = made(), world.record()
    Record.objects.filter(pk=borrowed.pk).update(source=BORROWED)
    for of, title, code in (
        (number, 10**9, Code.UNKNOWN_TITLE),
        (number, borrowed.pk, Code.UNKNOWN_TITLE),
        (10**9, world.record().pk, Code.LIST_GONE),
    ):
        with pytest.raises(Refused) as refused:
            actions.recommend(of, title, on=TODAY)
        assert codes(refused) == [code]


def test_lists_for_everybody_follow_the_title(world: World) -> None:
    stays, goes = world.item().record, world.item().record
    both, one = made(stays, goes), made(goes, wording=Wording("Annet"))
    merge_titles(a_merge(stays, goes), now=NOW, policy=world.policy)
    assert order(both) == [stays.pk]
    assert order(one) == [stays.pk]
