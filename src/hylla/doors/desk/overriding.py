"""Setting the library's no aside: offered where staff may, and only where nothing else stands."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from hylla.library.refusals import Refused


@dataclass(frozen=True)
class Override:
    """A button that does it all the same: where it leads, for which item, and what is set aside."""

    address: str
    field: str
    barcode: str
    codes: str
    text: str


def lend_all_the_same(refused: Refused, barcode: str) -> Override | None:
    """Offer to lend."""
    text, address = _("Override and lend all the same"), reverse("desk:home")
    return _offer(refused, Override(address, "entry", barcode, "", text))


def renew_all_the_same(refused: Refused, barcode: str) -> Override | None:
    """Offer to renew."""
    text, address = _("Override and renew all the same"), reverse("desk:renew")
    return _offer(refused, Override(address, "item", barcode, "", text))


def _offer(refused: Refused, offer: Override) -> Override | None:
    if not all(reason.may_override for reason in refused.reasons):
        return None
    codes = " ".join(reason.code for reason in refused.reasons)
    return Override(offer.address, offer.field, offer.barcode, codes, offer.text)
