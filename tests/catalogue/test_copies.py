"""Several copies at once, under the numbers that come next."""

import pytest

from hylla.catalogue.actions import add_collection, add_usual_item_types
from hylla.catalogue.actions.copies import NewCopies, add_copies
from hylla.catalogue.models import Item
from hylla.catalogue.rules.codes import Code
from hylla.catalogue.rules.numbering import FIRST, has_check_digit, next_barcodes
from hylla.library.refusals import Refused
from tests.builders import a_branch, a_record
from tests.catalogue.importing import TODAY


@pytest.mark.parametrize(
    ("newest", "wanted"),
    [
        (["1009", "1008"], ("1010", "1011")),
        (["0099", "abc", "12"], ("0100", "0101")),
        # Check digits: 79927398713 is the standard's own example.
        (["79927398713", "79927398705", "79927398697"], ("79927398721", "79927398739")),
        (["79927398713"], ("79927398714", "79927398715")),
    ],
)
def test_numbers_go_on_as_they_are(newest: list[str], wanted: tuple[str, ...]) -> None:
    assert next_barcodes(newest, count=2) == wanted


def test_a_library_without_numbers_begins_with_checked_ones() -> None:
    numbers = next_barcodes(["abc"], count=3)
    assert len(set(numbers)) == 3
    assert all(len(each) == len(FIRST) and has_check_digit(each) for each in numbers)


@pytest.mark.django_db
def test_copies_get_the_next_numbers_and_pass_over_those_taken() -> None:
    add_usual_item_types()
    add_collection("local", name="Local")
    title, branch = a_record(), a_branch("other")

    def added(count: int = 1, **told: str) -> tuple[str, ...]:
        new = NewCopies(branch.pk, "book", "local", "820 Ham", count=count, **told)
        return add_copies(new, record_id=title.pk, on=TODAY)

    assert added(barcode="1003") == ("1003",)
    assert added(barcode="1001") == ("1001",)
    assert added(2) == ("1004", "1005")
    items = Item.objects.filter(barcode__in=["1004", "1005"])
    assert {(i.collection_id, i.shelf_mark, i.branch_id) for i in items} == {
        ("local", "820 Ham", branch.pk)
    }
    with pytest.raises(Refused, match=Code.BARCODE_TAKEN):
        added(barcode="1004")
    with pytest.raises(Refused, match=f"{Code.RECORD_UNKNOWN}, {Code.COLLECTION_UNKNOWN}"):
        add_copies(NewCopies(branch.pk, "book", "none"), record_id=0, on=TODAY)
