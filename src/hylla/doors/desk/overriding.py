"""After the library's no: setting it aside where staff may, and what else there is to do."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from hylla.circulation.rules.codes import Refusal
from hylla.doors.parts.page import Said, bad
from hylla.doors.parts.refusals import why
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


def is_out(refused: Refused) -> bool:
    """Say whether something was not lent because nobody has returned it yet."""
    return any(reason.code == Refusal.ITEM_ON_LOAN_TO_OTHER for reason in refused.reasons)


def why_not_lent(refused: Refused) -> Said:
    """Say every reason; of what lies on the desk and is still on loan, also what to do.

    Whose loan it is, is not for this patron's page to say.
    """
    said = why(refused)
    if not is_out(refused):
        return said
    return bad(*said.lines, _("If you have it in your hand, return it first; then lend it."))
