"""Give a title a picture, or take it away."""

from hashlib import sha256

from django.db import transaction

from hylla.catalogue.models import BORROWED, Cover, Record
from hylla.catalogue.rules.codes import Code
from hylla.formats.pictures import Unfit, picture_of
from hylla.library.refusals import Reason, Refused


def set_cover(record_id: int, data: bytes) -> None:
    """Give a title a picture, in place of the one it has.

    :raises Refused: the title is gone, or the bytes are no picture that can be used.
    """
    try:
        picture = picture_of(data)
    except Unfit as unfit:
        raise Refused(Reason(Code(unfit.fault))) from unfit
    with transaction.atomic():
        if not Record.objects.filter(pk=record_id).exclude(source=BORROWED).exists():
            raise Refused(Reason(Code.RECORD_UNKNOWN))
        Cover.objects.update_or_create(
            record_id=record_id,
            defaults={
                "mark": sha256(picture.large).hexdigest()[:16],
                "small": picture.small,
                "large": picture.large,
            },
        )


def remove_cover(record_id: int) -> None:
    """Take a title's picture away; without one it has none to lose."""
    Cover.objects.filter(record=record_id).delete()
