"""Add, change and withdraw copies, and the kinds of them that loan rules speak of."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from django.db import transaction

from hylla.catalogue.actions.stamping import come_back, note_changes, stamp_if_without_copies
from hylla.catalogue.models import Collection, Item, ItemStatus, ItemType, Record
from hylla.catalogue.rules.codes import Code
from hylla.catalogue.rules.copies import (
    ITEM_TYPES,
    NewCopy,
    is_barcode,
    is_item_type,
    shelf_mark_fitted,
)
from hylla.library.models import Branch
from hylla.library.refusals import Reason, Refused

LONGEST_NAME = 100


@transaction.atomic
def add_item(copy: NewCopy, *, record_id: int, on: date) -> int:
    """Put one more copy of a title on a shelf; return the item's number.

    :raises Refused: the barcode is taken or none, or title, branch or kind are unknown.
    """
    known = Record.objects.filter(pk=record_id).exists()
    refuse_unfit_copies([copy], also=[] if known else [Reason(Code.RECORD_UNKNOWN)])
    file_copies([(record_id, copy)], on=on)
    return Item.objects.values_list("pk", flat=True).get(barcode=copy.barcode)


@transaction.atomic
def change_item(
    barcode: str,
    *,
    item_type: str | None = None,
    branch_id: int | None = None,
    shelf_mark: str | None = None,
) -> None:
    """Change what is given about a copy, and leave the rest.

    :raises Refused: the barcode, the branch or the kind is unknown.
    """
    item = _locked(barcode)
    if item is None:
        raise Refused(Reason(Code.BARCODE_UNKNOWN))
    kinds = [] if item_type is None else [item_type]
    branches = [] if branch_id is None else [branch_id]
    faults = [*_unknown_kinds(kinds), *_unknown_branches(branches)]
    if faults:
        raise Refused(*faults)
    if item_type is not None:
        item.item_type_id = item_type
    if branch_id is not None:
        item.branch_id = branch_id
    if shelf_mark is not None:
        item.shelf_mark = shelf_mark_fitted(shelf_mark)
    item.save(update_fields=["item_type", "branch", "shelf_mark"])
    note_changes([item.record_id])


@transaction.atomic
def file_item(barcode: str, *, collection: str | None, item_type: str | None = None) -> None:
    """Let a copy belong to a collection, or to none, and with `item_type` be of another kind.

    :raises Refused: the barcode, the kind or the collection is unknown; nothing is changed.
    """
    change_item(barcode, item_type=item_type)
    if collection is not None and not Collection.objects.filter(pk=collection).exists():
        raise Refused(Reason(Code.COLLECTION_UNKNOWN))
    Item.objects.filter(barcode=barcode).update(collection=collection)


@transaction.atomic
def withdraw_item(barcode: str, *, on: date) -> None:
    """Take a copy out of the collection; its row stays, a second time changes nothing.

    With its last copy a title is gone for those who harvest the catalogue.

    Whether someone has it on loan is for `circulation.actions.withdraw` to ask, which calls this.

    :raises Refused: the barcode is unknown.
    """
    item = _locked(barcode)
    if item is None:
        raise Refused(Reason(Code.BARCODE_UNKNOWN))
    item.status = ItemStatus.WITHDRAWN
    item.save(update_fields=["status"])
    stamp_if_without_copies(item.record_id, on=on)


@transaction.atomic
def restore_status(barcode: str, status: ItemStatus, *, on: date) -> None:
    """Let a copy be counted as before it was withdrawn or marked; its title is there again.

    :raises Refused: the barcode is unknown.
    """
    item = _locked(barcode)
    if item is None:
        raise Refused(Reason(Code.BARCODE_UNKNOWN))
    item.status = status
    item.save(update_fields=["status"])
    come_back([item.record_id], on=on)


@transaction.atomic
def add_item_type(code: str, *, name: str) -> None:
    """Add a kind of item.

    :raises Refused: the code is taken, or is none.
    """
    if not is_item_type(code) or not name.strip() or len(name) > LONGEST_NAME:
        raise Refused(Reason(Code.ITEM_TYPE_UNFIT))
    if ItemType.objects.filter(pk=code).exists():
        raise Refused(Reason(Code.ITEM_TYPE_TAKEN))
    ItemType.objects.create(code=code, name=name.strip())


@transaction.atomic
def add_collection(code: str, *, name: str) -> None:
    """Add a part of the stock that loan rules may speak of.

    :raises Refused: the code is taken, or is none.
    """
    if not is_item_type(code) or not name.strip() or len(name) > LONGEST_NAME:
        raise Refused(Reason(Code.COLLECTION_UNFIT))
    if Collection.objects.filter(pk=code).exists():
        raise Refused(Reason(Code.COLLECTION_TAKEN))
    Collection.objects.create(code=code, name=name.strip())


def add_usual_item_types() -> None:
    """Add the kinds of item that follow from the kinds of material, where they are missing."""
    ItemType.objects.bulk_create(
        [ItemType(code=code, name=name) for code, name in ITEM_TYPES.items()],
        ignore_conflicts=True,
    )


def refuse_unfit_copies(copies: Sequence[NewCopy], *, also: Sequence[Reason] = ()) -> None:
    """Say everything that is wrong with new copies, after what else is wrong."""
    faults = [
        *also,
        *_unfit_barcodes([copy.barcode for copy in copies]),
        *_unknown_kinds({copy.item_type for copy in copies}),
        *_unknown_branches({copy.branch_id for copy in copies}),
    ]
    if faults:
        raise Refused(*faults)


def file_copies(copies: Iterable[tuple[int, NewCopy]], *, on: date) -> None:
    """Write copies that have been looked at; each comes with its title's number."""
    copies = list(copies)
    Item.objects.bulk_create(
        Item(
            barcode=copy.barcode,
            record_id=record_id,
            item_type_id=copy.item_type,
            branch_id=copy.branch_id,
            shelf_mark=shelf_mark_fitted(copy.shelf_mark),
            added_on=on,
        )
        for record_id, copy in copies
    )
    come_back([record_id for record_id, _ in copies], on=on)


def _locked(barcode: str) -> Item | None:
    return Item.objects.select_for_update().filter(barcode=barcode).first()


def _unfit_barcodes(barcodes: Sequence[str]) -> Iterator[Reason]:
    if not all(map(is_barcode, barcodes)):
        yield Reason(Code.BARCODE_UNFIT)
    twice = len(set(barcodes)) < len(barcodes)
    if twice or Item.objects.filter(barcode__in=barcodes).exists():
        yield Reason(Code.BARCODE_TAKEN)


def _unknown_kinds(codes: Iterable[str]) -> Iterator[Reason]:
    wanted = set(codes)
    if wanted and ItemType.objects.filter(pk__in=wanted).count() < len(wanted):
        yield Reason(Code.ITEM_TYPE_UNKNOWN)


def _unknown_branches(branch_ids: Iterable[int]) -> Iterator[Reason]:
    wanted = set(branch_ids)
    if wanted and Branch.objects.filter(pk__in=wanted).count() < len(wanted):
        yield Reason(Code.BRANCH_UNKNOWN)
