"""Copies and kinds are added, changed and withdrawn, and every fault is named."""

from datetime import date

import pytest

from hylla.catalogue.actions import (
    NewTitle,
    add_item,
    add_item_type,
    add_record,
    add_titles,
    add_usual_item_types,
    change_item,
    withdraw_item,
)
from hylla.catalogue.models import Item, ItemStatus, Record
from hylla.catalogue.queries import item_types, item_with, items_of
from hylla.catalogue.rules import Code, NewCopy, TitleFacts
from hylla.library.refusals import Refused
from tests.builders import a_branch, a_record

pytestmark = pytest.mark.django_db

TODAY = date(2026, 3, 2)


@pytest.fixture(autouse=True)
def kinds() -> None:
    add_usual_item_types()
    add_usual_item_types()


def codes(refused: pytest.ExceptionInfo[Refused]) -> set[str]:
    return {reason.code for reason in refused.value.reasons}


def a_copy(
    barcode: str = "0301",
    *,
    item_type: str = "book",
    branch_id: int | None = None,
    shelf_mark: str = "",
) -> NewCopy:
    branch = a_branch().pk if branch_id is None else branch_id
    return NewCopy(barcode, branch, item_type, shelf_mark)


def test_an_item_stands_on_its_shelf() -> None:
    record = a_record()
    number = add_item(a_copy(shelf_mark=" A\x00 1\n b "), record_id=record.pk, on=TODAY)
    (item,) = items_of(record.pk)
    assert (item.id, item.barcode, item.shelf_mark) == (number, "0301", "A 1 b")
    assert (item.status, item.added_on) == (ItemStatus.IN_SERVICE, TODAY)


@pytest.mark.parametrize("barcode", ["", " ", "03 01", "9" * 31, "03|01", "-1", "0301\n", "ø1"])
def test_what_cannot_be_scanned_is_no_barcode(barcode: str) -> None:
    with pytest.raises(Refused) as refused:
        add_item(a_copy(barcode), record_id=a_record().pk, on=TODAY)
    assert codes(refused) == {Code.BARCODE_UNFIT}


def test_every_fault_of_an_item_is_named() -> None:
    add_item(a_copy(), record_id=a_record().pk, on=TODAY)
    with pytest.raises(Refused) as refused:
        add_item(a_copy(item_type="boat", branch_id=0), record_id=0, on=TODAY)
    assert codes(refused) == {
        Code.RECORD_UNKNOWN,
        Code.BARCODE_TAKEN,
        Code.ITEM_TYPE_UNKNOWN,
        Code.BRANCH_UNKNOWN,
    }
    assert Item.objects.count() == 1


def test_only_what_is_given_changes() -> None:
    add_item(a_copy(shelf_mark="A"), record_id=a_record().pk, on=TODAY)
    other = a_branch("other")
    change_item("0301", branch_id=other.pk)
    change_item("0301", item_type="film")
    item = item_with("0301")
    assert item is not None
    assert (item.branch_id, item.item_type, item.shelf_mark) == (other.pk, "film", "A")
    change_item("0301", shelf_mark="")
    changed = item_with("0301")
    assert changed is not None
    assert changed.shelf_mark == ""


def test_a_change_that_cannot_be_changes_nothing() -> None:
    add_item(a_copy(shelf_mark="A"), record_id=a_record().pk, on=TODAY)
    with pytest.raises(Refused) as refused:
        change_item("0301", item_type="boat", branch_id=0, shelf_mark="B")
    assert codes(refused) == {Code.ITEM_TYPE_UNKNOWN, Code.BRANCH_UNKNOWN}
    assert Item.objects.get().shelf_mark == "A"
    with pytest.raises(Refused) as refused:
        change_item("0302", shelf_mark="B")
    assert codes(refused) == {Code.BARCODE_UNKNOWN}


def test_a_withdrawn_item_keeps_its_row() -> None:
    add_item(a_copy(), record_id=a_record().pk, on=TODAY)
    withdraw_item("0301", on=TODAY)
    withdraw_item("0301", on=TODAY)
    assert Item.objects.get().status == ItemStatus.WITHDRAWN
    with pytest.raises(Refused) as refused:
        withdraw_item("0302", on=TODAY)
    assert codes(refused) == {Code.BARCODE_UNKNOWN}


def test_kinds_of_item() -> None:
    add_item_type("laptop", name="Laptop")
    assert "laptop" in {each.code for each in item_types()}
    with pytest.raises(Refused) as refused:
        add_item_type("laptop", name="Laptop")
    assert codes(refused) == {Code.ITEM_TYPE_TAKEN}
    for code, name in (("Lap top", "Laptop"), ("x" * 21, "x"), ("tool", " "), ("tool", "x" * 101)):
        with pytest.raises(Refused) as refused:
            add_item_type(code, name=name)
        assert codes(refused) == {Code.ITEM_TYPE_UNFIT}


def test_a_record_is_added_once() -> None:
    facts = TitleFacts(title="Sult", year=40_000)
    number = add_record(facts, source="desk", control_number="1", on=TODAY)
    assert Record.objects.get(pk=number).year is None
    with pytest.raises(Refused) as refused:
        add_record(facts, source="desk", control_number="1", on=TODAY)
    assert codes(refused) == {Code.RECORD_NUMBER_TAKEN}
    with pytest.raises(Refused) as refused:
        add_record(TitleFacts(title=" \x00"), source="desk", control_number="2", on=TODAY)
    assert codes(refused) == {Code.TITLE_MISSING}


def test_many_titles_are_added_together_or_not_at_all() -> None:
    branch = a_branch().pk
    titles = [
        NewTitle(
            str(number),
            TitleFacts(title=f"Bind {number}"),
            (a_copy(f"B{number}", branch_id=branch),),
        )
        for number in range(1500)
    ]
    with pytest.raises(Refused) as refused:
        add_titles([*titles, titles[0]], source="test", on=TODAY)
    assert codes(refused) == {Code.RECORD_NUMBER_TAKEN, Code.BARCODE_TAKEN}
    assert (Record.objects.count(), Item.objects.count()) == (0, 0)
    numbers = add_titles(titles, source="test", on=TODAY)
    assert len(set(numbers)) == Record.objects.count() == Item.objects.count() == 1500
    (item,) = items_of(numbers[1499])
    assert item.barcode == "B1499"
