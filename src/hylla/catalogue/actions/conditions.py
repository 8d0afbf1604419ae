"""Note what is wrong with a copy, and what was mended."""

from collections.abc import Collection
from datetime import date

from django.db import transaction

from hylla.catalogue.models import Item, ItemFlaw
from hylla.catalogue.rules.codes import Code
from hylla.catalogue.rules.conditions import Flaw
from hylla.library.refusals import Reason, Refused


@transaction.atomic
def note_flaws(barcode: str, flaws: Collection[Flaw], *, on: date) -> None:
    """Let exactly these things be wrong with a copy; what was noted before keeps its day.

    :raises Refused: the barcode is unknown.
    """
    item = Item.objects.select_for_update(no_key=True).filter(barcode=barcode).first()
    if item is None:
        raise Refused(Reason(Code.BARCODE_UNKNOWN))
    ItemFlaw.objects.filter(item=item).exclude(flaw__in=flaws).delete()
    ItemFlaw.objects.bulk_create(
        [ItemFlaw(item=item, flaw=each, noted_on=on) for each in sorted(set(flaws))],
        ignore_conflicts=True,
    )
